"""SEN2: persons, requests, assessments, plans and placements of the person-level return. Years are calendar years."""

from typing import Final

import polars as pl

from riia.indicators.checks.held import Held, birthday, failing, repeated
from riia.indicators.checks.pupil_numbers import upn_letter_wrong, upn_written_wrong
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, check

_PERSON: Final = ("_person",)
_REQUEST: Final = ("_request",)
_ASSESSMENT: Final = ("_assessment",)


@check(
    "SEN-101", "person", "upn", ERROR,
    rule="A UPN has 13 characters: a letter, eleven digits, and a digit or letter.",
    remedy="Correct the UPN from the school's record, or leave it blank and give the reason.",
    passing=[{"upn": "H801200001001"}],
    failing=[{"upn": "H80120000100"}],
)  # fmt: skip
def upn_not_a_upn(held: Held) -> pl.DataFrame:
    """UPNs that are not written as one."""
    return failing(held["person"], upn_written_wrong("upn"))


@check(
    "SEN-102", "person", "upn", ERROR,
    rule="The first letter of a UPN agrees with its other characters (it is a check letter).",
    remedy="A digit was probably mistyped: correct the UPN from the school's record.",
    passing=[{"upn": "H801200001001"}],
    failing=[{"upn": "B801200001001"}],
)  # fmt: skip
def upn_check_letter(held: Held) -> pl.DataFrame:
    """Permanent UPNs whose check letter does not agree."""
    return failing(held["person"], upn_letter_wrong("upn"))


@check(
    "SEN-103", "person", "upn", ERROR,
    rule="A UPN is in the return once.",
    remedy="Put all requests of a person under one person, or find out whose UPN it is.",
    passing=[{"upn": "H801200001001"}, {"upn": None}],
    failing=[{"upn": "H801200001001"}, {"upn": "H801200001001"}],
)  # fmt: skip
def upn_twice(held: Held) -> pl.DataFrame:
    """The second and later persons with a UPN."""
    return repeated(held["person"], ["upn"])


@check(
    "SEN-104", "person", "personbirthdate", ERROR,
    rule="Each person has a date of birth.",
    remedy="Give the date of birth.",
    passing=[{"personbirthdate": "2015-05-01"}],
    failing=[{"upn": "H801200001001"}],
)  # fmt: skip
def birth_missing(held: Held) -> pl.DataFrame:
    """Persons without one."""
    return held["person"].filter(pl.col("personbirthdate").is_null())


@check(
    "SEN-105", "person", "personbirthdate", WARNING,
    rule="A person in the return was under 26 when its year began, and was born before its year ended.",
    remedy="Correct the date of birth.",
    passing=[{"personbirthdate": "2015-05-01"}],
    failing=[{"personbirthdate": "1990-05-01"}],
)  # fmt: skip
def birth_unlikely(held: Held) -> pl.DataFrame:
    """Persons older or younger than that."""
    too_old = birthday("personbirthdate", 26) < held.first
    return failing(held["person"], too_old | (pl.col("personbirthdate") > held.last))


@check(
    "SEN-106", "person", "upn", NOTE,
    rule="A person has a UPN or a ULN, or the reason why neither is known.",
    remedy="Give one of them: it shows which records of other years are of the same person.",
    passing=[{"upn": "H801200001001"}, {"upnunknown": "UN3"}],
    failing=[{"personbirthdate": "2015-05-01"}],
)  # fmt: skip
def nameless(held: Held) -> pl.DataFrame:
    """Persons without number and without reason."""
    return held["person"].filter(
        pl.all_horizontal(pl.col(one).is_null() for one in ("upn", "uniquelearnernumber", "upnunknown"))
    )


@check(
    "SEN-201", "requests", "receiveddate", ERROR,
    rule="Each request has the day on which it was received.",
    remedy="Give the day: without it the request is not counted, nor timed.",
    passing=[{"receiveddate": "2025-02-03"}],
    failing=[{"requestoutcome": "Y"}],
)  # fmt: skip
def received_missing(held: Held) -> pl.DataFrame:
    """Requests without the day. Historical ones (H) need none."""
    historical = (pl.col("requestoutcome") == "H").fill_null(value=False)
    return held["requests"].filter(pl.col("receiveddate").is_null() & ~historical)


@check(
    "SEN-202", "requests", "requestoutcomedate", ERROR,
    rule="A request is not answered before it was received.",
    remedy="Correct one of the dates.",
    passing=[{"receiveddate": "2025-02-03", "requestoutcomedate": "2025-03-10"}],
    failing=[{"receiveddate": "2025-03-11", "requestoutcomedate": "2025-03-10"}],
)  # fmt: skip
def answered_before_received(held: Held) -> pl.DataFrame:
    """Answers before the request."""
    return failing(held["requests"], pl.col("requestoutcomedate") < pl.col("receiveddate"))


@check(
    "SEN-203", "requests", "receiveddate", ERROR,
    rule="A request is not received after the year of the return.",
    remedy="Correct the date, or leave the request for the next return.",
    passing=[{"receiveddate": "2025-12-31"}],
    failing=[{"receiveddate": "2026-01-05"}],
)  # fmt: skip
def received_after_year(held: Held) -> pl.DataFrame:
    """Requests received after 31 December."""
    return failing(held["requests"], pl.col("receiveddate") > held.last)


@check(
    "SEN-204", "requests", "requestoutcomedate", ERROR,
    rule="A request that was granted or refused (Y, N) has the day on which it was answered.",
    remedy="Give the day.",
    passing=[{"requestoutcome": "Y", "requestoutcomedate": "2025-03-10"}, {"requestoutcome": "A"}],
    failing=[{"requestoutcome": "Y"}],
)  # fmt: skip
def answer_without_day(held: Held) -> pl.DataFrame:
    """Outcome Y or N without a day."""
    return failing(
        held["requests"], pl.col("requestoutcome").is_in(["Y", "N"]) & pl.col("requestoutcomedate").is_null()
    )


@check(
    "SEN-205", "requests", "requestoutcome", WARNING,
    rule="A request that has an answer's day has an answer: not A, awaiting.",
    remedy="Correct the outcome, or take the day out.",
    passing=[{"requestoutcome": "N", "requestoutcomedate": "2025-03-10"}],
    failing=[{"requestoutcome": "A", "requestoutcomedate": "2025-03-10"}],
)  # fmt: skip
def day_without_answer(held: Held) -> pl.DataFrame:
    """A day with outcome A."""
    return failing(held["requests"], (pl.col("requestoutcome") == "A") & pl.col("requestoutcomedate").is_not_null())


@check(
    "SEN-206", "requests", "receiveddate", ERROR,
    rule="A request is not received before the person is born.",
    remedy="Correct the date of birth or of the request.",
    passing={"person": [{"personbirthdate": "2015-05-01"}], "requests": [{"receiveddate": "2025-02-03"}]},
    failing={"person": [{"personbirthdate": "2025-05-01"}], "requests": [{"receiveddate": "2025-02-03"}]},
)  # fmt: skip
def received_before_birth(held: Held) -> pl.DataFrame:
    """Requests before the birth."""
    rows = held.beside("requests", "person", ["personbirthdate"], _PERSON)
    return failing(rows, pl.col("receiveddate") < pl.col("personbirthdate"))


@check(
    "SEN-207", "requests", "receiveddate", WARNING,
    rule="A person's request of one day is in the return once.",
    remedy="Remove the repeated row: each request counts.",
    passing=[{"receiveddate": "2025-02-03"}, {"receiveddate": "2025-09-03"}],
    failing=[{"receiveddate": "2025-02-03"}, {"receiveddate": "2025-02-03"}],
)  # fmt: skip
def request_twice(held: Held) -> pl.DataFrame:
    """The second and later of a person's requests of a day."""
    return repeated(held["requests"], [*_PERSON, "receiveddate"])


@check(
    "SEN-301", "assessment", "assessmentoutcomedate", ERROR,
    rule="An assessment does not end before the request for it was received.",
    remedy="Correct one of the dates.",
    passing={
        "requests": [{"receiveddate": "2025-02-03"}], "assessment": [{"assessmentoutcomedate": "2025-06-10"}],
    },
    failing={
        "requests": [{"receiveddate": "2025-07-03"}], "assessment": [{"assessmentoutcomedate": "2025-06-10"}],
    },
)  # fmt: skip
def assessed_before_request(held: Held) -> pl.DataFrame:
    """Outcomes before the request."""
    rows = held.beside("assessment", "requests", ["receiveddate"], _REQUEST)
    return failing(rows, pl.col("assessmentoutcomedate") < pl.col("receiveddate"))


@check(
    "SEN-302", "assessment", "assessmentoutcomedate", ERROR,
    rule="An assessment does not end before it was agreed to assess.",
    remedy="Correct one of the dates.",
    passing={
        "requests": [{"requestoutcomedate": "2025-02-03"}], "assessment": [{"assessmentoutcomedate": "2025-06-10"}],
    },
    failing={
        "requests": [{"requestoutcomedate": "2025-07-03"}], "assessment": [{"assessmentoutcomedate": "2025-06-10"}],
    },
)  # fmt: skip
def assessed_before_agreed(held: Held) -> pl.DataFrame:
    """Outcomes before the answer to the request."""
    rows = held.beside("assessment", "requests", ["requestoutcomedate"], _REQUEST)
    return failing(rows, pl.col("assessmentoutcomedate") < pl.col("requestoutcomedate"))


@check(
    "SEN-303", "assessment", "assessmentoutcomedate", ERROR,
    rule="An assessment that led to a plan or to none (Y, N) has the day of that decision.",
    remedy="Give the day: without it the assessment is not counted, nor timed.",
    passing=[{"assessmentoutcome": "Y", "assessmentoutcomedate": "2025-06-10"}],
    failing=[{"assessmentoutcome": "Y"}],
)  # fmt: skip
def decision_without_day(held: Held) -> pl.DataFrame:
    """Outcome Y or N without a day."""
    decided = pl.col("assessmentoutcome").is_in(["Y", "N"])
    return failing(held["assessment"], decided & pl.col("assessmentoutcomedate").is_null())


@check(
    "SEN-304", "assessment", "assessmentoutcomedate", ERROR,
    rule="An assessment does not end after the year of the return.",
    remedy="Correct the date, or leave the outcome for the next return.",
    passing=[{"assessmentoutcomedate": "2025-12-31"}],
    failing=[{"assessmentoutcomedate": "2026-01-05"}],
)  # fmt: skip
def assessed_after_year(held: Held) -> pl.DataFrame:
    """Outcomes after 31 December."""
    return failing(held["assessment"], pl.col("assessmentoutcomedate") > held.last)


@check(
    "SEN-305", "assessment", "assessmentoutcome", WARNING,
    rule="Only a request that was granted (Y, or H, historical) leads to an assessment.",
    remedy="Correct the outcome of the request, or take the assessment out.",
    passing={"requests": [{"requestoutcome": "Y"}], "assessment": [{"assessmentoutcome": "Y"}]},
    failing={"requests": [{"requestoutcome": "N"}], "assessment": [{"assessmentoutcome": "Y"}]},
)  # fmt: skip
def assessed_though_refused(held: Held) -> pl.DataFrame:
    """Assessments with a decision, of requests refused (N) or not answered yet (A)."""
    rows = held.beside("assessment", "requests", ["requestoutcome"], _REQUEST)
    decided = pl.col("assessmentoutcome").is_in(["Y", "N"])
    return failing(rows, decided & pl.col("requestoutcome").is_in(["N", "A"]))


@check(
    "SEN-401", "namedplan", "ceasedate", ERROR,
    rule="A plan does not cease before it starts.",
    remedy="Correct one of the dates.",
    passing=[{"startdate": "2025-06-10", "ceasedate": "2025-09-01"}],
    failing=[{"startdate": "2025-09-10", "ceasedate": "2025-09-01"}],
)  # fmt: skip
def plan_ceases_first(held: Held) -> pl.DataFrame:
    """Ends before the start."""
    return failing(held["namedplan"], pl.col("ceasedate") < pl.col("startdate"))


@check(
    "SEN-402", "namedplan", "ceasereason", ERROR,
    rule="A plan that has ceased has a day and a reason.",
    remedy="Give what is missing.",
    passing=[{"startdate": "2025-06-10", "ceasedate": "2025-09-01", "ceasereason": "2"}],
    failing=[{"startdate": "2025-06-10", "ceasedate": "2025-09-01"}],
)  # fmt: skip
def ceased_by_halves(held: Held) -> pl.DataFrame:
    """A day without reason, or a reason without day."""
    return held["namedplan"].filter(pl.col("ceasedate").is_null() != pl.col("ceasereason").is_null())


@check(
    "SEN-403", "namedplan", "startdate", ERROR,
    rule="Each plan has the day on which it starts.",
    remedy="Give the day: without it the plan is not counted.",
    passing=[{"startdate": "2025-06-10"}],
    failing=[{"planres": "N"}],
)  # fmt: skip
def plan_without_start(held: Held) -> pl.DataFrame:
    """Plans without the day."""
    return held["namedplan"].filter(pl.col("startdate").is_null())


@check(
    "SEN-404", "namedplan", "startdate", WARNING,
    rule="A plan follows an assessment that led to one (Y, or H, historical).",
    remedy="Correct the outcome of the assessment, or take the plan out.",
    passing={"assessment": [{"assessmentoutcome": "Y"}], "namedplan": [{"startdate": "2025-06-10"}]},
    failing={"assessment": [{"assessmentoutcome": "N"}], "namedplan": [{"startdate": "2025-06-10"}]},
)  # fmt: skip
def plan_though_refused(held: Held) -> pl.DataFrame:
    """Plans after an assessment with outcome N, A or W."""
    rows = held.beside("namedplan", "assessment", ["assessmentoutcome"], _ASSESSMENT)
    return failing(rows, pl.col("assessmentoutcome").is_in(["N", "A", "W"]))


@check(
    "SEN-405", "namedplan", "startdate", ERROR,
    rule="A plan does not start after the year of the return.",
    remedy="Correct the date, or leave the plan for the next return.",
    passing=[{"startdate": "2025-12-31"}],
    failing=[{"startdate": "2026-01-05"}],
)  # fmt: skip
def plan_after_year(held: Held) -> pl.DataFrame:
    """Starts after 31 December."""
    return failing(held["namedplan"], pl.col("startdate") > held.last)


@check(
    "SEN-406", "namedplan", "startdate", ERROR,
    rule="A plan does not start before the person is born.",
    remedy="Correct the date of birth or of the plan.",
    passing={"person": [{"personbirthdate": "2015-05-01"}], "namedplan": [{"startdate": "2025-06-10"}]},
    failing={"person": [{"personbirthdate": "2025-07-01"}], "namedplan": [{"startdate": "2025-06-10"}]},
)  # fmt: skip
def plan_before_birth(held: Held) -> pl.DataFrame:
    """Starts before the birth."""
    rows = held.beside("namedplan", "person", ["personbirthdate"], _PERSON)
    return failing(rows, pl.col("startdate") < pl.col("personbirthdate"))


@check(
    "SEN-501", "placementdetail", "leavingdate", ERROR,
    rule="A placement does not end before it began.",
    remedy="Correct one of the dates.",
    passing=[{"entrydate": "2025-01-06", "leavingdate": "2025-07-18"}],
    failing=[{"entrydate": "2025-09-06", "leavingdate": "2025-07-18"}],
)  # fmt: skip
def left_before_entry(held: Held) -> pl.DataFrame:
    """Ends before the beginning."""
    return failing(held["placementdetail"], pl.col("leavingdate") < pl.col("entrydate"))


@check(
    "SEN-502", "placementdetail", "urn", WARNING,
    rule="A placement names a school by its URN or UKPRN, or says which other setting it is, not both.",
    remedy="Give the number of the school, or the kind of setting.",
    passing=[{"urn": "123456"}, {"sensetting": "OLA"}],
    failing=[{"entrydate": "2025-01-06"}],
)  # fmt: skip
def placement_nowhere(held: Held) -> pl.DataFrame:
    """Placements with neither."""
    places = (pl.col(one).is_null() for one in ("urn", "ukprn", "sensetting"))
    return held["placementdetail"].filter(pl.all_horizontal(places))


@check(
    "SEN-503", "placementdetail", "urn", ERROR,
    rule="A URN has six digits.",
    remedy="Correct the number: Get Information About Schools has it.",
    passing=[{"urn": "123456"}],
    failing=[{"urn": "12345"}],
)  # fmt: skip
def urn_written_wrong(held: Held) -> pl.DataFrame:
    """URNs that are not six digits."""
    return failing(held["placementdetail"], ~pl.col("urn").str.contains("^[0-9]{6}$"))


@check(
    "SEN-504", "senneed", "sentyperank", WARNING,
    rule="A plan has one main need (rank 1).",
    remedy="Correct the ranks.",
    passing=[{"sentype": "ASD", "sentyperank": "1"}, {"sentype": "SLCN", "sentyperank": "2"}],
    failing=[{"sentype": "ASD", "sentyperank": "1"}, {"sentype": "SLCN", "sentyperank": "1"}],
)  # fmt: skip
def two_main_needs(held: Held) -> pl.DataFrame:
    """The second and later main needs of a plan."""
    main = failing(held["senneed"], pl.col("sentyperank") == 1)
    return repeated(main, ["_active"])


@check(
    "SEN-505", "senneed", "sentype", WARNING,
    rule="A plan has each kind of need once.",
    remedy="Remove the repeated row.",
    passing=[{"sentype": "ASD", "sentyperank": "1"}, {"sentype": "SLCN", "sentyperank": "2"}],
    failing=[{"sentype": "ASD", "sentyperank": "1"}, {"sentype": "ASD", "sentyperank": "2"}],
)  # fmt: skip
def need_twice(held: Held) -> pl.DataFrame:
    """The second and later of a plan's equal needs."""
    return repeated(held["senneed"], ["_active", "sentype"])
