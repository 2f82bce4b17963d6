"""CIN census: section 47 enquiries and the initial child protection conferences they lead to."""

from typing import Final

import polars as pl

from riia.indicators.calendar import add_working_days
from riia.indicators.checks.held import AT, Held, failing, overlapping, weekend, whole, working_days
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, check

_CHILD: Final = ("_child",)
_EPISODE: Final = ("_child", "_episode")
_IN_TIME: Final = 15
"""Working days from the strategy discussion in which the conference should be held."""


@check(
    "CIN-401", "Section47", "S47ActualStartDate", ERROR, echoes="2889",
    rule="An enquiry does not start before the referral.",
    remedy="Correct the date, or move the enquiry to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "Section47": [{"LAchildID": "A1", "S47ActualStartDate": "2024-05-01"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "Section47": [{"LAchildID": "A1", "S47ActualStartDate": "2024-04-30"}],
    },
)  # fmt: skip
def enquiry_before_referral(held: Held) -> pl.DataFrame:
    """Starts before the episode's referral."""
    rows = held.beside("Section47", "CINdetails", ["CINreferralDate"], _EPISODE)
    return failing(rows, pl.col("S47ActualStartDate") < pl.col("CINreferralDate"))


@check(
    "CIN-402", "Section47", "DateOfInitialCPC", ERROR, echoes="8615",
    rule="A conference is not held before the enquiry that led to it.",
    remedy="Correct one of the dates: a conference that comes first cannot be timed.",
    passing=[{"LAchildID": "A1", "S47ActualStartDate": "2024-05-01", "DateOfInitialCPC": "2024-05-20"}],
    failing=[{"LAchildID": "A1", "S47ActualStartDate": "2024-05-21", "DateOfInitialCPC": "2024-05-20"}],
)  # fmt: skip
def conference_before_enquiry(held: Held) -> pl.DataFrame:
    """Conferences before the start of the enquiry."""
    return failing(held["Section47"], pl.col("DateOfInitialCPC") < pl.col("S47ActualStartDate"))


@check(
    "CIN-403", "Section47", "DateOfInitialCPC", ERROR, echoes="8715",
    rule="A conference lies within the census year.",
    remedy="Leave out enquiries that ended before the year; give later conferences in the next census.",
    passing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
    failing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-03-28"}],
)  # fmt: skip
def conference_outside_year(held: Held) -> pl.DataFrame:
    """Conferences before or after the year."""
    return failing(held["Section47"], ~pl.col("DateOfInitialCPC").is_between(held.first, held.last))


@check(
    "CIN-404", "Section47", "DateOfInitialCPC", ERROR, echoes="8875",
    rule="A conference is not held at a weekend.",
    remedy="Correct the date.",
    passing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
    failing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-18"}],
)  # fmt: skip
def conference_at_weekend(held: Held) -> pl.DataFrame:
    """Conferences on a Saturday or Sunday."""
    return failing(held["Section47"], weekend("DateOfInitialCPC"))


@check(
    "CIN-405", "Section47", "InitialCPCtarget", WARNING, echoes="8870Q",
    rule="The day by which a conference is due is not at a weekend.",
    remedy="Check how the system works out the target: it counts working days.",
    passing=[{"LAchildID": "A1", "InitialCPCtarget": "2024-05-20"}],
    failing=[{"LAchildID": "A1", "InitialCPCtarget": "2024-05-18"}],
)  # fmt: skip
def target_at_weekend(held: Held) -> pl.DataFrame:
    """Targets on a Saturday or Sunday."""
    return failing(held["Section47"], weekend("InitialCPCtarget"))


@check(
    "CIN-406", "Section47", "InitialCPCtarget", NOTE,
    rule="A conference is due 15 working days after the enquiry began.",
    remedy="Check the system's working days and bank holidays; the figures here use their own calendar.",
    passing=[{"LAchildID": "A1", "S47ActualStartDate": "2024-05-01", "InitialCPCtarget": "2024-05-23"}],
    failing=[{"LAchildID": "A1", "S47ActualStartDate": "2024-05-01", "InitialCPCtarget": "2024-06-10"}],
)  # fmt: skip
def target_off(held: Held) -> pl.DataFrame:
    """Targets other than the 14th (systems that count the first day) or 15th working day."""
    due = working_days("S47ActualStartDate", "InitialCPCtarget")
    return failing(held["Section47"], ~due.is_between(_IN_TIME - 1, _IN_TIME) & ~weekend("InitialCPCtarget"))


@check(
    "CIN-407", "Section47", "DateOfInitialCPC", NOTE, echoes="8675Q",
    rule="A conference is held within 15 working days: none waits for longer on the last day the file tells of.",
    remedy="Record the conference, or that none was needed; if it is late, be ready to say why.",
    passing=[{"LAchildID": "A1", "S47ActualStartDate": "2025-03-20", "ICPCnotRequired": "0"}],
    failing=[{"LAchildID": "A1", "S47ActualStartDate": "2025-01-20", "ICPCnotRequired": "0"}],
)  # fmt: skip
def conference_overdue(held: Held) -> pl.DataFrame:
    """Enquiries of the year that wait for a conference after 15 working days."""
    late = pl.col("S47ActualStartDate").is_between(held.first, add_working_days(held.until, -_IN_TIME), closed="left")
    return failing(held["Section47"], _waiting() & late)


@check(
    "CIN-408", "Section47", "ICPCnotRequired", WARNING, echoes="8868",
    rule="An enquiry that led to a conference does not say that none was needed.",
    remedy="Correct the flag or the date.",
    passing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20", "ICPCnotRequired": "0"}],
    failing=[{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20", "ICPCnotRequired": "1"}],
)  # fmt: skip
def conference_not_required_but_held(held: Held) -> pl.DataFrame:
    """A conference and the flag that none was needed."""
    return failing(held["Section47"], pl.col("DateOfInitialCPC").is_not_null() & pl.col("ICPCnotRequired"))


@check(
    "CIN-409", "Section47", "ICPCnotRequired", ERROR, echoes="8868",
    rule="An enquiry of a closed episode has ended: with a conference, or with the decision that none was needed.",
    remedy="Record the conference or the decision.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Section47": [{"LAchildID": "A1", "ICPCnotRequired": "1"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Section47": [{"LAchildID": "A1", "ICPCnotRequired": "0"}],
    },
)  # fmt: skip
def closed_with_open_enquiry(held: Held) -> pl.DataFrame:
    """Enquiries without outcome in closed episodes."""
    rows = held.beside("Section47", "CINdetails", ["CINclosureDate"], _EPISODE)
    return rows.filter(_waiting() & pl.col("CINclosureDate").is_not_null())


@check(
    "CIN-410", "Section47", "S47ActualStartDate", ERROR, echoes="8565",
    rule="No enquiry starts and no conference is held after the episode was closed.",
    remedy="Correct the closure, or move the enquiry to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Section47": [{"LAchildID": "A1", "S47ActualStartDate": "2024-06-28"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Section47": [{"LAchildID": "A1", "S47ActualStartDate": "2024-07-02"}],
    },
)  # fmt: skip
def enquiry_after_closure(held: Held) -> pl.DataFrame:
    """Enquiries that reach past the closure."""
    rows = held.beside("Section47", "CINdetails", ["CINclosureDate"], _EPISODE)
    last = pl.max_horizontal("S47ActualStartDate", "DateOfInitialCPC")
    return failing(rows, last > pl.col("CINclosureDate"))


@check(
    "CIN-411", "Section47", "S47ActualStartDate", ERROR, echoes="8740",
    rule="An enquiry without outcome started within the census year.",
    remedy="Record the conference or that none was needed, or correct the start.",
    passing=[{"LAchildID": "A1", "S47ActualStartDate": "2025-03-20", "ICPCnotRequired": "0"}],
    failing=[{"LAchildID": "A1", "S47ActualStartDate": "2024-03-20", "ICPCnotRequired": "0"}],
)  # fmt: skip
def open_enquiry_of_another_year(held: Held) -> pl.DataFrame:
    """Enquiries without outcome begun before or after the year."""
    outside = ~pl.col("S47ActualStartDate").is_between(held.first, held.last)
    return failing(held["Section47"], _waiting() & outside)


@check(
    "CIN-412", "Section47", "DateOfInitialCPC", ERROR, echoes="8839",
    rule="An episode has at most one enquiry without outcome.",
    remedy="Record the outcome of the earlier one, or remove the second.",
    passing=[
        {"LAchildID": "A1", "S47ActualStartDate": "2024-05-01", "ICPCnotRequired": "1"},
        {"LAchildID": "A1", "S47ActualStartDate": "2025-03-20", "ICPCnotRequired": "0"},
    ],
    failing=[
        {"LAchildID": "A1", "S47ActualStartDate": "2025-03-10", "ICPCnotRequired": "0"},
        {"LAchildID": "A1", "S47ActualStartDate": "2025-03-20", "ICPCnotRequired": "0"},
    ],
)  # fmt: skip
def two_open_enquiries(held: Held) -> pl.DataFrame:
    """All enquiries without outcome of an episode that has several."""
    waiting = held["Section47"].filter(_waiting())
    return waiting.filter(pl.len().over(*_EPISODE) > 1)


@check(
    "CIN-413", "Section47", "S47ActualStartDate", ERROR, echoes="8890",
    rule="An enquiry does not start while another of the same episode is going on, nor on the day of its conference.",
    remedy="Correct the dates, or remove the enquiry that was recorded twice: each counts.",
    passing=[
        {"LAchildID": "A1", "S47ActualStartDate": "2024-05-01", "DateOfInitialCPC": "2024-05-20"},
        {"LAchildID": "A1", "S47ActualStartDate": "2024-09-02", "DateOfInitialCPC": "2024-09-20"},
    ],
    failing=[
        {"LAchildID": "A1", "S47ActualStartDate": "2024-05-01", "DateOfInitialCPC": "2024-05-20"},
        {"LAchildID": "A1", "S47ActualStartDate": "2024-05-10", "ICPCnotRequired": "1"},
    ],
)  # fmt: skip
def enquiries_overlap(held: Held) -> pl.DataFrame:
    """Starts from another enquiry's start to its conference. Two without outcome are CIN-412."""
    # An enquiry that needed no conference has no recorded end, so nothing can be said to overlap it, though it can
    # overlap others itself: it is given the day before its start as its end.
    ended = pl.when(pl.col("DateOfInitialCPC").is_null() & ~_waiting()).then(
        pl.col("S47ActualStartDate").dt.offset_by("-1d")
    )
    timed = held["Section47"].with_columns(pl.coalesce("DateOfInitialCPC", ended).alias("_ended"))
    late = overlapping(timed, _EPISODE, "S47ActualStartDate", "_ended", touching=True)
    return late.join(two_open_enquiries(held), on=AT, how="anti")


@check(
    "CIN-414", "Section47", "DateOfInitialCPC", ERROR, echoes="2884",
    rule="A conference is recorded once: with the enquiry, or with the episode if there was none.",
    remedy="Take the date out of the episode: the conference counts twice now.",
    passing={
        "CINdetails": [{"LAchildID": "A1"}],
        "Section47": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
        "Section47": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}],
    },
)  # fmt: skip
def conference_twice(held: Held) -> pl.DataFrame:
    """Enquiries whose conference an episode of the child has too, on the same day."""
    # Another conference of the episode on another day may be a transfer in.
    on = [*_CHILD, "DateOfInitialCPC"]
    return held["Section47"].join(held["CINdetails"].select(on).drop_nulls(), on=on, how="semi")


@check(
    "CIN-415", "Section47", "S47ActualStartDate", WARNING, echoes="2991Q",
    rule="An episode with an enquiry has an assessment too.",
    remedy="Check that the assessment reached the export.",
    passing={
        "Section47": [{"LAchildID": "A1", "S47ActualStartDate": "2024-05-01"}],
        "Assessments": [{"LAchildID": "A1"}],
    },
    failing={"Section47": [{"LAchildID": "A1", "S47ActualStartDate": "2024-05-01"}], "Assessments": []},
)  # fmt: skip
def enquiry_without_assessment(held: Held) -> pl.DataFrame:
    """Enquiries in episodes without assessment."""
    return held["Section47"].join(held["Assessments"], on=_EPISODE, how="anti")


@check(
    "CIN-416", "Section47", "S47ActualStartDate", ERROR,
    rule="An enquiry does not start after the census year.",
    remedy="Correct the date, or leave the enquiry for the next census.",
    passing=[{"LAchildID": "A1", "S47ActualStartDate": "2025-03-20", "ICPCnotRequired": "1"}],
    failing=[{"LAchildID": "A1", "S47ActualStartDate": "2025-05-20", "ICPCnotRequired": "1"}],
)  # fmt: skip
def enquiry_after_census(held: Held) -> pl.DataFrame:
    """Enquiries with an outcome that start after the year. Those without are CIN-411."""
    return failing(held["Section47"], (pl.col("S47ActualStartDate") > held.last) & ~_waiting())


@check(
    "CIN-417", "ChildProtectionPlans", "CPPstartDate", ERROR, echoes="2883",
    rule="A year does not have more plans that start than initial conferences: each plan follows one.",
    remedy="Check that all conferences reach the export, those of children who moved in included.",
    passing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20"}],
        "Section47": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-20"}], "CINdetails": [{"LAchildID": "A1"}],
    },
    failing={
        "ChildProtectionPlans": [{"LAchildID": "A1", "CPPstartDate": "2024-05-20"}],
        "Section47": [{"LAchildID": "A1"}], "CINdetails": [{"LAchildID": "A1"}],
    },
)  # fmt: skip
def more_plans_than_conferences(held: Held) -> pl.DataFrame:
    """The plans as a whole, when more start in the year than conferences were held."""
    year = (held.first, held.last)
    plans = held["ChildProtectionPlans"].filter(pl.col("CPPstartDate").is_between(*year))
    held_in_year = sum(
        held[table].filter(pl.col("DateOfInitialCPC").is_between(*year)).height for table in ("Section47", "CINdetails")
    )
    return whole(plans, when=plans.height > held_in_year)


@check(
    "CIN-418", "Section47", "DateOfInitialCPC", ERROR, echoes="1104",
    rule="A conference is not held before the referral of its episode.",
    remedy="Correct the date, or move the enquiry to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "Section47": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-01"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-02"}],
        "Section47": [{"LAchildID": "A1", "DateOfInitialCPC": "2024-05-01"}],
    },
)  # fmt: skip
def enquiry_conference_before_referral(held: Held) -> pl.DataFrame:
    """Conferences of enquiries before the episode's referral."""
    rows = held.beside("Section47", "CINdetails", ["CINreferralDate"], _EPISODE)
    return failing(rows, pl.col("DateOfInitialCPC") < pl.col("CINreferralDate"))


def _waiting() -> pl.Expr:
    return pl.col("DateOfInitialCPC").is_null() & ~pl.col("ICPCnotRequired").fill_null(value=False)
