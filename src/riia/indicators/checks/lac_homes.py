"""SSDA903: where children live. Moves and why, stays with a return in view, the provider's number, postcodes."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import AT, Held, birthday, failing
from riia.indicators.checks.lac_episodes import chain
from riia.indicators.checks.registry import ERROR, WARNING, check

_CHILD: Final = ("CHILD",)
_TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
_WITHOUT_URN: Final = ("P1", "P3", "R1", "R2", "R5", *_TEMPORARY, "Z1", "Z11", "Z12", "Z13", "Z14")
_UNREGISTERED_THEN: Final = ("P2", "H5")
"""Independent and semi-independent living, which nobody registered before 2024 and which ended then."""
_NO_URN: Final = "^X{6,7}$"
"""Written where there is no number, as for a home outside England."""
_FOSTER_OR_ADOPTIVE: Final = ("U1", "U2", "U3", "U4", "U5", "U6", "A3", "A4", "A5", "A6")
_POSTCODE: Final = r"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$"
_SHORT_BREAKS: Final = ("V3", "V4")
_AWAY: Final = {"CHILD": "1", "DECOM": "2024-06-01", "DEC": "2024-06-05", "RNE": "P", "PLACE": "T1"}
_HOME: Final = {
    "CHILD": "1",
    "DECOM": "2024-05-01",
    "DEC": "2024-06-01",
    "RNE": "S",
    "PLACE": "U6",
    "PL_POST": "A1 1AA",
}
_BACK: Final = {"CHILD": "1", "DECOM": "2024-06-05", "RNE": "P", "PLACE": "U6", "PL_POST": "A1 1AA"}
_MOVED: Final = {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "P", "PLACE": "K2"}


@check(
    "LAC-342", "episodes", "URN", ERROR, echoes="222",
    rule="Placements that nobody registers (P1, P3, R1, R2, R5, T0 to T4, Z1; P2 and H5) have no URN.",
    remedy="Take the number out, or correct the placement.",
    passing=[{"CHILD": "1", "PLACE": "P1"}, {"CHILD": "2", "PLACE": "U6", "URN": "1234567"}],
    failing=[{"CHILD": "1", "PLACE": "P1", "URN": "1234567"}],
)  # fmt: skip
def number_of_unregistered(held: Held) -> pl.DataFrame:
    """Such placements with a number."""
    numbered = ~pl.col("URN").str.to_uppercase().str.contains(_NO_URN)
    return failing(held["episodes"], pl.col("PLACE").is_in((*_WITHOUT_URN, *_UNREGISTERED_THEN)) & numbered)


@check(
    "LAC-343", "episodes", "URN", WARNING, echoes="218",
    rule="A placement that somebody registers has its URN, unless it lies outside England.",
    remedy="Give the number of the home, or of the fostering or adoption agency.",
    passing=[{"CHILD": "1", "PLACE": "K2", "URN": "1234567"}, {"CHILD": "2", "PLACE": "P1"}],
    failing=[{"CHILD": "1", "PLACE": "K2"}],
)  # fmt: skip
def number_missing(held: Held) -> pl.DataFrame:
    """Other placements without a number, in episodes of the year."""
    in_year = pl.col("DEC").is_null() | (pl.col("DEC") >= held.first)
    registered = ~pl.col("PLACE").is_in((*_WITHOUT_URN, *_UNREGISTERED_THEN))
    return failing(held["episodes"], registered & pl.col("URN").is_null() & in_year)


@check(
    "LAC-344", "episodes", "REASON_PLACE_CHANGE", ERROR, echoes="225",
    rule="An episode that ends with a move says why the placement changed, temporary stays aside.",
    remedy="Give the reason.",
    passing=[{**_HOME, "REC": "X1", "REASON_PLACE_CHANGE": "CARPL"}, _MOVED],
    failing=[{**_HOME, "REC": "X1"}, _MOVED],
)  # fmt: skip
def moved_for_no_reason(held: Held) -> pl.DataFrame:
    """X1 without a reason, before P, B, T or U, to and from other placements than temporary ones."""
    rows = _beside(held)
    moves = pl.col("_next_RNE").is_in(["P", "B", "T", "U"]) & ~pl.col("_next_PLACE").is_in(_TEMPORARY)
    stays = ~pl.col("PLACE").is_in(_TEMPORARY) & (pl.col("REC") == "X1")
    return failing(rows, stays & moves & pl.col("REASON_PLACE_CHANGE").is_null())


@check(
    "LAC-345", "episodes", "REASON_PLACE_CHANGE", ERROR, echoes="226",
    rule="No reason for a move is given for a temporary stay: neither for going there nor for coming back.",
    remedy="Take the reason out of the temporary stay and of the episode before it.",
    passing=[{**_HOME, "REC": "X1"}, {**_AWAY, "REC": "X1"}, _BACK],
    failing=[{**_HOME, "REC": "X1", "REASON_PLACE_CHANGE": "OTHER"}, {**_AWAY, "REC": "X1"}, _BACK],
)  # fmt: skip
def stay_with_reason(held: Held) -> pl.DataFrame:
    """Temporary placements with a reason, or after an episode with one."""
    given = pl.col("REASON_PLACE_CHANGE").is_not_null() | pl.col("_previous_REASON_PLACE_CHANGE").is_not_null()
    return failing(_beside(held), pl.col("PLACE").is_in(_TEMPORARY) & given)


@check(
    "LAC-346", "episodes", "REASON_PLACE_CHANGE", ERROR, since=2026, echoes="234",
    rule="A child under 10 does not move into custody (CUSTOD).",
    remedy="Correct the reason, or the date of birth.",
    passing={
        "header": [{"CHILD": "1", "DOB": "2012-06-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2025-06-01", "DEC": "2025-09-01", "REASON_PLACE_CHANGE": "CUSTOD"}],
    },
    failing={
        "header": [{"CHILD": "1", "DOB": "2018-06-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2025-06-01", "DEC": "2025-09-01", "REASON_PLACE_CHANGE": "CUSTOD"}],
    },
)  # fmt: skip
def custody_of_young_child(held: Held) -> pl.DataFrame:
    """CUSTOD in episodes that begin before the tenth birthday."""
    rows = held.beside("episodes", "header", ["DOB"], _CHILD)
    return failing(rows, (pl.col("REASON_PLACE_CHANGE") == "CUSTOD") & (pl.col("DECOM") < birthday("DOB", 10)))


@check(
    "LAC-347", "episodes", "PLACE", ERROR, echoes="383",
    rule="After a temporary stay the child goes back to where it lived: reason P, the same placement and postcode.",
    remedy="Correct the placement after the stay, or code the stay as what it became.",
    passing=[{**_HOME, "REC": "X1"}, {**_AWAY, "REC": "X1"}, _BACK],
    failing=[{**_HOME, "REC": "X1"}, {**_AWAY, "REC": "X1"}, {**_BACK, "PLACE": "K2"}],
)  # fmt: skip
def does_not_go_back(held: Held) -> pl.DataFrame:
    """What follows a temporary stay, where it is another placement than before, or no move."""
    rows = failing(_beside(held), pl.col("_previous_PLACE").is_in(_TEMPORARY) & pl.col("_second_PLACE").is_not_null())
    elsewhere = (pl.col("PLACE") != pl.col("_second_PLACE")).fill_null(value=False)
    if held.year is None or held.year >= _POSTCODES_SINCE:
        elsewhere = elsewhere | (pl.col("PL_POST") != pl.col("_second_PL_POST")).fill_null(value=False)
    return failing(rows, (pl.col("RNE") != "P") | elsewhere)


_POSTCODES_SINCE: Final = 2026
"""Until then only the kind of placement had to be the same."""


@check(
    "LAC-348", "episodes", "PLACE", ERROR, echoes="336",
    rule="A child placed for adoption with the current carer (A3, A5) was fostered, or placed for adoption, before.",
    remedy="Correct the placement (A4 or A6 with others), or the one before it.",
    passing=[{**_HOME, "REC": "X1"}, {**_MOVED, "RNE": "U", "PLACE": "A5"}],
    failing=[{**_HOME, "REC": "X1", "PLACE": "K2"}, {**_MOVED, "RNE": "U", "PLACE": "A5"}],
)  # fmt: skip
def adopted_by_no_carer(held: Held) -> pl.DataFrame:
    """A3 or A5 after another placement."""
    with_carer = pl.col("PLACE").is_in(["A3", "A5"])
    return failing(chain(held), with_carer & ~pl.col("_previous_PLACE").is_in(_FOSTER_OR_ADOPTIVE))


@check(
    "LAC-349", "episodes", "PL_POST", WARNING, echoes="392d",
    rule="A child does not live at its own home's postcode, unless placed with parents (P1).",
    remedy="Correct one of the postcodes, or the placement.",
    passing=[{"CHILD": "1", "PLACE": "P1", "HOME_POST": "A1 1AA", "PL_POST": "A1 1AA"}],
    failing=[{"CHILD": "1", "PLACE": "U6", "HOME_POST": "A1 1AA", "PL_POST": "A1 1AA"}],
)  # fmt: skip
def lives_at_home(held: Held) -> pl.DataFrame:
    """Other placements with the same two postcodes."""
    return failing(held["episodes"], (pl.col("PLACE") != "P1") & (pl.col("HOME_POST") == pl.col("PL_POST")))


@check(
    "LAC-350", "episodes", "PL_POST", WARNING, echoes="392b",
    rule="An episode has the postcodes of home and placement; short breaks and unaccompanied children aside.",
    remedy="Give both.",
    passing={
        "uasc": [{"CHILD": "2"}],
        "episodes": [
            {"CHILD": "1", "LS": "C2", "HOME_POST": "A1 1AA", "PL_POST": "A1 1AB"}, {"CHILD": "2", "LS": "V2"},
        ],
    },
    failing={"uasc": [{"CHILD": "2"}], "episodes": [{"CHILD": "1", "LS": "C2", "HOME_POST": "A1 1AA"}]},
)  # fmt: skip
def postcode_missing(held: Held) -> pl.DataFrame:
    """Episodes of others without one of the two."""
    known = held["uasc"].select(_CHILD) if "uasc" in held else held["episodes"].select(_CHILD).clear()
    rows = failing(held["episodes"], ~pl.col("LS").is_in(_SHORT_BREAKS)).join(known, on=_CHILD, how="anti")
    return rows.filter(pl.col("HOME_POST").is_null() | pl.col("PL_POST").is_null()).sort(AT)


@check(
    "LAC-351", "episodes", "PL_POST", WARNING, echoes="392c",
    rule="Postcodes are whole and well formed, such as AB1 2CD.",
    remedy="Correct the postcode.",
    passing=[{"CHILD": "1", "HOME_POST": "AB1 2CD", "PL_POST": "A1A 1AA"}],
    failing=[{"CHILD": "1", "HOME_POST": "AB1", "PL_POST": "A1A 1AA"}],
)  # fmt: skip
def postcode_malformed(held: Held) -> pl.DataFrame:
    """Episodes with a postcode of another form."""
    wrong = [~pl.col(one).str.strip_chars().str.to_uppercase().str.contains(_POSTCODE) for one in _POSTCODES]
    return held["episodes"].filter(pl.any_horizontal(one.fill_null(value=False) for one in wrong))


_POSTCODES: Final = ("HOME_POST", "PL_POST")


@check(
    "LAC-352", "episodes", "CHILD", ERROR, echoes="199",
    rule="Nothing follows an adoption (E11, E12): an adopted child that comes into care again has a new identifier.",
    remedy="Correct the reason for leaving care, or record the later time in care under a new identifier.",
    passing=[{**_HOME, "REC": "E12"}, {**_MOVED, "CHILD": "2", "RNE": "S"}],
    failing=[{**_HOME, "REC": "E12"}, {**_MOVED, "RNE": "S"}],
)  # fmt: skip
def care_after_adoption(held: Held) -> pl.DataFrame:
    """Every episode of a child after one that ended with adoption."""
    rows = chain(held)
    adopted = pl.col("REC").is_in(["E11", "E12"]).fill_null(value=False).cast(pl.Int64)
    return rows.filter(adopted.cum_sum().shift(1).over("CHILD") > 0)


def _beside(held: Held) -> pl.DataFrame:
    """`chain` with the next episode, and the one before the last."""
    ordered = chain(held)
    moved = {"RNE": (-1, "next"), "PLACE": (-1, "next"), "REASON_PLACE_CHANGE": (1, "previous")}
    near = [
        pl.col(one).shift(by).over("CHILD").alias(f"_{word}_{one}")
        for one, (by, word) in moved.items()
        if one in ordered.columns
    ]
    second = [pl.col(one).shift(2).over("CHILD").alias(f"_second_{one}") for one in ("PLACE", "PL_POST")]
    return ordered.with_columns(*near, *second)
