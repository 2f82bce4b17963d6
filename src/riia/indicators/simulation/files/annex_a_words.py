"""How an Annex A workbook says things: its closed lists, from the statutory codes of the histories."""

from typing import Final

GENDER: Final = {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded"}
ETHNICITY: Final = {
    code: f"{letter}) {code}"
    for letter, code in zip(
        "abcdefghijklmnopqrst",
        (
            "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH",
            "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
        ),
        strict=True,
    )
}  # fmt: skip
YES_NO: Final = {True: "a) Yes", False: "b) No"}
_SOURCES: Final = {
    "1": "a) Individual", "2A": "b) Schools", "2B": "c) Education Services", "3": "d) Health Services",
    "4": "e) Housing", "5": "f) LA Services", "6": "g) Police", "7": "h) Other legal agency", "8": "i) Other",
    "9": "j) Anonymous", "10": "k) Unknown",
}  # fmt: skip
NEED: Final = {
    "N1": "a) Abuse or neglect", "N2": "b) Child's disability", "N3": "c) Parents illness or disability",
    "N4": "d) Family in acute stress", "N5": "e) Family dysfunction", "N6": "f) Socially unacceptable behaviour",
    "N7": "g) Low income", "N8": "h) Absent parenting", "N9": "i) Not CIN", "N0": "j) Not stated",
}  # fmt: skip
CLOSURE: Final = {
    "RC1": "a) Adopted", "RC3": "c) Residence Order", "RC4": "d) Special Guardianship Order",
    "RC5": "e) Transfer to another LA", "RC6": "f) Transfer to Adult Social Services",
    "RC7": "g) 'Other' incl. Child no longer in need", "RC8": "h) Child not in need after assessment",
    "RC9": "h) Child not in need after assessment",
}  # fmt: skip
STATUS: Final = {
    "care": "a) Looked after child", "protection": "b) Child Protection plan", "plan": "c) Child in need plan",
    "assessment": "d) Open assessment", "closed": "e) Closed episode",
}  # fmt: skip
ABUSE: Final = {
    "NEG": "a) Neglect", "PHY": "b) Physical Abuse", "SAB": "c) Sexual Abuse", "EMO": "d) Emotional Abuse",
    "MUL": "e) Multiple",
}  # fmt: skip
LEGAL: Final = {
    "C1": "a) Interim care orders", "C2": "b) Full care orders", "E1": "d) Placement order granted",
    "V2": "e) Accommodated under S20",
}  # fmt: skip
CEASED: Final = {
    "E11": "a) Adopted", "E12": "a) Adopted", "E3": "c) Care taken by another LA",
    "E4A": "d) Returned home to live with parents or relatives",
    "E4B": "d) Returned home to live with parents or relatives",
    "E13": "e) Left care to live with parents, relatives or other person with no parental responsibility",
    "E41": "f) Residence order granted", "E45": "g) Special Guardianship Orders",
    "E46": "g) Special Guardianship Orders",
    "E5": "h) Moved into independent living", "E6": "h) Moved into independent living",
    "E7": "i) Transferred to residential care funded by adult social services", "E9": "j) Sentenced to custody",
    "E8": "n) Care ceased for any other reason",
}  # fmt: skip
PLACEMENT: Final = {
    "A6": "b) Placed for adoption", "P1": "c) Placed with parents", "K3": "f) Residential accommodation",
    "K2": "h) Children's Homes", "R3": "k) Family Centre or Mother and Baby Unit", "S1": "m) Residential school",
}  # fmt: skip
PROVIDER: Final = {"PR0": "c) Other", "PR1": "a) Own LA", "PR2": "c) Other", "PR4": "b) Private"}
CATEGORY: Final = {"relevant": "a) Relevant", "former relevant": "b) Former relevant", "eligible": "d) Eligible"}
_HOMES: Final = {
    "B": "a) With parents or relatives", "C": "b) Community home",
    "D": "c) Semi-independent transitional accommodation", "E": "d) Supported lodgings", "K": "g) Ordinary lodgings",
    "S": "i) No fixed abode / homeless", "T": "j) Foyers", "U": "k) Independent living",
    "V": "l) Emergency accommodation", "W": "m) Bed and breakfast", "X": "n) In custody",
    "Z": "o) With Former Foster Carer",
}  # fmt: skip
ACTIVITY: Final = {
    "F1": "F1: Full time in higher education", "P1": "P1: Part time in higher education",
    "F2": "F2: Full time in education other than higher", "P2": "P2: Part time in education other than higher",
    "F4": "F4: Young person engaged full time in an apprenticeship",
    "P4": "P4: Young person engaged part time in an apprenticeship",
    "F5": "F5: Young person engaged full time in training or employment (not apprenticeship)",
    "P5": "P5: Young person engaged part time in training or employment (not apprenticeship)",
    "G4": "G4: Not in education, employment or training - illness or disability",
    "G5": "G5: Not in education, employment or training - other",
    "G6": "G6: Not in education, employment or training - pregnancy or parenting",
}  # fmt: skip


def source(code: str) -> str:
    """The group of a referral source."""
    return _SOURCES.get(code) or _SOURCES[code[0]]


def placement(code: str) -> str:
    """The group of a placement."""
    return "a) Foster Placement" if code.startswith("U") else PLACEMENT[code]


def home(code: str) -> tuple[str, str]:
    """Where a care leaver lives, and whether that is suitable."""
    return _HOMES[code[0]], "a) Suitable" if code[1] == "1" else "b) Not suitable"
