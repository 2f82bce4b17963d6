"""The codes of the SSDA903 return, with their meaning in our own few words, and the groups that counting needs."""

from collections.abc import Mapping
from typing import Final

type Codes = Mapping[str, str]

SEX: Final[Codes] = {"1": "male", "2": "female", "M": "male", "F": "female", "U": "unknown"}
ETHNIC: Final[Codes] = {
    "WBRI": "White British", "WIRI": "White Irish", "WOTH": "other White", "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma", "MWBC": "White and Black Caribbean", "MWBA": "White and Black African",
    "MWAS": "White and Asian", "MOTH": "other mixed", "AIND": "Indian", "APKN": "Pakistani", "ABAN": "Bangladeshi",
    "AOTH": "other Asian", "BCRB": "Caribbean", "BAFR": "African", "BOTH": "other Black", "CHNE": "Chinese",
    "OOTH": "other", "REFU": "not given", "NOBT": "not yet known",
}  # fmt: skip
RNE: Final[Codes] = {
    "S": "came into care", "L": "another legal status", "P": "another placement and carer",
    "T": "another placement with the same carer", "B": "another legal status, placement and carer",
    "U": "another legal status and placement with the same carer",
}  # fmt: skip
LS: Final[Codes] = {
    "C1": "interim care order", "C2": "full care order", "D1": "freed for adoption", "E1": "placement order",
    "V1": "short breaks, the older code", "V2": "accommodated by agreement", "V3": "one agreed short break at a time",
    "V4": "agreed series of short breaks", "L1": "police protection", "L2": "emergency protection order",
    "L3": "child assessment order", "J1": "remanded", "J2": "accommodated after arrest",
    "J3": "sentenced to live in council accommodation",
}  # fmt: skip
SHORT_BREAKS: Final = ("V1", "V3", "V4")
"""Legal statuses of children who are only in short breaks: not looked after in any of the statistics."""
PLACEMENT_ORDER: Final = "E1"
CIN: Final[Codes] = {
    "N1": "abuse or neglect", "N2": "the child's disability", "N3": "a parent's illness or disability",
    "N4": "family in acute stress", "N5": "family dysfunction", "N6": "socially unacceptable behaviour",
    "N7": "low income", "N8": "absent parents",
}  # fmt: skip
PLACE: Final[Codes] = {
    "U1": "foster care with family or friend, long term",
    "U2": "foster care with family or friend who may adopt",
    "U3": "foster care with family or friend, other", "U4": "other foster care, long term",
    "U5": "other foster care, carer may adopt", "U6": "other foster care",
    "A3": "placed for adoption by consent, with the current carer",
    "A4": "placed for adoption by consent, with others",
    "A5": "placed for adoption by order, with the current carer", "A6": "placed for adoption by order, with others",
    "K1": "secure children's home", "K2": "children's home", "K3": "supported accommodation",
    "H5": "semi-independent living", "P1": "with parents", "P2": "independent living", "P3": "living at work",
    "R1": "residential care home", "R2": "health trust", "R3": "mother and baby unit or family centre",
    "R5": "young offender institution or prison", "S1": "residential school",
    "T0": "temporary, any kind", "T1": "temporary, hospital", "T2": "temporary, holiday",
    "T3": "temporary, the carer is away", "T4": "temporary, a week or less",
    "Z1": "other", "Z11": "other, first kind of 2026", "Z12": "other, second kind of 2026",
    "Z13": "other, third kind of 2026", "Z14": "other, fourth kind of 2026",
}  # fmt: skip
PLACE_RETIRED: Final = {"H5": 2024, "P2": 2024}
FOSTER: Final = ("U1", "U2", "U3", "U4", "U5", "U6")
FOR_ADOPTION: Final = ("A3", "A4", "A5", "A6")
TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
"""Placements with a return in view: hospital, a holiday. They are not counted as placements of their own."""
PLACE_PROVIDER: Final[Codes] = {
    "PR0": "parents", "PR1": "the council itself", "PR2": "another council", "PR3": "another public body",
    "PR4": "private", "PR5": "voluntary",
}  # fmt: skip
OWN: Final = "PR1"
REC: Final[Codes] = {
    "X1": "care goes on", "E11": "adopted, unopposed", "E12": "adopted, consent dispensed with", "E2": "died",
    "E3": "another council took over", "E4A": "returned home as planned", "E4B": "returned home, unplanned",
    "E13": "left to live with others", "E41": "order that the child lives with somebody",
    "E43": "special guardianship, former foster carer", "E44": "special guardianship, others",
    "E45": "special guardianship, foster carer who is family", "E46": "special guardianship, other foster carer",
    "E47": "special guardianship, family", "E48": "special guardianship, others",
    "E5": "independent living with support", "E6": "independent living", "E7": "adult social care",
    "E8": "another reason", "E9": "custody", "E14": "remand ended", "E15": "found to be an adult",
    "E16": "moved abroad", "E17": "turned 18, stayed with the carer",
}  # fmt: skip
REC_RETIRED: Final = {"E43": 2018, "E44": 2018}
GOES_ON: Final = "X1"
ADOPTED: Final = ("E11", "E12")
REASON_PLACE_CHANGE: Final[Codes] = {
    "CARPL": "as the care plan says", "CLOSE": "the home closed", "ALLEG": "an allegation",
    "STAND": "concern about standards", "APPRR": "approval was removed", "CREQB": "the carer asked, behaviour",
    "CREQO": "the carer asked, other", "CHILD": "the child asked", "LAREQ": "the council asked",
    "PLACE": "only the status of the placement changed", "CUSTOD": "custody", "OTHER": "other",
}  # fmt: skip
REVIEW_CODE: Final[Codes] = {
    "PN0": "under 4", "PN1": "came and spoke", "PN2": "came, an advocate spoke", "PN3": "came, told without words",
    "PN4": "came, told nothing", "PN5": "did not come, an advocate spoke", "PN6": "did not come, sent views",
    "PN7": "did not come, sent nothing",
}  # fmt: skip
SDQ_REASON: Final[Codes] = {
    "SDQ1": "age", "SDQ2": "the carer declined", "SDQ3": "disability", "SDQ4": "other", "SDQ5": "the child declined",
}  # fmt: skip
IN_TOUCH: Final[Codes] = {
    "YES": "in touch", "NO": "not in touch", "DIED": "died", "REFU": "does not want contact",
    "NREQ": "needs no service any more", "RHOM": "returned home",
}  # fmt: skip
ACTIV: Final[Codes] = {
    "F1": "higher education, full time", "P1": "higher education, part time", "F2": "other education, full time",
    "P2": "other education, part time", "F3": "training or work, full time", "P3": "training or work, part time",
    "F4": "apprenticeship, full time", "P4": "apprenticeship, part time", "F5": "other work, full time",
    "P5": "other work, part time", "G4": "none, illness or disability", "G5": "none, other",
    "G6": "none, pregnancy or parenting", "0": "not known",
}  # fmt: skip
ACTIV_RETIRED: Final = {"F3": 2021, "P3": 2021}
IN_EET: Final = ("F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5")
NOT_IN_EET: Final = ("G4", "G5", "G6")
_ACCOM: Final = {
    "B": "with parents or relatives", "C": "community home", "D": "semi-independent", "E": "supported lodgings",
    "G": "gone abroad", "H": "deported", "K": "ordinary lodgings", "R": "not known", "S": "no fixed abode",
    "T": "foyer", "U": "living independently", "V": "emergency accommodation", "W": "bed and breakfast",
    "X": "in custody", "Y": "other", "Z": "with a former foster carer",
}  # fmt: skip
ACCOM: Final[Codes] = {
    **{f"{letter}1": f"{words}, suitable" for letter, words in _ACCOM.items()},
    **{f"{letter}2": f"{words}, not suitable" for letter, words in _ACCOM.items()},
    "0": "not known",
}
SUITABLE: Final = tuple(f"{letter}1" for letter in _ACCOM)
NOT_SUITABLE: Final = tuple(f"{letter}2" for letter in _ACCOM)
NOT_HOUSED: Final = tuple(f"{letter}{suited}" for letter in "GHR" for suited in "12")
"""Abroad, deported, or it is not known where: left out of the measure of accommodation altogether."""
SEX_ADOPTR: Final[Codes] = {
    "M1": "one man", "F1": "one woman", "MM": "two men", "FF": "two women", "MF": "a man and a woman",
}  # fmt: skip
LS_ADOPTR: Final[Codes] = {
    "L0": "single", "L11": "married, man and woman", "L12": "married, same sex", "L2": "civil partners",
    "L3": "unmarried, man and woman", "L4": "unmarried, same sex",
}  # fmt: skip
REASON_PLACED_CEASED: Final[Codes] = {
    "RD1": "the child's needs changed", "RD2": "no placement order was made", "RD3": "no adopters could be found",
    "RD4": "another reason",
}  # fmt: skip
PREV_PERM: Final[Codes] = {
    "P1": "adoption", "P2": "special guardianship", "P3": "order that the child lives with somebody",
    "P4": "such an order, kind not known", "Z1": "none",
}  # fmt: skip
MISSING: Final[Codes] = {"M": "missing", "A": "away without leave"}
WENT_MISSING: Final = "M"
SW_REASON: Final[Codes] = {
    "MANAGE": "the caseload was shared out anew", "FCONTA": "first worker", "LEFTRL": "the worker left",
    "ORGRST": "reorganisation", "TSPROC": "passed on as usual", "ABSENC": "absence", "CHCHAN": "the child asked",
    "PCCHAN": "a parent or carer asked", "SWDIED": "the worker died", "OTHERS": "other",
}  # fmt: skip
