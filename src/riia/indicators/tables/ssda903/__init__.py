"""The SSDA903 return on children looked after: a folder of tables, or one XML file, each year to 31 March.

Field names are the official ones of the CSV files. Years are years ending 31 March. Where codes changed: reasons for
the end of care in 2019, activity of care leavers in 2022, social workers since 2024, sex and places in 2025 and 2026,
orders that deprive of liberty since 2027.
"""

from typing import Final

from riia.indicators.tables.schema import Collection, Column, Kind, TableSchema
from riia.indicators.tables.ssda903 import codes

_CHILD: Final = Column("CHILD", Kind.ID, "the council's own identifier", required=True, names=("CHILDID", "CHILD ID"))
_DOB: Final = Column("DOB", Kind.DATE, "day of birth", required=True, names=("DATE OF BIRTH",))
_SEX: Final = Column("SEX", Kind.CODE, "sex", codes.SEX, required=True, names=("GENDER",))


def _code(name: str, about: str, meanings: codes.Codes, *, required: bool = False) -> Column:
    return Column(name, Kind.CODE, about, meanings, required=required)


def _day(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DATE, about, required=required)


def _flag(name: str, about: str) -> Column:
    return Column(name, Kind.FLAG, about)


_HEADER: Final = TableSchema(
    "header",
    "Children",
    (
        _CHILD,
        _SEX,
        _DOB,
        _code("ETHNIC", "ethnic group", codes.ETHNIC, required=True),
        Column("UPN", Kind.ID, "pupil number, or the reason why there is none"),
        _flag("MOTHER", "became a mother while looked after"),
        _day("MC_DOB", "day of birth of her child"),
    ),
    "CHILD",
    ("children",),
)
_EPISODES: Final = TableSchema(
    "episodes",
    "Episodes of care",
    (
        _CHILD,
        _day("DECOM", "day the episode began", required=True),
        _code("RNE", "why a new episode began", codes.RNE, required=True),
        _code("LS", "legal status", codes.LS, required=True),
        _code("CIN", "main need when care began", codes.CIN, required=True),
        Column("PLACE", Kind.CODE, "kind of placement", codes.PLACE, codes.PLACE_RETIRED, required=True, names=("PL",)),
        _code("PLACE_PROVIDER", "who provides the placement", codes.PLACE_PROVIDER),
        _day("DEC", "day the episode ended; the next one begins on the same day"),
        Column("REC", Kind.CODE, "why it ended", codes.REC, codes.REC_RETIRED),
        _code("REASON_PLACE_CHANGE", "why the placement changed", codes.REASON_PLACE_CHANGE),
        Column("HOME_POST", Kind.TEXT, "postcode of home"),
        Column("PL_POST", Kind.TEXT, "postcode of the placement"),
        Column("URN", Kind.ID, "Ofsted's number of the placement"),
    ),
    "CHILD",
    ("episode",),
)
_REVIEWS: Final = TableSchema(
    "reviews",
    "Reviews",
    (
        _CHILD,
        _DOB,
        _day("REVIEW", "day of the review", required=True),
        _code("REVIEW_CODE", "how the child took part", codes.REVIEW_CODE, required=True),
    ),
    "CHILD",
    ("review", "areview"),
)
_UASC: Final = TableSchema(
    "uasc",
    "Unaccompanied asylum-seeking children",
    (_CHILD, _SEX, _DOB, _day("DUC", "day the status ended or will end")),
    "CHILD",
)
_OC2: Final = TableSchema(
    "oc2",
    "Health and offending of children looked after for 12 months",
    (
        _CHILD,
        _DOB,
        Column("SDQ_SCORE", Kind.WHOLE, "strengths and difficulties score, 0 to 40"),
        _code("SDQ_REASON", "why there is no score", codes.SDQ_REASON),
        _flag("CONVICTED", "convicted or cautioned in the year"),
        _flag("HEALTH_CHECK", "development checks up to date, under 5"),
        _flag("IMMUNISATIONS", "immunisations up to date"),
        _flag("TEETH_CHECK", "teeth checked in the year"),
        _flag("HEALTH_ASSESSMENT", "annual health assessment done"),
        _flag("SUBSTANCE_MISUSE", "substance misuse found"),
        _flag("INTERVENTION_RECEIVED", "help against it received"),
        _flag("INTERVENTION_OFFERED", "help against it offered"),
    ),
    "CHILD",
)
_OC3: Final = TableSchema(
    "oc3",
    "Care leavers",
    (
        _CHILD,
        _DOB,
        _code("IN_TOUCH", "whether the council is in touch", codes.IN_TOUCH, required=True),
        Column("ACTIV", Kind.CODE, "main activity", codes.ACTIV, codes.ACTIV_RETIRED, required=True),
        _code("ACCOM", "accommodation: kind by letter, 1 suitable, 2 not", codes.ACCOM, required=True),
    ),
    "CHILD",
)
_AD1: Final = TableSchema(
    "ad1",
    "Children adopted",
    (
        _CHILD,
        _DOB,
        _day("DATE_INT", "day it was decided that the child should be placed for adoption", required=True),
        _day("DATE_MATCH", "day of the match with the adopters", required=True),
        _flag("FOSTER_CARE", "adopted by the foster carer"),
        Column("NB_ADOPTR", Kind.WHOLE, "number of adopters"),
        _code("SEX_ADOPTR", "sex of the adopters", codes.SEX_ADOPTR),
        _code("LS_ADOPTR", "legal status of the adopters", codes.LS_ADOPTR),
    ),
    "CHILD",
)
_PLACED: Final = TableSchema(
    "placed_for_adoption",
    "Decisions that a child should be placed for adoption",
    (
        _CHILD,
        _DOB,
        _day("DATE_PLACED", "day it was decided that the child should be placed; not the day of moving in"),
        _day("DATE_PLACED_CEASED", "day it was decided that the child should not"),
        _code("REASON_PLACED_CEASED", "why not", codes.REASON_PLACED_CEASED),
    ),
    "CHILD",
    ("placed_adoption", "sbpfa", "should_be_placed_for_adoption"),
)
_PERMANENCE: Final = TableSchema(
    "previous_permanence",
    "Permanence before this time in care",
    (
        _CHILD,
        _DOB,
        _code("PREV_PERM", "kind of permanence before", codes.PREV_PERM),
        Column("LA_PERM", Kind.ID, "the council that arranged it"),
        Column("DATE_PERM", Kind.TEXT, "day of the order; parts that are not known are zz"),
    ),
    "CHILD",
    ("prev_perm", "permanence"),
)
_MISSING: Final = TableSchema(
    "missing",
    "Children missing from placement",
    (
        _CHILD,
        _DOB,
        _code("MISSING", "missing, or away without leave", codes.MISSING, required=True),
        _day("MIS_START", "day it began", required=True),
        _day("MIS_END", "day it ended"),
    ),
    "CHILD",
    ("missing_episodes",),
)
_WORKERS: Final = TableSchema(
    "sw_episodes",
    "Social workers",
    (
        _CHILD,
        _DOB,
        Column("SW_ID", Kind.ID, "the social worker's registration", required=True),
        _day("SW_DECOM", "day the worker took the child on", required=True),
        _day("SW_DEC", "day the worker passed the child on"),
        _code("SW_REASON", "why the worker changed", codes.SW_REASON),
    ),
    "CHILD",
    ("social_worker", "social_workers", "swepisodes"),
    since=2024,
)
_DOLO: Final = TableSchema(
    "dolo",
    "Orders that deprive of liberty",
    (_CHILD, _DOB, _day("DOLO_START", "day it began", required=True), _day("DOLO_END", "day it ended")),
    "CHILD",
    ("deprivation_of_liberty_order", "deprivation_of_liberty"),
    since=2027,
)

SSDA903: Final = Collection(
    "ssda903",
    "SSDA903 return on children looked after",
    (
        _HEADER, _EPISODES, _REVIEWS, _UASC, _OC2, _OC3, _AD1, _PLACED, _PERMANENCE, _MISSING, _WORKERS, _DOLO,
    ),
    first=2017,
    last=2027,
)  # fmt: skip
"""The return, as in its newest year."""
