"""SSDA903: the chain of episodes. Dates in order, no gap and no overlap, reasons that fit their neighbours."""

from datetime import date
from typing import Final
from weakref import WeakKeyDictionary

import polars as pl

from riia.indicators.checks.held import AT, Held, birthday, failing, repeated
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, check

_CHILD: Final = ("CHILD",)
_EARLIEST: Final = date(1991, 10, 14)
"""Commencement of the Children Act 1989: nothing earlier is recorded."""


@check(
    "LAC-201", "episodes", "REC", ERROR, echoes="148",
    rule="An episode that has ended has both a date and a reason; one that goes on has neither.",
    remedy="Give what is missing, or take the other out: without a reason nobody can tell whether the child left care.",
    passing=[{"CHILD": "1", "DEC": "2024-06-01", "REC": "E4A"}, {"CHILD": "2"}],
    failing=[{"CHILD": "1", "DEC": "2024-06-01"}],
)  # fmt: skip
def end_half_recorded(held: Held) -> pl.DataFrame:
    """A date without reason, or a reason without date."""
    return held["episodes"].filter(pl.col("DEC").is_null() != pl.col("REC").is_null())


@check(
    "LAC-202", "episodes", "DEC", ERROR, echoes="356",
    rule="An episode does not end before it begins.",
    remedy="Correct one of the dates.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01"}],
    failing=[{"CHILD": "1", "DECOM": "2024-06-01", "DEC": "2024-05-01"}],
)  # fmt: skip
def ends_first(held: Held) -> pl.DataFrame:
    """Ends before the beginning."""
    return failing(held["episodes"], pl.col("DEC") < pl.col("DECOM"))


@check(
    "LAC-203", "episodes", "DEC", ERROR, echoes="355",
    rule="An episode lasts at least a day.",
    remedy="Leave it out: a change for less than 24 hours is not recorded.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-05-02"}],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-05-01"}],
)  # fmt: skip
def lasts_no_day(held: Held) -> pl.DataFrame:
    """Ends on the day of the beginning."""
    return failing(held["episodes"], pl.col("DEC") == pl.col("DECOM"))


@check(
    "LAC-204", "episodes", "DECOM", ERROR, echoes="302",
    rule="An episode does not begin before the child is born.",
    remedy="Correct the date of birth or of the episode.",
    passing={"header": [{"CHILD": "1", "DOB": "2024-05-01"}], "episodes": [{"CHILD": "1", "DECOM": "2024-05-01"}]},
    failing={"header": [{"CHILD": "1", "DOB": "2024-05-02"}], "episodes": [{"CHILD": "1", "DECOM": "2024-05-01"}]},
)  # fmt: skip
def begins_before_birth(held: Held) -> pl.DataFrame:
    """Beginnings before the birth."""
    return failing(held.beside("episodes", "header", ["DOB"], _CHILD), pl.col("DECOM") < pl.col("DOB"))


@check(
    "LAC-205", "episodes", "DECOM", ERROR,
    rule="An episode does not begin after the year of the return.",
    remedy="Correct the date, or leave the episode for the next return.",
    passing=[{"CHILD": "1", "DECOM": "2025-03-31"}],
    failing=[{"CHILD": "1", "DECOM": "2025-04-01"}],
)  # fmt: skip
def begins_after_year(held: Held) -> pl.DataFrame:
    """Beginnings after 31 March."""
    return failing(held["episodes"], pl.col("DECOM") > held.last)


@check(
    "LAC-206", "episodes", "DEC", ERROR, echoes="354, 385",
    rule="An episode does not end after the year of the return.",
    remedy="Leave it open; its end belongs in the next return.",
    passing=[{"CHILD": "1", "DEC": "2025-03-31"}],
    failing=[{"CHILD": "1", "DEC": "2025-04-01"}],
)  # fmt: skip
def ends_after_year(held: Held) -> pl.DataFrame:
    """Ends after 31 March."""
    return failing(held["episodes"], pl.col("DEC") > held.last)


@check(
    "LAC-207", "episodes", "DECOM", ERROR, echoes="353",
    rule="No episode begins before 14 October 1991.",
    remedy="Correct the date.",
    passing=[{"CHILD": "1", "DECOM": "2020-06-01"}],
    failing=[{"CHILD": "1", "DECOM": "1920-06-01"}],
)  # fmt: skip
def begins_long_ago(held: Held) -> pl.DataFrame:
    """Beginnings before the Children Act 1989."""
    return failing(held["episodes"], pl.col("DECOM") < _EARLIEST)


@check(
    "LAC-208", "episodes", "DEC", NOTE,
    rule="A return holds the episodes that were going on at some time in its year.",
    remedy="Leave out episodes that ended before 1 April of the year before.",
    passing=[{"CHILD": "1", "DEC": "2024-04-01"}],
    failing=[{"CHILD": "1", "DEC": "2024-03-31"}],
)  # fmt: skip
def ended_before_year(held: Held) -> pl.DataFrame:
    """Ends before 1 April."""
    return failing(held["episodes"], pl.col("DEC") < held.first)


@check(
    "LAC-210", "episodes", "DECOM", ERROR,
    rule="A child does not begin two episodes on one day.",
    remedy="Keep the one that stood at the end of the day.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01"}, {"CHILD": "1", "DECOM": "2024-06-01"}],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01"}, {"CHILD": "1", "DECOM": "2024-05-01"}],
)  # fmt: skip
def two_begin_on_a_day(held: Held) -> pl.DataFrame:
    """The second and later that begin on the same day."""
    return repeated(held["episodes"], ["CHILD", "DECOM"])


@check(
    "LAC-211", "episodes", "DEC", ERROR, echoes="142",
    rule="Only a child's latest episode can be open.",
    remedy="End the episode on the day the next one begins.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01"}, {"CHILD": "1", "DECOM": "2024-06-01"}],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01"}, {"CHILD": "1", "DECOM": "2024-06-01"}],
)  # fmt: skip
def open_though_later_one(held: Held) -> pl.DataFrame:
    """Open episodes with a later one."""
    return failing(chain(held), pl.col("DEC").is_null() & pl.col("_next_DECOM").is_not_null())


@check(
    "LAC-212", "episodes", "DECOM", ERROR, echoes="501",
    rule="An episode does not begin before the one before it has ended.",
    remedy="Correct the dates: the next begins on the day the last one ended.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01"}, {"CHILD": "1", "DECOM": "2024-06-01"}],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-05"}, {"CHILD": "1", "DECOM": "2024-06-01"}],
)  # fmt: skip
def episodes_overlap(held: Held) -> pl.DataFrame:
    """Beginnings inside the episode before. An open one is LAC-211, equal days LAC-210."""
    return failing(chain(held), pl.col("DECOM") < pl.col("_previous_DEC"))


@check(
    "LAC-213", "episodes", "REC", ERROR, echoes="388, 433",
    rule="After an episode that ends because another begins (X1), the next begins on the same day.",
    remedy="Add the episode that is missing, correct its date, or give the reason why care ended.",
    passing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "P"},
    ],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1"}],
)  # fmt: skip
def care_goes_on_nowhere(held: Held) -> pl.DataFrame:
    """X1 with no next episode, or with a gap before it."""
    gap = pl.col("_next_DECOM").is_null() | (pl.col("_next_DECOM") > pl.col("DEC"))
    return failing(chain(held), (pl.col("REC") == "X1") & pl.col("DEC").is_not_null() & gap)


@check(
    "LAC-214", "episodes", "RNE", ERROR, echoes="432",
    rule="An episode after the child had left care is a new start (S).",
    remedy="Correct the reason of this episode, or the end of the one before.",
    passing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "E4A"},
        {"CHILD": "1", "DECOM": "2024-09-01", "RNE": "S"},
    ],
    failing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "E4A"},
        {"CHILD": "1", "DECOM": "2024-09-01", "RNE": "P"},
    ],
)  # fmt: skip
def no_start_after_leaving(held: Held) -> pl.DataFrame:
    """Episodes other than S after one that ended care."""
    left = pl.col("_previous_REC").is_not_null() & (pl.col("_previous_REC") != "X1")
    return failing(chain(held), left & (pl.col("RNE") != "S"))


@check(
    "LAC-215", "episodes", "RNE", ERROR, echoes="431",
    rule="A child who starts to be looked after (S) was not looked after until that day.",
    remedy="Say what changed (L, P, T, B or U): a start that is none counts as a child who came into care.",
    passing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "E4A"},
        {"CHILD": "1", "DECOM": "2024-06-03", "RNE": "S"},
    ],
    failing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "S"},
    ],
)  # fmt: skip
def start_without_pause(held: Held) -> pl.DataFrame:
    """Starts on the day the episode before ended."""
    return failing(chain(held), (pl.col("RNE") == "S") & (pl.col("DECOM") == pl.col("_previous_DEC")))


@check(
    "LAC-216", "episodes", "RNE", ERROR, echoes="357",
    rule="A child's first episode that begins in the year is a start (S), unless one before it is in the return.",
    remedy="Add the episode before it, or correct the reason.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "RNE": "S"}],
    failing=[{"CHILD": "1", "DECOM": "2024-05-01", "RNE": "P"}],
)  # fmt: skip
def first_is_no_start(held: Held) -> pl.DataFrame:
    """First episodes of the year, of children without an earlier one, that are no start."""
    first = pl.col("_previous_DECOM").is_null() & (pl.col("DECOM") >= held.first)
    return failing(chain(held), first & (pl.col("RNE") != "S"))


@check(
    "LAC-217", "episodes", "REC", ERROR, echoes="437",
    rule="No episode follows after a child has died or was found to be an adult.",
    remedy="Correct the reason, or remove the later episodes.",
    passing=[{"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "E2"}],
    failing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "E2"},
        {"CHILD": "1", "DECOM": "2024-09-01", "RNE": "S"},
    ],
)  # fmt: skip
def goes_on_after_the_last(held: Held) -> pl.DataFrame:
    """E2 or E15 with a later episode."""
    return failing(chain(held), pl.col("REC").is_in(["E2", "E15"]) & pl.col("_next_DECOM").is_not_null())


@check(
    "LAC-218", "episodes", "RNE", ERROR, echoes="434",
    rule="When only the legal status changed (L), the status is another and the placement the same.",
    remedy="Correct the reason (B or U if both changed), or the status or placement.",
    passing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "LS": "V2", "PLACE": "U6"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "L", "LS": "C1", "PLACE": "U6"},
    ],
    failing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "LS": "V2", "PLACE": "U6"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "L", "LS": "V2", "PLACE": "U6"},
    ],
)  # fmt: skip
def status_change_is_none(held: Held) -> pl.DataFrame:
    """L with the same status, or with another placement."""
    same_status = pl.col("LS") == pl.col("_previous_LS")
    moved = pl.any_horizontal(pl.col(one) != pl.col(f"_previous_{one}") for one in ("PLACE", "PLACE_PROVIDER", "URN"))
    return failing(_following(held), (pl.col("RNE") == "L") & (same_status | moved.fill_null(value=False)))


@check(
    "LAC-219", "episodes", "RNE", ERROR, echoes="435",
    rule="When only the placement changed (P, T), the legal status is the same.",
    remedy="Correct the reason (B or U if both changed), or the status.",
    passing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "LS": "C2"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "P", "LS": "C2"},
    ],
    failing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "LS": "C1"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "P", "LS": "C2"},
    ],
)  # fmt: skip
def status_changed_too(held: Held) -> pl.DataFrame:
    """P or T with another status."""
    changed = pl.col("LS") != pl.col("_previous_LS")
    return failing(_following(held), pl.col("RNE").is_in(["P", "T"]) & changed)


@check(
    "LAC-220", "episodes", "RNE", ERROR, echoes="436",
    rule="When status and placement changed (B, U), the legal status is another.",
    remedy="Correct the reason (P or T if only the placement changed), or the status.",
    passing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "LS": "C1"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "B", "LS": "C2"},
    ],
    failing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "LS": "C2"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "B", "LS": "C2"},
    ],
)  # fmt: skip
def status_did_not_change(held: Held) -> pl.DataFrame:
    """B or U with the same status."""
    return failing(_following(held), pl.col("RNE").is_in(["B", "U"]) & (pl.col("LS") == pl.col("_previous_LS")))


@check(
    "LAC-221", "episodes", "CIN", ERROR, echoes="504",
    rule="A child's need stays as it was when the child came into care.",
    remedy="Give every episode of a period of care the need from its start.",
    passing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "CIN": "N1"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "P", "CIN": "N1"},
    ],
    failing=[
        {"CHILD": "1", "DECOM": "2024-05-01", "DEC": "2024-06-01", "REC": "X1", "CIN": "N1"},
        {"CHILD": "1", "DECOM": "2024-06-01", "RNE": "P", "CIN": "N4"},
    ],
)  # fmt: skip
def need_changed(held: Held) -> pl.DataFrame:
    """Continuing episodes with another need than the one before."""
    goes_on = pl.col("_previous_REC") == "X1"
    return failing(_following(held), goes_on & (pl.col("CIN") != pl.col("_previous_CIN")))


@check(
    "LAC-222", "episodes", "DECOM", ERROR, echoes="352",
    rule="Nobody starts to be looked after at 18 or older.",
    remedy="Correct the date of birth or of the start.",
    passing={
        "header": [{"CHILD": "1", "DOB": "2007-05-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2025-02-01", "RNE": "S"}],
    },
    failing={
        "header": [{"CHILD": "1", "DOB": "2006-05-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2025-02-01", "RNE": "S"}],
    },
)  # fmt: skip
def starts_as_adult(held: Held) -> pl.DataFrame:
    """Starts on the 18th birthday or later."""
    rows = held.beside("episodes", "header", ["DOB"], _CHILD)
    return failing(rows, (pl.col("RNE") == "S") & (pl.col("DECOM") >= birthday("DOB", 18)))


@check(
    "LAC-223", "episodes", "DEC", ERROR, echoes="359",
    rule="Nobody over 18 is still looked after, except by agreement in a children's home (V2 and K2).",
    remedy="End the episode on the 18th birthday: the young person counts as a child in care now.",
    passing={
        "header": [{"CHILD": "1", "DOB": "2007-05-01"}], "episodes": [{"CHILD": "1", "DECOM": "2023-02-01"}],
    },
    failing={
        "header": [{"CHILD": "1", "DOB": "2006-05-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2023-02-01", "LS": "C2", "PLACE": "U6"}],
    },
)  # fmt: skip
def open_as_adult(held: Held) -> pl.DataFrame:
    """Open episodes of those who turned 18 before the end of the year."""
    rows = held.beside("episodes", "header", ["DOB"], _CHILD)
    agreed = (pl.col("LS") == "V2") & (pl.col("PLACE") == "K2")
    grown = birthday("DOB", 18) < held.last
    return failing(rows, pl.col("DEC").is_null() & grown & ~agreed.fill_null(value=False))


@check(
    "LAC-224", "episodes", "DEC", WARNING,
    rule="Care ends on the 18th birthday at the latest, except by agreement in a children's home (V2 and K2).",
    remedy="Correct the end: after the birthday the young person is a care leaver.",
    passing={
        "header": [{"CHILD": "1", "DOB": "2006-05-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2023-02-01", "DEC": "2024-05-01", "REC": "E17"}],
    },
    failing={
        "header": [{"CHILD": "1", "DOB": "2006-05-01"}],
        "episodes": [{"CHILD": "1", "DECOM": "2023-02-01", "DEC": "2024-05-20", "REC": "E17", "LS": "C2"}],
    },
)  # fmt: skip
def ended_as_adult(held: Held) -> pl.DataFrame:
    """Ends more than a day after the 18th birthday."""
    rows = held.beside("episodes", "header", ["DOB"], _CHILD)
    agreed = (pl.col("LS") == "V2") & (pl.col("PLACE") == "K2")
    # A day of grace: who is born on 29 February comes of age on 28 February or on 1 March. E15 corrects the birth.
    late = pl.col("DEC") > birthday("DOB", 18).dt.offset_by("1d")
    return failing(rows, late & (pl.col("REC") != "E15") & ~agreed.fill_null(value=False))


_CHAINS: Final[WeakKeyDictionary[Held, pl.DataFrame]] = WeakKeyDictionary()
"""The chains made so far: a third of the checks of episodes look at one."""


def chain(held: Held) -> pl.DataFrame:
    """Episodes in the order of each child's days, with the episode before (`_previous_…`) and the next beginning."""
    if held not in _CHAINS:
        _CHAINS[held] = _chain(held)
    return _CHAINS[held]


def _chain(held: Held) -> pl.DataFrame:
    ordered = held["episodes"].drop_nulls(["CHILD", "DECOM"]).sort("CHILD", "DECOM", AT)
    # Where a file lacks one of the columns, checks that look at it are not made.
    before = [one for one in _CARRIED if one in ordered.columns]
    return ordered.with_columns(
        *(pl.col(one).shift(1).over("CHILD").alias(f"_previous_{one}") for one in before),
        pl.col("DECOM").shift(-1).over("CHILD").alias("_next_DECOM"),
    )


_CARRIED: Final = ("DECOM", "DEC", "REC", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "URN", "PL_POST")


def _following(held: Held) -> pl.DataFrame:
    """Episodes that begin on the day another of the child ended."""
    return failing(chain(held), pl.col("DECOM") == pl.col("_previous_DEC"))
