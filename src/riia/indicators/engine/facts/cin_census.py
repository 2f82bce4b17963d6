"""Referrals, assessments, enquiries, conferences, episodes of need and plans from the CIN census.

A census holds every episode open at any time in its year, so what is counted is chosen by its own date, never by the
file it stands in. A record that several yearly files hold is taken from the newest. It is known again by the child and
the day on which it began; rows of one file are all kept, even when they are alike, because only the council can say
which is right (a check reports them). Where a council corrects the first day of an open episode, assessment or
protection plan between two censuses, the older one's record is left out, so that it does not count beside itself.

* Two referrals of a child on one day stay two rows. The published figures allow one a day, so a council that has such
  rows counts more than it should until it corrects them. The referral before is always one of an earlier day.
* Two open episodes of one child stay two rows, as do two of a child's plans: counting takes each child once.
* A conference is recorded with the enquiry that led to it or, when there was none, with the episode. Found at both for
  one child and day it is one conference, the one of the enquiry, which can be timed. Several enquiries that led to one
  conference are each timed and each count, as in the published statistics.
* A child without identifier is nobody else's child: its rows are never put together with others.
"""

from collections.abc import Mapping
from typing import Final

import narwhals as nw

from riia.indicators.engine.facts import Builder
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.readers.reading import FILE, ROW
from riia.indicators.tables.cin_census import CSE_FACTOR
from riia.indicators.tables.facts import COMMON, FACTS

_CHILD: Final = "LAchildID"
_WHO: Final = "_who"
_SOURCES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("1A", "1B", "1C", "1D"), "individual"),
    "2A": "schools",
    "2B": "education-services",
    **dict.fromkeys(("3A", "3B", "3C", "3D", "3E", "3F"), "health-services"),
    "4": "housing",
    **dict.fromkeys(("5A", "5B", "5C", "5D"), "council-services"),
    "6": "police",
    "7": "other-legal-agency",
    "8": "other",
    "9": "anonymous",
}
"""The published group of each code. 10, blanks and codes outside the list are "unknown"."""

_ENDS: Final[Mapping[str, str]] = {
    "CINdetails": "CINclosureDate",
    "Assessments": "AssessmentAuthorisationDate",
    "ChildProtectionPlans": "CPPendDate",
}
"""The end of each record that the next census must hold as long as it has none."""


def referrals(tables: Tables, period: Period) -> Frame | None:
    """Every `CINdetails` block is one referral, whenever it was and whatever came of it."""
    told = _told(tables, "CINdetails", "CINreferralDate")
    if told is None:
        return None
    named = told.rename({"CINreferralDate": "referred", "ReferralNFA": "nfa"})
    groups = tables.small(
        {"ReferralSource": list(_SOURCES), "source": list(_SOURCES.values())},
        {"ReferralSource": "text", "source": "text"},
    )
    sourced = named.join(groups, on="ReferralSource", how="left").with_columns(
        source=nw.col("source").fill_null("unknown"),
        referrals_in_12_months=nw.lit(None, dtype=nw.Int64),
    )
    days = sourced.filter(~nw.col("referred").is_null()).select(_WHO, "referred").unique()
    before = days.with_columns(previous_referred=nw.col("referred").shift(1).over(_WHO, order_by="referred"))
    return _fact("referrals", sourced.join(before, on=[_WHO, "referred"], how="left"))


def assessments(tables: Tables, period: Period) -> Frame | None:
    """Every `Assessments` block, with the day of its episode's referral and what its factors say.

    Code 21, no factor found, is a factor recorded: it says that somebody looked.
    """
    told = _told(tables, "Assessments", "AssessmentActualStartDate")
    if told is None:
        return None
    named = told.rename({"AssessmentActualStartDate": "started", "AssessmentAuthorisationDate": "authorised"})
    episodes, factors = tables.get("CINdetails"), tables.get("AssessmentFactors")
    if episodes is None:
        linked = named.with_columns(referred=nw.lit(None, dtype=nw.Date))
    else:
        of_episode = episodes.select(FILE, "_episode", "CINreferralDate").rename({"CINreferralDate": "referred"})
        linked = named.join(of_episode, on=[FILE, "_episode"], how="left")
    if factors is None:
        unknown = nw.lit(None, dtype=nw.Boolean)
        marked = linked.with_columns(has_factors=unknown, has_cse=unknown)
    else:
        factor = nw.col("AssessmentFactors")
        is_cse = nw.when(factor == CSE_FACTOR).then(nw.lit(1)).otherwise(nw.lit(0))
        found = factors.filter(~factor.is_null()).with_columns(_cse=is_cse)
        of_assessment = found.group_by(FILE, "_assessment").agg(_cse=nw.col("_cse").max())
        marked = linked.join(of_assessment, on=[FILE, "_assessment"], how="left").with_columns(
            has_factors=~nw.col("_cse").is_null(), has_cse=nw.col("_cse").fill_null(0) == 1
        )
    from_start = tables.working_days(marked, "started", "authorised", "working_days_from_start")
    return _fact("assessments", tables.working_days(from_start, "referred", "authorised", "working_days_from_referral"))


def enquiries(tables: Tables, period: Period) -> Frame | None:
    """Every `Section47` block."""
    told = _told(tables, "Section47", "S47ActualStartDate")
    if told is None:
        return None
    return _fact("enquiries", told.rename({"S47ActualStartDate": "started", "DateOfInitialCPC": "conference"}))


def conferences(tables: Tables, period: Period) -> Frame | None:
    """Initial conferences of enquiries and, where no enquiry has it, of episodes: a transfer in, say.

    `working_days` is null where there is no enquiry or the conference is dated before it: it happened, untimed.
    """
    columns = [FILE, ROW, _CHILD, _WHO, "_episode", "known_until", "held", "enquiry_started"]
    parts = []
    of_enquiry = _told(tables, "Section47", "S47ActualStartDate")
    if of_enquiry is not None:
        timed = of_enquiry.rename({"S47ActualStartDate": "enquiry_started", "DateOfInitialCPC": "held"})
        parts.append(timed.filter(~nw.col("held").is_null()).select(columns))
    of_episode = _told(tables, "CINdetails", "CINreferralDate")
    if of_episode is not None:
        alone = of_episode.rename({"DateOfInitialCPC": "held"}).filter(~nw.col("held").is_null())
        alone = alone.with_columns(enquiry_started=nw.lit(None, dtype=nw.Date)).select(columns)
        if parts:
            alone = alone.join(parts[0].select(_WHO, "held").unique(), on=[_WHO, "held"], how="anti")
        # Two episodes of a child that name the same day name one conference.
        place = nw.col("held").cum_count().over(_WHO, "held", order_by=[FILE, ROW, "_episode"])
        parts.append(alone.with_columns(_place=place).filter(nw.col("_place") == 1).select(columns))
    if not parts:
        return None
    every = nw.concat(parts, how="vertical")
    return _fact("conferences", tables.working_days(every, "enquiry_started", "held", "working_days"))


def needs(tables: Tables, period: Period) -> Frame | None:
    """Every `CINdetails` block as an episode of need."""
    told = _told(tables, "CINdetails", "CINreferralDate")
    if told is None:
        return None
    named = told.rename({"CINreferralDate": "opened", "CINclosureDate": "closed", "ReferralNFA": "nfa"})
    return _fact("needs", named.with_columns(status=nw.lit(None, dtype=nw.String)))


def need_plans(tables: Tables, period: Period) -> Frame | None:
    """Every `CINPlanDates` block; None for files of before 2022, which have no such dates."""
    told = _told(tables, "CINPlanDates", "CINPlanStartDate")
    if told is None:
        return None
    return _fact("need_plans", told.rename({"CINPlanStartDate": "started", "CINPlanEndDate": "ended"}))


def protection_plans(tables: Tables, period: Period) -> Frame | None:
    """Every `ChildProtectionPlans` block.

    `previous_ended` is the last day on which a plan of the child that began on an earlier day had ended by the start of
    this one, of those in the files; null when there is none, or its end is not known.
    """
    told = _told(tables, "ChildProtectionPlans", "CPPstartDate")
    if told is None:
        return None
    named = told.rename({"CPPstartDate": "started", "CPPendDate": "ended", "NumberOfPreviousCPP": "previous_plans"})
    over = named.select(_WHO, nw.col("started").alias("_began"), nw.col("ended").alias("_over"))
    pairs = named.select(_WHO, "started").unique().join(over, on=_WHO, how="inner")
    earlier = (nw.col("_began") < nw.col("started")) & (nw.col("_over") <= nw.col("started"))
    before = pairs.filter(earlier).group_by(_WHO, "started").agg(nw.col("_over").max().alias("previous_ended"))
    joined = named.join(before, on=[_WHO, "started"], how="left")
    return _fact("protection_plans", joined)


BUILDERS: Mapping[str, Builder] = {
    "referrals": referrals,
    "assessments": assessments,
    "enquiries": enquiries,
    "conferences": conferences,
    "needs": needs,
    "need_plans": need_plans,
    "protection_plans": protection_plans,
}
"""What the census gives."""


def _told(tables: Tables, table: str, began: str) -> Frame | None:
    """The rows of a table as the newest file tells them, with whose they are; None when no file has the table.

    A referral without further action is of its own year only, so a newer file lacks it without correcting it.
    """
    frame = tables.get(table)
    if frame is None:
        return None
    nobody = nw.concat_str([nw.lit("no identifier"), nw.col(FILE), nw.col("_child").cast(nw.String)], separator="\t")
    ended = _ENDS.get(table)
    unfinished = None if ended is None else nw.col(ended).is_null()
    if unfinished is not None and table == "CINdetails":
        unfinished = unfinished & ~nw.col("ReferralNFA").fill_null(False)
    whose = frame.with_columns(nw.coalesce(nw.col(_CHILD), nobody).alias(_WHO))
    return tables.latest(whose, [_WHO, began], unfinished)


def _fact(name: str, frame: Frame) -> Frame:
    """The columns that the fact promises, in order."""
    return frame.rename({FILE: "file", ROW: "row", _CHILD: "child"}).select(*COMMON, *FACTS[name].columns)
