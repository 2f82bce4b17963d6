"""CIN census: pre-proceedings and family group decision making, which the census asks about from 2026 on."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, failing, whole
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, check

_EPISODE: Final = ("_child", "_episode")
_SINCE: Final = 2026
_OUTCOMES: Final = ("A", "B", "C")
_FEWEST_EPISODES: Final = 100
"""A council with fewer may well have had no pre-proceedings in a year."""


@check(
    "CIN-701", "PreProceedings", "PPStartDate", ERROR, echoes="9005", since=_SINCE,
    rule="Pre-proceedings that are reported began within the census year.",
    remedy="Correct the date of the decision to begin, or leave them to the census of their year.",
    passing=[{"LAchildID": "A1", "PPStartDate": "2025-06-02"}],
    failing=[{"LAchildID": "A1", "PPStartDate": "2026-04-02"}],
)  # fmt: skip
def pre_proceedings_outside_year(held: Held) -> pl.DataFrame:
    """Starts before or after the year."""
    return failing(held["PreProceedings"], _outside(held, "PPStartDate"))


@check(
    "CIN-702", "PreProceedings", "LBPSentDate", ERROR, echoes="9006", since=_SINCE,
    rule="The letter before proceedings was sent within the census year, and not before pre-proceedings began.",
    remedy="Correct the day of the letter or of the decision to begin.",
    passing=[{"LAchildID": "A1", "PPStartDate": "2025-06-02", "LBPSentDate": "2025-06-02"}],
    failing=[{"LAchildID": "A1", "PPStartDate": "2025-06-02", "LBPSentDate": "2025-06-01"}],
)  # fmt: skip
def letter_out_of_order(held: Held) -> pl.DataFrame:
    """Letters outside the year or before the start."""
    return _out_of_order(held, "LBPSentDate", "PPStartDate")


@check(
    "CIN-703", "PreProceedings", "FGDMMeetingOffer", ERROR, echoes="9007", since=_SINCE,
    rule="Where a letter before proceedings was sent, it is recorded whether it offered a family group meeting.",
    remedy="Record 1 if a family group decision meeting was offered, 0 if not.",
    passing=[{"LAchildID": "A1", "LBPSentDate": "2025-06-10", "FGDMMeetingOffer": "0"}, {"LAchildID": "A2"}],
    failing=[{"LAchildID": "A1", "LBPSentDate": "2025-06-10"}],
)  # fmt: skip
def offer_not_recorded(held: Held) -> pl.DataFrame:
    """Letters without the flag of the offer."""
    return held["PreProceedings"].filter(pl.col("LBPSentDate").is_not_null() & pl.col("FGDMMeetingOffer").is_null())


@check(
    "CIN-704", "PreProceedings", "InitialPPMeetingDate", ERROR, echoes="9008", since=_SINCE,
    rule="The first pre-proceedings meeting was held within the census year.",
    remedy="Correct the date, or leave the meeting to the census of its year.",
    passing=[{"LAchildID": "A1", "InitialPPMeetingDate": "2025-06-20"}],
    failing=[{"LAchildID": "A1", "InitialPPMeetingDate": "2026-04-20"}],
)  # fmt: skip
def first_meeting_outside_year(held: Held) -> pl.DataFrame:
    """First meetings before or after the year."""
    return failing(held["PreProceedings"], _outside(held, "InitialPPMeetingDate"))


@check(
    "CIN-705", "PreProceedings", "StepDecisionDate", ERROR, echoes="9009", since=_SINCE,
    rule="The decision to step up or down was taken within the census year, and not before pre-proceedings began.",
    remedy="Correct the day of the decision or of the start.",
    passing=[{"LAchildID": "A1", "PPStartDate": "2025-06-02", "StepDecisionDate": "2025-10-01"}],
    failing=[{"LAchildID": "A1", "PPStartDate": "2025-06-02", "StepDecisionDate": "2025-05-01"}],
)  # fmt: skip
def step_out_of_order(held: Held) -> pl.DataFrame:
    """Decisions outside the year or before the start."""
    return _out_of_order(held, "StepDecisionDate", "PPStartDate")


@check(
    "CIN-706", "PreProceedings", "PPOutcome", ERROR, echoes="9011", since=_SINCE,
    rule="The outcome of pre-proceedings is given as A, B or C.",
    remedy="Use one of the three codes, or leave it blank until there is an outcome.",
    passing=[{"LAchildID": "A1", "PPOutcome": "A"}, {"LAchildID": "A2"}],
    failing=[{"LAchildID": "A1", "PPOutcome": "D"}],
)  # fmt: skip
def outcome_not_a_code(held: Held) -> pl.DataFrame:
    """Outcomes that are no code."""
    return failing(held["PreProceedings"], ~pl.col("PPOutcome").str.to_uppercase().is_in(_OUTCOMES))


@check(
    "CIN-707", "PreProceedings", "CourtAppDate", ERROR, echoes="9012", since=_SINCE,
    rule="The application to court was made within the census year, and not before the decision to step up.",
    remedy="Correct the day of the application or of the decision.",
    passing=[{"LAchildID": "A1", "StepDecisionDate": "2025-10-01", "CourtAppDate": "2025-10-14"}],
    failing=[{"LAchildID": "A1", "StepDecisionDate": "2025-10-01", "CourtAppDate": "2025-09-14"}],
)  # fmt: skip
def application_out_of_order(held: Held) -> pl.DataFrame:
    """Applications outside the year or before the decision."""
    return _out_of_order(held, "CourtAppDate", "StepDecisionDate")


@check(
    "CIN-708", "PreProceedings", "LetterInitCPDate", ERROR, echoes="9013", since=_SINCE,
    rule="The letter that began care proceedings was sent within the census year, and not before the application.",
    remedy="Correct the day of the letter or of the application.",
    passing=[{"LAchildID": "A1", "CourtAppDate": "2025-10-14", "LetterInitCPDate": "2025-10-14"}],
    failing=[{"LAchildID": "A1", "CourtAppDate": "2025-10-14", "LetterInitCPDate": "2025-10-13"}],
)  # fmt: skip
def last_letter_out_of_order(held: Held) -> pl.DataFrame:
    """Letters outside the year or before the application."""
    return _out_of_order(held, "LetterInitCPDate", "CourtAppDate")


@check(
    "CIN-709", "PreProceedings", "ReviewMeetingsCount", WARNING, echoes="9015Q", since=_SINCE,
    rule="Where a first pre-proceedings meeting was held, the number of review meetings is given, 0 if none.",
    remedy="Record how many review meetings followed the first.",
    passing=[{"LAchildID": "A1", "InitialPPMeetingDate": "2025-06-20", "ReviewMeetingsCount": "0"}],
    failing=[{"LAchildID": "A1", "InitialPPMeetingDate": "2025-06-20"}],
)  # fmt: skip
def review_meetings_not_counted(held: Held) -> pl.DataFrame:
    """First meetings without the number of reviews."""
    met = pl.col("InitialPPMeetingDate").is_not_null()
    return held["PreProceedings"].filter(met & pl.col("ReviewMeetingsCount").is_null())


@check(
    "CIN-710", "PreProceedings", "PPStartDate", WARNING, since=_SINCE,
    rule="Pre-proceedings do not begin before the referral of their episode.",
    remedy="Correct the date, or move the pre-proceedings to the episode they belong to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2025-05-01"}],
        "PreProceedings": [{"LAchildID": "A1", "PPStartDate": "2025-06-02"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2025-07-01"}],
        "PreProceedings": [{"LAchildID": "A1", "PPStartDate": "2025-06-02"}],
    },
)  # fmt: skip
def pre_proceedings_before_referral(held: Held) -> pl.DataFrame:
    """Starts before the episode's referral."""
    rows = held.beside("PreProceedings", "CINdetails", ["CINreferralDate"], _EPISODE)
    return failing(rows, pl.col("PPStartDate") < pl.col("CINreferralDate"))


@check(
    "CIN-711", "PreProceedings", "InitialPPMeetingDate", WARNING, since=_SINCE,
    rule="The first pre-proceedings meeting is not held before pre-proceedings began.",
    remedy="Correct the day of the meeting or of the start.",
    passing=[{"LAchildID": "A1", "PPStartDate": "2025-06-02", "InitialPPMeetingDate": "2025-06-20"}],
    failing=[{"LAchildID": "A1", "PPStartDate": "2025-06-02", "InitialPPMeetingDate": "2025-05-20"}],
)  # fmt: skip
def met_before_start(held: Held) -> pl.DataFrame:
    """First meetings before the start."""
    return failing(held["PreProceedings"], pl.col("InitialPPMeetingDate") < pl.col("PPStartDate"))


@check(
    "CIN-712", "CINdetails", "CINreferralDate", NOTE, echoes="9000Q", since=_SINCE,
    rule="A council has had pre-proceedings for some children in the year.",
    remedy="Check that they reach the export; if they are not recorded yet, be ready to say so.",
    passing={
        "CINdetails": [{"LAchildID": f"A{number}", "CINreferralDate": "2025-05-01"} for number in range(100)],
        "PreProceedings": [{"LAchildID": "A1", "PPStartDate": "2025-06-02"}],
    },
    failing={
        "CINdetails": [{"LAchildID": f"A{number}", "CINreferralDate": "2025-05-01"} for number in range(100)],
        "PreProceedings": [],
    },
)  # fmt: skip
def pre_proceedings_never(held: Held) -> pl.DataFrame:
    """The episodes as a whole, when none of many has pre-proceedings."""
    begun = held["PreProceedings"]["PPStartDate"].drop_nulls() if "PreProceedings" in held else ()
    episodes = held["CINdetails"]
    return whole(episodes, when=episodes.height >= _FEWEST_EPISODES and len(begun) == 0)


def _outside(held: Held, column: str) -> pl.Expr:
    return ~pl.col(column).is_between(held.first, held.last)


def _out_of_order(held: Held, column: str, after: str) -> pl.DataFrame:
    """Rows whose `column` is outside the year or before `after`."""
    early = (pl.col(column) < pl.col(after)).fill_null(value=False)
    return failing(held["PreProceedings"], early | _outside(held, column))
