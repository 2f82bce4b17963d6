"""SSDA903: placements, legal statuses and reasons for leaving that rule each other out, and ages that rule them out."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, birthday, failing
from riia.indicators.checks.lac_episodes import chain
from riia.indicators.checks.registry import ERROR, WARNING, Example, Finds, check

_CHILD: Final = ("CHILD",)
_TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
_NO_PROVIDER: Final = (*_TEMPORARY, "Z1", "Z11", "Z12", "Z13", "Z14")
_SHORT_BREAKS: Final = ("V3", "V4")
_CARERS_SINCE: Final = date(2015, 4, 1)
"""From when on the reason has to say that the carer stays."""
_ORDERS_SINCE: Final = date(2005, 12, 30)
"""Commencement of the Adoption and Children Act 2002: placement orders in place of freeing orders."""


@check(
    "LAC-301", "episodes", "PLACE_PROVIDER", ERROR, echoes="526",
    rule="An episode says who provides the placement, temporary and other placements aside.",
    remedy="Give the provider.",
    passing=[{"CHILD": "1", "PLACE": "U6", "PLACE_PROVIDER": "PR1"}, {"CHILD": "2", "PLACE": "T1"}],
    failing=[{"CHILD": "1", "PLACE": "U6"}],
)  # fmt: skip
def provider_missing(held: Held) -> pl.DataFrame:
    """Placements without provider that have one."""
    return failing(held["episodes"], pl.col("PLACE_PROVIDER").is_null() & ~pl.col("PLACE").is_in(_NO_PROVIDER))


@check(
    "LAC-302", "episodes", "PLACE_PROVIDER", ERROR, echoes="213, 178",
    rule="A temporary placement (T0 to T4) has no provider, and neither has another one (Z1).",
    remedy="Take the provider out.",
    passing=[{"CHILD": "1", "PLACE": "T1"}],
    failing=[{"CHILD": "1", "PLACE": "T1", "PLACE_PROVIDER": "PR1"}],
)  # fmt: skip
def provider_of_temporary(held: Held) -> pl.DataFrame:
    """Such placements with a provider."""
    return failing(held["episodes"], pl.col("PLACE_PROVIDER").is_not_null() & pl.col("PLACE").is_in(_NO_PROVIDER))


@check(
    "LAC-303", "episodes", "PLACE_PROVIDER", ERROR, echoes="550",
    rule="Parents (PR0) provide only placements with parents (P1).",
    remedy="Correct the provider or the placement.",
    passing=[{"CHILD": "1", "PLACE": "P1", "PLACE_PROVIDER": "PR0"}],
    failing=[{"CHILD": "1", "PLACE": "U6", "PLACE_PROVIDER": "PR0"}],
)  # fmt: skip
def parents_provide_other(held: Held) -> pl.DataFrame:
    """PR0 with another placement than P1."""
    return failing(held["episodes"], (pl.col("PLACE_PROVIDER") == "PR0") & (pl.col("PLACE") != "P1"))


@check(
    "LAC-304", "episodes", "PLACE_PROVIDER", ERROR, echoes="527, 528, 530, 531",
    rule="Nobody else provides a placement with parents, and councils provide no hospital or prison (R2, R5).",
    remedy="Correct the provider or the placement.",
    passing=[{"CHILD": "1", "PLACE": "R5", "PLACE_PROVIDER": "PR3"}],
    failing=[{"CHILD": "1", "PLACE": "R5", "PLACE_PROVIDER": "PR1"}],
)  # fmt: skip
def provider_impossible(held: Held) -> pl.DataFrame:
    """P1 with PR1 to PR5, and R2 or R5 with PR1 or PR2."""
    provider, place = pl.col("PLACE_PROVIDER"), pl.col("PLACE")
    with_parents = (place == "P1") & provider.is_in(["PR1", "PR2", "PR3", "PR4", "PR5"])
    return failing(held["episodes"], with_parents | (place.is_in(["R2", "R5"]) & provider.is_in(["PR1", "PR2"])))


@check(
    "LAC-305", "episodes", "PLACE_PROVIDER", ERROR, echoes="529",
    rule="Other public bodies (PR3) provide no foster care, adoption or children's home (U1-U6, A3-A6, K1, K2).",
    remedy="Correct the provider or the placement.",
    passing=[{"CHILD": "1", "PLACE": "R2", "PLACE_PROVIDER": "PR3"}],
    failing=[{"CHILD": "1", "PLACE": "U6", "PLACE_PROVIDER": "PR3"}],
)  # fmt: skip
def public_body_provides(held: Held) -> pl.DataFrame:
    """PR3 with a placement that such a body cannot provide."""
    never = ["U1", "U2", "U3", "U4", "U5", "U6", "A3", "A4", "A5", "A6", "K1", "K2"]
    return failing(held["episodes"], (pl.col("PLACE_PROVIDER") == "PR3") & pl.col("PLACE").is_in(never))


@check(
    "LAC-306", "episodes", "LS", ERROR, echoes="378",
    rule="A child placed with parents (P1) is not accommodated by agreement (V2).",
    remedy="Correct the status or the placement: such a child is not looked after.",
    passing=[{"CHILD": "1", "PLACE": "P1", "LS": "C2"}],
    failing=[{"CHILD": "1", "PLACE": "P1", "LS": "V2"}],
)  # fmt: skip
def with_parents_by_agreement(held: Held) -> pl.DataFrame:
    """P1 with V2."""
    return failing(held["episodes"], (pl.col("PLACE") == "P1") & (pl.col("LS") == "V2"))


@check(
    "LAC-307", "episodes", "LS", ERROR, echoes="408",
    rule="A child placed for adoption under a placement order (A5, A6) has that order as legal status (E1).",
    remedy="Correct the status or the placement.",
    passing=[{"CHILD": "1", "PLACE": "A6", "LS": "E1"}],
    failing=[{"CHILD": "1", "PLACE": "A6", "LS": "C2"}],
)  # fmt: skip
def placed_without_order(held: Held) -> pl.DataFrame:
    """A5 or A6 without E1."""
    return failing(held["episodes"], pl.col("PLACE").is_in(["A5", "A6"]) & (pl.col("LS") != "E1"))


@check(
    "LAC-308", "episodes", "RNE", ERROR, echoes="217",
    rule="A child placed for adoption with the current carer (A3, A5) stays with that carer: the reason is S, T or U.",
    remedy="Correct the reason or the placement.",
    passing=[{"CHILD": "1", "DECOM": "2024-06-01", "PLACE": "A5", "RNE": "U"}],
    failing=[{"CHILD": "1", "DECOM": "2024-06-01", "PLACE": "A5", "RNE": "P"}],
)  # fmt: skip
def adopted_by_carer_moved(held: Held) -> pl.DataFrame:
    """A3 or A5 with another reason."""
    since = pl.col("DECOM") >= _CARERS_SINCE
    return failing(
        held["episodes"], pl.col("PLACE").is_in(["A3", "A5"]) & since & ~pl.col("RNE").is_in(["S", "T", "U"])
    )


@check(
    "LAC-309", "episodes", "LS", ERROR, echoes="382, 384",
    rule="A child in short breaks (V3, V4) is in no temporary placement and no long-term foster care (U1, U4).",
    remedy="Correct the status or the placement.",
    passing=[{"CHILD": "1", "LS": "V4", "PLACE": "U6"}],
    failing=[{"CHILD": "1", "LS": "V4", "PLACE": "U4"}],
)  # fmt: skip
def short_break_placed_long(held: Held) -> pl.DataFrame:
    """V3 or V4 with a placement that no short break has."""
    never = [*_TEMPORARY, "U1", "U4"]
    return failing(held["episodes"], pl.col("LS").is_in(_SHORT_BREAKS) & pl.col("PLACE").is_in(never))


@check(
    "LAC-310", "episodes", "LS", ERROR, echoes="426",
    rule="A child has short breaks one at a time (V3) or as a series (V4), not both in a year.",
    remedy="Use V4 for a series under one agreement, V3 otherwise.",
    passing=[{"CHILD": "1", "LS": "V4"}, {"CHILD": "1", "LS": "V4"}],
    failing=[{"CHILD": "1", "LS": "V4"}, {"CHILD": "1", "LS": "V3"}],
)  # fmt: skip
def both_short_breaks(held: Held) -> pl.DataFrame:
    """All short breaks of a child with both statuses."""
    breaks = failing(held["episodes"], pl.col("LS").is_in(_SHORT_BREAKS))
    return breaks.filter(pl.col("LS").n_unique().over(*_CHILD) > 1)


@check(
    "LAC-311", "episodes", "RNE", ERROR, echoes="380",
    rule="A temporary placement begins with a move (P or B): care does not start with one, nor does a status in one.",
    remedy="Record the usual placement first, and the temporary one as a change (P or B).",
    passing=[{"CHILD": "1", "PLACE": "T1", "RNE": "P"}],
    failing=[{"CHILD": "1", "PLACE": "T1", "RNE": "S"}],
)  # fmt: skip
def starts_temporary(held: Held) -> pl.DataFrame:
    """Temporary placements with another reason than P or B."""
    return failing(held["episodes"], pl.col("PLACE").is_in(_TEMPORARY) & ~pl.col("RNE").is_in(["P", "B"]))


@check(
    "LAC-312", "episodes", "REC", ERROR, echoes="381",
    rule="A period of care does not end in a temporary placement.",
    remedy="Record the return to the usual placement, or code the last placement as what it became.",
    passing=[{"CHILD": "1", "PLACE": "T1", "DEC": "2024-06-01", "REC": "X1"}],
    failing=[{"CHILD": "1", "PLACE": "T1", "DEC": "2024-06-01", "REC": "E4A"}],
)  # fmt: skip
def ends_temporary(held: Held) -> pl.DataFrame:
    """Temporary placements with a reason for leaving care."""
    return failing(held["episodes"], pl.col("PLACE").is_in(_TEMPORARY) & (pl.col("REC") != "X1"))


@check(
    "LAC-313", "episodes", "REC", ERROR, echoes="390",
    rule="A child who is adopted (E11, E12) was placed for adoption (A3 to A6).",
    remedy="Correct the reason or the last placement.",
    passing=[{"CHILD": "1", "PLACE": "A6", "DEC": "2024-06-03", "REC": "E12"}],
    failing=[{"CHILD": "1", "PLACE": "U6", "DEC": "2024-06-03", "REC": "E12"}],
)  # fmt: skip
def adopted_from_elsewhere(held: Held) -> pl.DataFrame:
    """E11 or E12 from another placement."""
    return failing(held["episodes"], pl.col("REC").is_in(["E11", "E12"]) & ~pl.col("PLACE").str.starts_with("A"))


@check(
    "LAC-314", "episodes", "REC", ERROR, echoes="516",
    rule="Special guardianship to a former foster carer (E45, E46) ends a foster placement (U1 to U6).",
    remedy="Correct the reason (E47 or E48 for others) or the placement.",
    passing=[{"CHILD": "1", "PLACE": "U3", "DEC": "2024-06-03", "REC": "E45"}],
    failing=[{"CHILD": "1", "PLACE": "K2", "DEC": "2024-06-03", "REC": "E45"}],
)  # fmt: skip
def guardian_was_no_carer(held: Held) -> pl.DataFrame:
    """E45 or E46 from another placement."""
    return failing(held["episodes"], pl.col("REC").is_in(["E45", "E46"]) & ~pl.col("PLACE").str.starts_with("U"))


@check(
    "LAC-315", "episodes", "REASON_PLACE_CHANGE", WARNING, echoes="233",
    rule="Only an episode that has ended says why the placement changed.",
    remedy="Take the reason out, or give the end of the episode.",
    passing=[{"CHILD": "1", "DEC": "2024-06-03", "REC": "X1", "REASON_PLACE_CHANGE": "CARPL"}],
    failing=[{"CHILD": "1", "REASON_PLACE_CHANGE": "CARPL"}],
)  # fmt: skip
def change_of_open_episode(held: Held) -> pl.DataFrame:
    """Open episodes with a reason for change."""
    return held["episodes"].filter(pl.col("DEC").is_null() & pl.col("REASON_PLACE_CHANGE").is_not_null())


@check(
    "LAC-317", "episodes", "RNE", ERROR, echoes="366",
    rule="A short break on its own (V3) begins with a start (S): there is no move during one.",
    remedy="Correct the reason or the status.",
    passing=[{"CHILD": "1", "LS": "V3", "RNE": "S"}],
    failing=[{"CHILD": "1", "LS": "V3", "RNE": "P"}],
)  # fmt: skip
def moves_in_short_break(held: Held) -> pl.DataFrame:
    """V3 with another reason."""
    return failing(held["episodes"], (pl.col("LS") == "V3") & (pl.col("RNE") != "S"))


@check(
    "LAC-318", "episodes", "LS", ERROR, echoes="445, 446",
    rule="Placement orders (E1) took the place of freeing orders (D1) on 30 December 2005; V1 is older still.",
    remedy="Correct the legal status or the date.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "LS": "E1"}],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01", "LS": "D1"}],
)  # fmt: skip
def status_of_another_time(held: Held) -> pl.DataFrame:
    """V1, D1 begun after that day, and E1 begun before it."""
    begun, status = pl.col("DECOM"), pl.col("LS")
    freed, ordered = (status == "D1") & (begun > _ORDERS_SINCE), (status == "E1") & (begun < _ORDERS_SINCE)
    return failing(held["episodes"], (status == "V1") | freed | ordered)


@check(
    "LAC-328", "episodes", "LS", ERROR, echoes="367",
    rule="A child has at most 75 days of short breaks one at a time (V3) in the year.",
    remedy="Correct the dates or the status: such a child may be looked after.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-05-08", "LS": "V3"}],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-09-02", "LS": "V3"}],
)  # fmt: skip
def too_many_short_breaks(held: Held) -> pl.DataFrame:
    """All V3 episodes of the year of a child with more days."""
    until = pl.min_horizontal(pl.col("DEC"), pl.lit(held.last))
    days = (until - pl.max_horizontal(pl.col("DECOM"), pl.lit(held.first))).dt.total_days()
    breaks = failing(held["episodes"], (pl.col("LS") == "V3") & (days > 0))
    return breaks.filter(days.sum().over(*_CHILD) > 75)


@check(
    "LAC-329", "episodes", "PLACE", ERROR, echoes="377",
    rule="A carer's holiday counts as temporary (T3) twice in a year at most.",
    remedy="Record further holidays as placements of their own.",
    passing=[{"CHILD": "1", "PLACE": "T3"}, {"CHILD": "1", "PLACE": "T3"}],
    failing=[{"CHILD": "1", "PLACE": "T3"}, {"CHILD": "1", "PLACE": "T3"}, {"CHILD": "1", "PLACE": "T3"}],
)  # fmt: skip
def carer_often_away(held: Held) -> pl.DataFrame:
    """All T3 episodes of a child with more than two."""
    return failing(held["episodes"], pl.col("PLACE") == "T3").filter(pl.len().over(*_CHILD) > 2)


def _lasts(column: str, codes: Sequence[str], days: int) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Episodes of these kinds that last longer, open ones to the end of the year."""
        until = pl.col("DEC").fill_null(held.last)
        return failing(held["episodes"], pl.col(column).is_in(codes) & (until - pl.col("DECOM") > timedelta(days=days)))

    def find_runs(held: Held) -> pl.DataFrame:
        """Episodes of these statuses, one after the other without a gap, that last longer together."""
        rows = failing(chain(held), pl.col(column).is_in(codes)).with_columns(_until=pl.col("DEC").fill_null(held.last))
        follows = pl.col("DECOM") == pl.col("_until").shift(1).over(*_CHILD)
        runs = rows.with_columns(_run=(~follows.fill_null(value=False)).cast(pl.Int64).cum_sum().over(*_CHILD))
        lasted = pl.col("_until").max().over("CHILD", "_run") - pl.col("DECOM").min().over("CHILD", "_run")
        return runs.filter(lasted > timedelta(days=days))

    return find_runs if column == "LS" and codes[0] not in _SHORT_BREAKS else find


def _younger(column: str, codes: Sequence[str], years: int, day: str) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Episodes of these kinds of children who are younger on the day that counts."""
        rows = held.beside("episodes", "header", ["DOB"], _CHILD)
        return failing(rows, pl.col(column).is_in(codes) & (pl.col(day) < birthday("DOB", years)))

    return find


def _older(codes: Sequence[str]) -> Finds:
    def find(held: Held) -> pl.DataFrame:
        """Episodes that end so after the 18th birthday."""
        rows = held.beside("episodes", "header", ["DOB"], _CHILD)
        return failing(rows, pl.col("REC").is_in(codes) & (pl.col("DEC") > birthday("DOB", 18)))

    return find


def _ended(column: str, code: str, end: str) -> Example:
    return {"episodes": [{"CHILD": "1", "DECOM": "2024-06-01", "DEC": end, column: code}]}


_LONGEST: Final[tuple[tuple[str, str, tuple[str, ...], int, str, str], ...]] = (
    ("LAC-320", "LS", ("L1",), 3, "361", "Police protection (L1) lasts three days at most."),
    ("LAC-321", "LS", ("L2",), 21, "362", "An emergency protection order (L2) lasts 21 days at most."),
    ("LAC-322", "LS", ("L3",), 7, "363", "A child assessment order (L3) lasts seven days at most."),
    ("LAC-323", "LS", ("V3",), 17, "365", "A short break on its own (V3) lasts 17 days at most."),
    ("LAC-327", "LS", ("J2",), 21, "364", "Accommodation after arrest (J2) lasts three weeks at most."),
    ("LAC-324", "PLACE", ("T1",), 42, "375", "A stay in hospital counts as temporary (T1) for six weeks at most."),
    ("LAC-325", "PLACE", ("T3",), 21, "376", "A carer's holiday counts as temporary (T3) for three weeks at most."),
    ("LAC-326", "PLACE", ("T4",), 7, "379", "A temporary placement for no stated reason (T4) lasts a week at most."),
)  # fmt: skip
for _code, _column, _codes, _days, _echo, _rule in _LONGEST:
    check(
        _code, "episodes", _column, ERROR, echoes=_echo, rule=_rule,
        remedy="Correct the dates, or record what followed as an episode of its own.",
        passing=_ended(_column, _codes[0], "2024-06-03"), failing=_ended(_column, _codes[0], "2024-09-01"),
    )(_lasts(_column, _codes, _days))  # fmt: skip

_YOUNGEST: Final[tuple[tuple[str, str, tuple[str, ...], int, str, str, str], ...]] = (
    ("LAC-330", "LS", ("J1", "J2", "J3"), 10, "DECOM", "358", "A child in youth justice (J1 to J3) is at least 10."),
    ("LAC-331", "PLACE", ("R5",), 10, "DECOM", "372", "A child in youth custody or prison (R5) is at least 10."),
    ("LAC-332", "PLACE", ("S1",), 4, "DECOM", "373", "A child who lives at school (S1) is at least 4."),
    ("LAC-333", "PLACE", ("P3",), 14, "DECOM", "374", "A child who lives where it works (P3) is at least 14."),
    ("LAC-334", "PLACE", ("P2",), 15, "DECOM", "370", "A child who lives independently (P2) is at least 15."),
    ("LAC-335", "PLACE", ("K3", "H5", "P2"), 16, "DECOM", "370, 371", "Who lives with support alone is at least 16."),
    ("LAC-339", "PLACE", ("H5",), 14, "DECOM", "371", "A child in semi-independent living (H5) is at least 14."),
    ("LAC-336", "REC", ("E5", "E6"), 14, "DEC", "387", "A child who moves out to live independently is at least 14."),
    ("LAC-337", "REC", ("E7",), 16, "DEC", "389", "A child whom adult social care takes on (E7) is at least 16."),
    ("LAC-338", "REC", ("E17",), 18, "DEC", "460", "Who stays with the carer as an adult (E17) has turned 18."),
)  # fmt: skip
for _code, _column, _codes, _years, _day, _echo, _rule in _YOUNGEST:
    _episode = {"CHILD": "1", "DECOM": "2024-06-01", "DEC": "2024-09-02", _column: _codes[0]}
    check(
        _code, "episodes", _column, ERROR, echoes=_echo, rule=_rule, since=2024 if _code == "LAC-335" else None,
        until=2023 if _code in ("LAC-334", "LAC-339") else None,
        remedy="Correct the code, the date or the date of birth.",
        passing={"header": [{"CHILD": "1", "DOB": f"{2024 - _years}-06-01"}], "episodes": [_episode]},
        failing={"header": [{"CHILD": "1", "DOB": f"{2025 - _years}-06-01"}], "episodes": [_episode]},
    )(_younger(_column, _codes, _years, _day))  # fmt: skip

_OLDEST: Final[tuple[tuple[str, tuple[str, ...], str, str], ...]] = (
    ("LAC-340", ("E11", "E12"), "386", "A child who is adopted (E11, E12) is under 18."),
    ("LAC-341", ("E45", "E46", "E47", "E48"), "407", "A child who gets a special guardian (E45 to E48) is under 18."),
)
for _code, _codes, _echo, _rule in _OLDEST:
    _episode = {"CHILD": "1", "DECOM": "2024-06-01", "DEC": "2024-09-02", "REC": _codes[0]}
    check(
        _code, "episodes", "REC", ERROR, echoes=_echo, rule=_rule,
        remedy="Correct the reason, the date or the date of birth.",
        passing={"header": [{"CHILD": "1", "DOB": "2019-06-01"}], "episodes": [_episode]},
        failing={"header": [{"CHILD": "1", "DOB": "2006-06-01"}], "episodes": [_episode]},
    )(_older(_codes))  # fmt: skip
