"""Facts from lists 1 to 7: contacts, early help, referrals, assessments, enquiries, conferences, need and plans."""

from typing import Final

import narwhals as nw

from riia.indicators.engine.facts.annex_a.rows import (
    DAY,
    ID,
    ListRows,
    known,
    list_rows,
    named,
    none,
    spoken_for,
    with_previous,
)
from riia.indicators.engine.tables import ENOUGH, Frame, Tables
from riia.indicators.model import Period

_SOURCES: Final = {
    "individual": ("1A", "1B", "1C", "1D", "1A-1D"),
    "schools": ("2A",),
    "education-services": ("2B",),
    "health-services": ("3A", "3B", "3C", "3D", "3E", "3F", "3A-3F"),
    "housing": ("4",),
    "council-services": ("5A", "5B", "5C", "5D", "5A-5D"),
    "police": ("6",),
    "other-legal-agency": ("7",),
    "other": ("8",),
    "anonymous": ("9",),
}


def contacts(tables: Tables, period: Period) -> Frame | None:
    """List 1. Rows that are alike are all kept: two contacts on a day cannot be told from one recorded twice."""
    found = list_rows(tables, 1, "Date of Contact")
    return found.fact("contacts", {"contacted": (("Date of Contact",), nw.col("Date of Contact"))}) if found else None


def early_help_assessments(tables: Tables, period: Period) -> Frame | None:
    """List 2."""
    start, end = "Assessment start date", "Assessment completion date"
    found = list_rows(tables, 2, start)
    columns = {"started": ((start,), nw.col(start)), "completed": ((end,), nw.col(end))}
    return found.fact("early_help_assessments", columns) if found else None


def referrals(tables: Tables, period: Period) -> Frame | None:
    """List 3. A source that is blank or not recognised is unknown."""
    day, count = "Date of referral", "Number of Referrals in Last 12 Months"
    found = list_rows(tables, 3, day)
    if found is None:
        return None
    if found.has.issuperset((ID, day)):
        found = ListRows(with_previous(found.frame, day, day, "_previous"), found.has)
    if count in found.has:
        found = ListRows(_without_own_count(found.frame, count), found.has)
    source = named("Referral Source", _SOURCES) if "Referral Source" in found.has else None
    return found.fact(
        "referrals",
        {
            "referred": ((day,), nw.col(day)),
            "source": (("Referral Source",), nw.coalesce(source, nw.lit("unknown")) if source is not None else None),
            "nfa": (("Referral NFA?",), nw.col("Referral NFA?")),
            "previous_referred": ((ID, day), nw.col("_previous")),
            "referrals_in_12_months": ((count,), nw.col(count)),
        },
    )


def _without_own_count(frame: Frame, count: str) -> Frame:
    """Counts that are not of earlier referrals alone become unknown.

    The lowest is 0, for a child without another referral. Where a list of some length has no 0 at all, each referral
    counts itself, and every one would be a repeat.
    """
    every = frame.with_columns(_all=nw.lit(1))
    lowest, filled = nw.col(count).min().over("_all"), (~nw.col(count).is_null()).cast(nw.Int64).sum().over("_all")
    own = every.with_columns(_own=(lowest >= 1) & (filled >= ENOUGH))
    return own.with_columns(nw.when(~nw.col("_own")).then(nw.col(count)).alias(count))


def assessments(tables: Tables, period: Period) -> Frame | None:
    """List 4. The referral behind an assessment and its factors are not in the list."""
    start, end = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
    found = list_rows(tables, 4, start)
    if found is None:
        return None
    if found.has.issuperset((start, end)):
        found = ListRows(tables.working_days(found.frame, start, end, "_days"), found.has)
    return found.fact(
        "assessments",
        {
            "started": ((start,), nw.col(start)),
            "authorised": ((end,), nw.col(end)),
            "referred": ((), none(DAY)),
            "working_days_from_start": ((start, end), nw.col("_days")),
            "working_days_from_referral": ((), none(nw.Int64)),
            "has_factors": ((), none(nw.Boolean)),
            "has_cse": ((), none(nw.Boolean)),
        },
    )


_ENQUIRY: Final = "Strategy discussion initiating Section 47 Enquiry Start Date"
_HELD: Final = "Date of Initial Child Protection Conference"


def _enquiry_rows(tables: Tables) -> ListRows | None:
    """List 5. A conference that came since the older extract belongs to the same enquiry, so its day is the key."""
    frame = tables.get("list_5")
    if frame is None:
        return None
    has = frozenset(frame.collect_schema().names())
    days = [nw.col(one) for one in (_ENQUIRY, _HELD) if one in has]
    if not days or ID not in has:
        return list_rows(tables, 5, "")
    frame = spoken_for(tables, 5, frame, nw.coalesce(*days))
    return ListRows(tables.latest(frame.with_columns(_key=nw.coalesce(*days)), [ID, "_key"]), has)


def enquiries(tables: Tables, period: Period) -> Frame | None:
    """List 5, the rows with an enquiry: one that has a conference alone, as for a transfer in, is none."""
    found = _enquiry_rows(tables)
    if found is None:
        return None
    if found.has.issuperset((_ENQUIRY, _HELD)):
        kept = ~nw.col(_ENQUIRY).is_null() | nw.col(_HELD).is_null()
        found = ListRows(found.frame.filter(kept), found.has)
    columns = {"started": ((_ENQUIRY,), nw.col(_ENQUIRY)), "conference": ((_HELD,), nw.col(_HELD))}
    return found.fact("enquiries", columns)


def conferences(tables: Tables, period: Period) -> Frame | None:
    """List 5, the rows with a conference. Each counts with its enquiry, as the national statistics count."""
    found = _enquiry_rows(tables)
    if found is None:
        return None
    frame = found.frame
    if found.has.issuperset((_ENQUIRY, _HELD)):
        frame = tables.working_days(frame, _ENQUIRY, _HELD, "_days")
    if _HELD in found.has:
        frame = frame.filter(~nw.col(_HELD).is_null())
    return ListRows(frame, found.has).fact(
        "conferences",
        {
            "held": ((_HELD,), nw.col(_HELD)),
            "enquiry_started": ((_ENQUIRY,), nw.col(_ENQUIRY)),
            "working_days": ((_ENQUIRY, _HELD), nw.col("_days")),
        },
    )


def needs(tables: Tables, period: Period) -> Frame | None:
    """List 6. The status is that of the day of the extract; a closed case with its date says nothing more by it."""
    start, end, status = "CIN Start Date", "CIN Closure Date", "Case Status"
    found = list_rows(tables, 6, start, end)
    if found is None:
        return None
    told = nw.when(nw.col(end).is_null()).then(known(status)) if end in found.has else known(status)
    return found.fact(
        "needs",
        {
            "opened": ((start,), nw.col(start)),
            "closed": ((end,), nw.col(end)),
            "nfa": ((), none(nw.Boolean)),
            "status": ((status,), told),
        },
    )


def protection_plans(tables: Tables, period: Period) -> Frame | None:
    """List 7, which keeps a child's latest plan: an earlier one is known from an older extract alone."""
    start, end, count = (
        "Child Protection Plan Start Date",
        "Child Protection Plan End Date",
        "Number of Previous Child Protection Plans",
    )
    found = list_rows(tables, 7, start, end)
    if found is None:
        return None
    if found.has.issuperset((ID, start, end)):
        found = ListRows(with_previous(found.frame, start, end, "_previous"), found.has)
    return found.fact(
        "protection_plans",
        {
            "started": ((start,), nw.col(start)),
            "ended": ((end,), nw.col(end)),
            "previous_plans": ((count,), nw.col(count)),
            "previous_ended": ((ID, start, end), nw.col("_previous")),
        },
    )
