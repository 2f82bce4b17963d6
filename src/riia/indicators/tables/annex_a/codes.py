"""The code lists of Annex A: each canonical code, what it means, and the words that extracts write instead of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class CodeList:
    """One list of codes.

    `words` gives for each canonical code the wordings that mean it, in lower case, the first being our own short name.
    A wording also matches when more words follow it ("police - domestic incident"). `letters` are the letters that
    mean the same code in both letterings in use, so that a bare letter can be believed.
    """

    words: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> Mapping[str, str]:
        """Each code with its short meaning."""
        return {code: wordings[0] for code, wordings in self.words.items()}


def _lettered(*wordings: tuple[str, ...]) -> CodeList:
    """Codes that are letters, from a on, lettered the same everywhere."""
    letters = "abcdefghijklmnopqrstuvwxyz"[: len(wordings)]
    return CodeList(dict(zip(letters, wordings, strict=True)), {letter: letter for letter in letters})


GENDER: Final = CodeList(
    {
        "M": ("male", "boy", "man"),
        "F": ("female", "girl", "woman"),
        "U": ("not stated", "not recorded", "not stated/recorded", "unknown", "unborn", "indeterminate"),
        "N": ("neither", "other", "non binary"),
    },
    {"a": "M", "b": "F"},
)
ETHNICITY: Final = CodeList(
    {
        "WBRI": ("white british", "british", "english"),
        "WIRI": ("white irish", "irish"),
        "WIRT": ("traveller of irish heritage", "irish traveller"),
        "WOTH": ("any other white background", "white other", "other white"),
        "WROM": ("gypsy roma", "gypsy", "roma"),
        "MWBC": ("white and black caribbean", "mixed white and black caribbean"),
        "MWBA": ("white and black african", "mixed white and black african"),
        "MWAS": ("white and asian", "mixed white and asian"),
        "MOTH": ("any other mixed background", "other mixed", "mixed other"),
        "AIND": ("indian",),
        "APKN": ("pakistani",),
        "ABAN": ("bangladeshi",),
        "AOTH": ("any other asian background", "other asian", "asian other"),
        "BCRB": ("caribbean", "black caribbean"),
        "BAFR": ("african", "black african"),
        "BOTH": ("any other black background", "other black", "black other"),
        "CHNE": ("chinese",),
        "OOTH": ("any other ethnic group", "other ethnic group", "other"),
        "REFU": ("refused",),
        "NOBT": ("information not yet obtained", "not yet obtained", "not obtained", "not stated", "unknown"),
        "W": ("white",),
        "M": ("mixed",),
        "A": ("asian", "asian or asian british"),
        "B": ("black", "black or black british"),
    },
)
SOURCE: Final = CodeList(
    {
        "1A": ("family member, relative or carer", "individual family member", "family member", "relative", "parent"),
        "1B": ("acquaintance", "individual acquaintance", "neighbour"),
        "1C": ("the child", "self", "individual self"),
        "1D": ("another individual", "individual other", "stranger"),
        "2A": ("school", "schools", "academy"),
        "2B": ("education services", "education service", "education"),
        "3A": ("general practitioner", "gp"),
        "3B": ("health visitor",),
        "3C": ("school nurse",),
        "3D": ("other primary health services", "midwife"),
        "3E": ("accident and emergency", "a&e", "emergency department"),
        "3F": ("another health service", "hospice", "hospital", "camhs", "ambulance", "ambulance service"),
        "4": ("housing",),
        "5A": ("adult social care", "social care", "la services social care"),
        "5B": ("another department of the council", "la services internal", "other internal"),
        "5C": (
            "services of another council",
            "la services external",
            "other local authority",
            "another la",
            "other la",
        ),
        "5D": ("early help of the council", "la services early help", "early help"),
        "6": ("police",),
        "7": ("other legal agency", "court", "courts", "probation", "cafcass", "immigration"),
        "8": ("other", "other including children's centres", "voluntary organisation", "children's centre"),
        "9": ("anonymous",),
        "10": ("unknown", "not known", "not recorded", "not stated"),
        "1A-1D": ("individual", "individuals"),
        "3A-3F": ("health services", "health service", "health"),
        "5A-5D": ("la services", "la service", "local authority services", "council services", "local authority"),
    },
    {"a": "1A-1D"},
)
NEED: Final = CodeList(
    {
        "N1": ("abuse or neglect", "abuse and neglect", "abuse"),
        "N2": ("child's disability", "child's disability or illness", "disability"),
        "N3": ("parental illness or disability", "parental disability or illness", "parents illness or disability"),
        "N4": ("family in acute stress", "acute stress"),
        "N5": ("family dysfunction",),
        "N6": ("socially unacceptable behaviour",),
        "N7": ("low income",),
        "N8": ("absent parenting",),
        "N9": ("cases other than children in need", "not cin", "not children in need"),
        "N0": ("not stated", "not recorded"),
    },
    {letter: f"N{at}" for at, letter in enumerate("abcdefgh", 1)},
)
CLOSURE: Final = CodeList(
    {
        "RC1": ("adopted",),
        "RC2": ("died", "death"),
        "RC3": ("residence or child arrangements order", "child arrangements order", "residence order"),
        "RC4": ("special guardianship order", "sgo"),
        "RC5": ("moved to another council", "transfer to another la", "transferred to services of another"),
        "RC6": ("moved to adult social care", "transferred to adult social", "transfer to adult social services"),
        "RC7": ("other, or no longer in need", "'other' incl", "services ceased for any other reason", "other"),
        "RC8": ("no need after assessment", "case closed after assessment", "child not in need after assessment"),
        "RC9": ("closed after early help", "case closed after early help"),
        "NOT STATED": ("not stated", "not recorded"),
    },
    {letter: f"RC{at}" for at, letter in enumerate("abcdefgh", 1)},
)
STATUS: Final = _lettered(
    (
        "looked after child",
        "looked after",
        "lac",
        "cla",
        "child in care",
        "child looked after",
        "children looked after",
    ),
    ("child protection plan", "child protection", "cp", "cpp", "cp plan"),
    ("child in need plan", "cin plan", "child in need", "cin"),
    ("open assessment", "assessment", "under assessment", "being assessed"),
    ("closed episode", "closed", "closed case", "case closed"),
)
ABUSE: Final = CodeList(
    {
        "NEG": ("neglect",),
        "PHY": ("physical abuse", "physical"),
        "SAB": ("sexual abuse", "sexual"),
        "EMO": ("emotional abuse", "emotional"),
        "MUL": ("multiple", "multiple/not recommended"),
    },
    {"a": "NEG", "b": "PHY", "c": "SAB", "d": "EMO", "e": "MUL"},
)
LEGAL: Final = CodeList(
    {
        "C1": ("interim care order", "ico", "interim care orders"),
        "C2": ("full care order", "fco", "full care orders", "care order"),
        "D1": ("freeing order", "freeing order granted", "freed for adoption"),
        "E1": ("placement order", "placement order granted"),
        "V1": ("short breaks, the older code",),
        "V2": ("section 20", "single period", "accommodated under s20", "s20", "single period under s20"),
        "V3": ("short breaks recorded one by one", "short term breaks, episodes"),
        "V4": ("short breaks by agreement", "short term breaks, agreements"),
        "L1": ("police protection", "under police protection"),
        "L2": ("emergency protection order", "epo"),
        "L3": ("child assessment order",),
        "J1": ("on remand", "remand", "remanded", "remanded to la or youth detention"),
        "J2": ("under PACE", "la accommodation under pace", "placed in local authority accommodation under pace"),
        "J3": ("youth rehabilitation order", "sentenced to youth rehabilitation order"),
        "V3-V4": ("short breaks, not said which", "short breaks", "short break", "short term break", "respite"),
        "L1-L3": ("protection, not said which", "detained on child protection grounds", "detained on cp grounds"),
        "J1-J3": ("youth justice, not said which", "youth justice legal statuses", "youth justice"),
    },
)
PERMANENCE: Final = _lettered(
    ("return to family", "return home", "rehabilitation"),
    ("adoption",),
    ("special guardianship or child arrangements", "sgo/cao", "special guardianship", "sgo", "cao"),
    ("supported living in the community", "supported living"),
    ("long term residential placement", "long-term residential", "long term residential"),
    ("long term fostering", "long-term fostering"),
    ("other",),
)
CEASED: Final = CodeList(
    {
        "E11": ("adopted, unopposed", "adopted - application unopposed", "adopted - application for an adoption"),
        "E12": ("adopted, consent dispensed with", "adopted - consent dispensed"),
        "E2": ("died", "death"),
        "E3": ("taken over by another council", "care taken by another la", "care taken over by another"),
        "E4A": (
            "home as planned",
            "returned home to live with parents or relatives - part of plan",
            "return home to live with parents or relatives - part of plan",
        ),
        "E4B": (
            "home, not planned",
            "returned home to live with parents or relatives - not part of plan",
            "return home to live with parents or relatives - not part of plan",
        ),
        "E13": (
            "to others without parental responsibility",
            "left care to live with parents, relatives or other person with no parental responsibility",
            "parents, relatives or other with no parental responsibility",
        ),
        "E41": ("residence or child arrangements order", "residence order", "child arrangements order"),
        "E45": ("special guardianship, former carer who is kin", "special guardianship orders - former carer relative"),
        "E46": ("special guardianship, another former carer", "special guardianship orders - former carer other"),
        "E47": ("special guardianship, kin", "special guardianship orders - relative"),
        "E48": ("special guardianship, others", "special guardianship orders - other"),
        "E5": ("independent with support", "moved into independent living - supported"),
        "E6": ("independent without support", "moved into independent living - no support"),
        "E7": ("adult residential care", "transferred to residential care funded by adult"),
        "E8": ("any other reason", "care ceased for any other reason", "other"),
        "E9": ("custody", "sentenced to custody"),
        "E14": ("remand ended", "accommodation on remand ended"),
        "E15": ("found to be 18 or over", "age assessment determined child"),
        "E16": ("moved abroad", "child moved abroad"),
        "E17": ("stayed with carer at 18", "aged 18 and remained with current carers"),
        "X1": ("care goes on", "codeerror", "episode ceases"),
        "E11-E12": ("adopted",),
        "E4A-E4B": ("home", "returned home to live with parents or relatives", "returned home", "return home"),
        "E45-E48": ("special guardianship", "special guardianship order", "special guardianship orders", "sgo"),
        "E5-E6": ("independent", "moved into independent living", "independent living"),
    },
)
PLACEMENT: Final = CodeList(
    {
        "U1": ("fostered by kin, long term", "foster placement - relatives - long term"),
        "U2": ("fostered by kin for adoption", "foster placement - relative - ffa"),
        "U3": ("fostered by kin, other", "foster placement - relative - not ffa"),
        "U4": ("fostered, long term", "foster placement - long term"),
        "U5": ("fostered for adoption", "foster placement - ffa"),
        "U6": ("fostered, other", "foster placement - not ffa"),
        "A3": ("for adoption by consent, current carer", "placed for adoption - consent - current foster"),
        "A4": ("for adoption by consent, new carer", "placed for adoption - consent - not"),
        "A5": ("for adoption by order, current carer", "placed for adoption - order - foster"),
        "A6": ("for adoption by order, new carer", "placed for adoption - order - not foster"),
        "P1": ("with parents", "placed with parents", "placed with own parents"),
        "P2": ("independent living",),
        "P3": ("residential employment",),
        "H5": ("semi-independent", "residential accommodation", "semi-independent living", "supported accommodation"),
        "K1": ("secure children's home", "secure children's homes"),
        "K2": ("children's home", "children's homes", "childrens homes"),
        "R1": ("residential care home",),
        "R2": ("health establishment", "nhs/health trust", "nhs"),
        "R3": ("mother and baby unit", "family centre", "family centre or mother and baby unit"),
        "R5": ("young offender institution", "yoi", "secure training centre"),
        "S1": ("residential school", "all residential schools"),
        "Z1": ("other", "other placements", "other placement"),
        "T0": ("temporary, any", "all types of temporary move"),
        "T1": ("temporary, hospital", "temporary placement - hospital"),
        "T2": ("temporary, holiday", "temporary placement - holiday"),
        "T3": ("temporary, carer's holiday", "temporary placement - carer holiday"),
        "T4": ("temporary, up to a week", "temporary placement - seven days"),
        "U1-U3": ("fostered by kin", "kinship", "connected person", "connected persons", "connected carer"),
        "U1-U6": (
            "fostered",
            "foster placement",
            "foster",
            "fostering",
            "in house foster",
            "in house fostering",
            "agency foster",
            "agency fostering",
        ),
        "A3-A6": ("placed for adoption",),
        "T0-T4": ("temporary placement", "temporary"),
    },
)
PROVIDER: Final = CodeList(
    {
        "PR0": ("parents", "parents/parental responsibility", "parents or other person"),
        "PR1": ("own provision", "own la", "own local authority", "own", "in house", "inhouse"),
        "PR2": ("another council", "other la provision", "other local authority provision"),
        "PR3": ("other public body", "other public provision"),
        "PR4": ("private", "private provision"),
        "PR5": ("voluntary", "voluntary/third sector", "third sector"),
        "OTHER": ("other",),
    },
)
LOCATION: Final = _lettered(("in", "inside", "in la"), ("out", "outside", "out of la"))
ELIGIBILITY: Final = _lettered(
    ("relevant", "relevant child"),
    ("former relevant", "former relevant child"),
    ("qualifying", "qualifying care leaver"),
    ("eligible", "eligible child"),
    ("other",),
)
TOUCH: Final = CodeList(
    {
        "YES": ("in touch", "yes", "y", "true"),
        "NO": ("not in touch", "no", "n", "false"),
        "DIED": ("died", "deceased"),
        "REFU": ("refused",),
        "NREQ": ("not required", "no longer requires services"),
        "RHOM": ("returned home",),
        "NOT RECORDED": ("not recorded", "unknown"),
        "EXCLUDE": ("exclude", "excluded"),
    },
    {"a": "YES", "b": "NO"},
)
ACCOMMODATION: Final = CodeList(
    {
        "B": ("with parents or relatives", "parents/relatives", "parents"),
        "C": ("community home", "community home / residential care"),
        "D": ("semi-independent", "semi-independent, transitional", "semi-independent transitional accommodation"),
        "E": ("supported lodgings",),
        "G": ("abroad", "gone abroad"),
        "H": ("deported",),
        "K": ("ordinary lodgings",),
        "R": ("residence not known", "not known"),
        "S": ("homeless", "no fixed abode", "no fixed abode / homeless"),
        "T": ("foyer", "foyers"),
        "U": ("independent living",),
        "V": ("emergency accommodation",),
        "W": ("bed and breakfast", "b&b"),
        "X": ("in custody", "custody"),
        "Y": ("other", "other accommodation"),
        "Z": ("with former foster carer", "with former foster carers", "staying put"),
    },
)
SUITABILITY: Final = _lettered(
    ("suitable", "yes", "y", "true"),
    ("not suitable", "unsuitable", "no", "n", "false"),
    ("not in touch or not recorded", "not in touch", "not recorded", "unknown"),
    ("exclude", "excluded"),
)
ACTIVITY: Final = CodeList(
    {
        "F1": ("higher education, full time", "full time in higher education"),
        "P1": ("higher education, part time", "part time in higher education"),
        "F2": ("other education, full time", "full time in education other than higher"),
        "P2": ("other education, part time", "part time in education other than higher"),
        "F3": ("training or work, full time", "full time in training or employment"),
        "P3": ("training or work, part time", "part time in training or employment"),
        "F4": ("apprenticeship, full time", "young person engaged full time in an apprenticeship"),
        "P4": ("apprenticeship, part time", "young person engaged part time in an apprenticeship"),
        "F5": (
            "other training or work, full time",
            "young person engaged full time in training or employment (not apprenticeship)",
        ),
        "P5": (
            "other training or work, part time",
            "young person engaged part time in training or employment (not apprenticeship)",
        ),
        "G4": (
            "none: illness or disability",
            "not in education, employment or training - illness",
            "neet - illness",
            "not in education, training or employment - illness",
        ),
        "G5": (
            "none: another reason",
            "not in education, employment or training - other",
            "neet - other",
            "not in education, training or employment - other",
        ),
        "G6": (
            "none: pregnancy or parenting",
            "not in education, employment or training - pregnancy",
            "neet - pregnancy",
            "not in education, training or employment - pregnancy",
        ),
        "G4-G6": ("none, not said why", "neet", "not in education, employment or training"),
        "F1-P5": ("some, not said which", "eet", "in education, employment or training"),
    },
)


NO_LONGER: Final = CodeList(
    {
        "RD1": ("needs changed", "child's needs changed", "the child's needs changed"),
        "RD2": ("no placement order", "court did not make a po", "the court did not make a placement order"),
        "RD3": ("no adopters found", "prospective adopters could not be found", "prospective adopters cannot be found"),
        "RD4": ("other", "any other reason"),
    },
    {"a": "RD1", "b": "RD2", "c": "RD3", "d": "RD4"},
)
LEAVING: Final = CodeList(
    {
        "1": ("withdrew", "adopter withdrew"),
        "2": ("on hold", "process on hold", "process put on hold", "put on hold"),
        "3": ("refused", "application refused"),
    },
    {"a": "1", "b": "2", "c": "3"},
)

CODE_LISTS: Final[Mapping[str, CodeList]] = {
    "Gender": GENDER,
    "Ethnicity": ETHNICITY,
    "Contact Source": SOURCE,
    "Referral Source": SOURCE,
    "Primary Need Code": NEED,
    "Reason for Closure": CLOSURE,
    "Case Status": STATUS,
    "Initial Category of Abuse": ABUSE,
    "Latest Category of Abuse": ABUSE,
    "Child's Category of Need": NEED,
    "Child's Legal Status": LEGAL,
    "What is the permanence plan for this child?": PERMANENCE,
    "Reason Ceased to be Looked After": CEASED,
    "Placement Type": PLACEMENT,
    "Placement Provider": PROVIDER,
    "Placement Location": LOCATION,
    "Eligibility Category": ELIGIBILITY,
    "LA in Touch": TOUCH,
    "Type of Accommodation": ACCOMMODATION,
    "Suitability of Accommodation": SUITABILITY,
    "Activity Status": ACTIVITY,
    "Reason Why Child No Longer Placed for Adoption": NO_LONGER,
    "Reason for leaving adoption process": LEAVING,
}
"""The code list of each coded column, by its official heading (the same in every list that has it)."""
