"""CIN census: assessments and the factors found in them."""

from typing import Final

import polars as pl

from riia.indicators.calendar import add_working_days
from riia.indicators.checks.held import Held, failing, overlapping, repeated
from riia.indicators.checks.registry import ERROR, NOTE, WARNING, check

_EPISODE: Final = ("_child", "_episode")
_ASSESSMENT: Final = (*_EPISODE, "_assessment")
_IN_TIME: Final = 45
"""Working days in which an assessment should be done."""


@check(
    "CIN-301", "Assessments", "AssessmentActualStartDate", ERROR, echoes="1103",
    rule="An assessment does not start before the referral.",
    remedy="Correct the date, or move the assessment to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "Assessments": [{"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINreferralDate": "2024-05-01"}],
        "Assessments": [{"LAchildID": "A1", "AssessmentActualStartDate": "2024-04-30"}],
    },
)  # fmt: skip
def assessed_before_referral(held: Held) -> pl.DataFrame:
    """Starts before the episode's referral."""
    rows = held.beside("Assessments", "CINdetails", ["CINreferralDate"], _EPISODE)
    return failing(rows, pl.col("AssessmentActualStartDate") < pl.col("CINreferralDate"))


@check(
    "CIN-302", "Assessments", "AssessmentAuthorisationDate", ERROR, echoes="8608",
    rule="An assessment is not authorised before it started.",
    remedy="Correct the date of start or of authorisation.",
    passing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01", "AssessmentAuthorisationDate": "2024-05-01"},
    ],
    failing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-02", "AssessmentAuthorisationDate": "2024-05-01"},
    ],
)  # fmt: skip
def authorised_before_start(held: Held) -> pl.DataFrame:
    """Authorisations before the start."""
    return failing(held["Assessments"], pl.col("AssessmentAuthorisationDate") < pl.col("AssessmentActualStartDate"))


@check(
    "CIN-303", "Assessments", "AssessmentAuthorisationDate", ERROR, echoes="8696",
    rule="An authorisation lies within the census year.",
    remedy="Leave out assessments that were authorised before the year; give later ones in the next census.",
    passing=[{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-04-01"}],
    failing=[{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-03-31"}],
)  # fmt: skip
def authorised_outside_year(held: Held) -> pl.DataFrame:
    """Authorisations before or after the year."""
    return failing(held["Assessments"], ~pl.col("AssessmentAuthorisationDate").is_between(held.first, held.last))


@check(
    "CIN-304", "Assessments", "AssessmentActualStartDate", ERROR, echoes="8736",
    rule="An assessment that is not completed started within the census year.",
    remedy="Record its authorisation, or correct the start.",
    passing=[{"LAchildID": "A1", "AssessmentActualStartDate": "2025-02-03"}],
    failing=[{"LAchildID": "A1", "AssessmentActualStartDate": "2024-03-01"}],
)  # fmt: skip
def open_assessment_of_another_year(held: Held) -> pl.DataFrame:
    """Open assessments begun before or after the year."""
    outside = ~pl.col("AssessmentActualStartDate").is_between(held.first, held.last)
    return failing(held["Assessments"], pl.col("AssessmentAuthorisationDate").is_null() & outside)


@check(
    "CIN-305", "Assessments", "AssessmentAuthorisationDate", NOTE, echoes="8670Q",
    rule="An assessment is done within 45 working days: none is open for longer on the last day the file tells of.",
    remedy="If it was authorised, record the day; if it is late, be ready to say why.",
    passing=[{"LAchildID": "A1", "AssessmentActualStartDate": "2025-02-03"}],
    failing=[{"LAchildID": "A1", "AssessmentActualStartDate": "2024-11-01"}],
)  # fmt: skip
def assessment_overdue(held: Held) -> pl.DataFrame:
    """Open assessments begun more than 45 working days before the end of the year, or before the file was made."""
    late = pl.col("AssessmentActualStartDate").is_between(
        held.first, add_working_days(held.until, -_IN_TIME), closed="left"
    )
    return failing(held["Assessments"], pl.col("AssessmentAuthorisationDate").is_null() & late)


@check(
    "CIN-306", "Assessments", "AssessmentAuthorisationDate", ERROR, echoes="8896",
    rule="An episode has at most one open assessment.",
    remedy="Authorise the earlier assessment, or remove the second.",
    passing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01", "AssessmentAuthorisationDate": "2024-06-01"},
        {"LAchildID": "A1", "AssessmentActualStartDate": "2025-02-01"},
    ],
    failing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2025-01-06"},
        {"LAchildID": "A1", "AssessmentActualStartDate": "2025-02-03"},
    ],
)  # fmt: skip
def two_open_assessments(held: Held) -> pl.DataFrame:
    """All open assessments of an episode that has several."""
    waiting = held["Assessments"].filter(pl.col("AssessmentAuthorisationDate").is_null())
    return waiting.filter(pl.len().over(*_EPISODE) > 1)


@check(
    "CIN-307", "Assessments", "AssessmentActualStartDate", WARNING, echoes="8863Q",
    rule="An assessment does not start while another of the same episode is going on, nor on its last day.",
    remedy="Correct the dates, or remove the assessment that was recorded twice.",
    passing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01", "AssessmentAuthorisationDate": "2024-06-03"},
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-06-04", "AssessmentAuthorisationDate": "2024-07-01"},
    ],
    failing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01", "AssessmentAuthorisationDate": "2024-06-03"},
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-06-03", "AssessmentAuthorisationDate": "2024-07-01"},
    ],
)  # fmt: skip
def assessments_overlap(held: Held) -> pl.DataFrame:
    """Starts inside another assessment of the episode. Two open ones are CIN-306."""
    late = overlapping(
        held["Assessments"], _EPISODE, "AssessmentActualStartDate", "AssessmentAuthorisationDate", touching=True
    )
    return late.join(two_open_assessments(held), on="_at", how="anti")


@check(
    "CIN-308", "Assessments", "AssessmentInternalReviewDate", WARNING,
    rule="An assessment is not reviewed before it started.",
    remedy="Correct the date of the review or of the start.",
    passing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01", "AssessmentInternalReviewDate": "2024-05-10"},
    ],
    failing=[
        {"LAchildID": "A1", "AssessmentActualStartDate": "2024-05-01", "AssessmentInternalReviewDate": "2024-04-10"},
    ],
)  # fmt: skip
def assessment_reviewed_before_start(held: Held) -> pl.DataFrame:
    """Internal reviews before the start."""
    return failing(held["Assessments"], pl.col("AssessmentInternalReviewDate") < pl.col("AssessmentActualStartDate"))


@check(
    "CIN-309", "Assessments", "AssessmentAuthorisationDate", ERROR, echoes="8867",
    rule="All assessments of a closed episode are completed.",
    remedy="Record the authorisation, or remove an assessment that was abandoned.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Assessments": [{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-06-28"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Assessments": [{"LAchildID": "A1"}],
    },
)  # fmt: skip
def closed_with_open_assessment(held: Held) -> pl.DataFrame:
    """Open assessments in closed episodes."""
    rows = held.beside("Assessments", "CINdetails", ["CINclosureDate"], _EPISODE)
    return rows.filter(pl.col("AssessmentAuthorisationDate").is_null() & pl.col("CINclosureDate").is_not_null())


@check(
    "CIN-310", "Assessments", "AssessmentAuthorisationDate", ERROR, echoes="8565",
    rule="No assessment starts or is authorised after its episode was closed.",
    remedy="Correct the closure, or move the assessment to the episode it belongs to.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Assessments": [{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-07-01"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01"}],
        "Assessments": [{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-07-02"}],
    },
)  # fmt: skip
def assessed_after_closure(held: Held) -> pl.DataFrame:
    """Assessments that reach past the closure."""
    rows = held.beside("Assessments", "CINdetails", ["CINclosureDate"], _EPISODE)
    last = pl.max_horizontal("AssessmentActualStartDate", "AssessmentAuthorisationDate")
    return failing(rows, last > pl.col("CINclosureDate"))


@check(
    "CIN-320", "Assessments", "AssessmentAuthorisationDate", WARNING, echoes="8897Q",
    rule="A completed assessment has at least one factor, 21 if none was found.",
    remedy="Record the factors: without them the child is left out of every figure by factor.",
    passing={
        "Assessments": [{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-07-01"}],
        "AssessmentFactors": [{"LAchildID": "A1", "AssessmentFactors": "21"}],
    },
    failing={
        "Assessments": [{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-07-01"}],
        "AssessmentFactors": [],
    },
)  # fmt: skip
def factors_missing(held: Held) -> pl.DataFrame:
    """Completed assessments without factors."""
    done = failing(held["Assessments"], pl.col("AssessmentAuthorisationDate") >= held.first)
    return done.join(held["AssessmentFactors"].drop_nulls("AssessmentFactors"), on=_ASSESSMENT, how="anti")


@check(
    "CIN-321", "AssessmentFactors", "AssessmentFactors", ERROR, echoes="8614",
    rule="Factors are recorded at the end of an assessment, not before.",
    remedy="Record the authorisation, or take the factors out until then.",
    passing={
        "Assessments": [{"LAchildID": "A1", "AssessmentAuthorisationDate": "2024-07-01"}],
        "AssessmentFactors": [{"LAchildID": "A1", "AssessmentFactors": "2B"}],
    },
    failing={
        "Assessments": [{"LAchildID": "A1"}],
        "AssessmentFactors": [{"LAchildID": "A1", "AssessmentFactors": "2B"}],
    },
)  # fmt: skip
def factors_before_end(held: Held) -> pl.DataFrame:
    """Factors of assessments that are not completed."""
    waiting = held["Assessments"].filter(pl.col("AssessmentAuthorisationDate").is_null())
    return held["AssessmentFactors"].join(waiting, on=_ASSESSMENT, how="semi")


@check(
    "CIN-322", "AssessmentFactors", "AssessmentFactors", ERROR, echoes="8869",
    rule="Factor 21, no factors found, stands alone.",
    remedy="Take out 21, or the other factors.",
    passing=[{"LAchildID": "A1", "AssessmentFactors": "21"}],
    failing=[{"LAchildID": "A1", "AssessmentFactors": "21"}, {"LAchildID": "A1", "AssessmentFactors": "2B"}],
)  # fmt: skip
def no_factor_and_some(held: Held) -> pl.DataFrame:
    """Factor 21 beside another."""
    others = pl.col("AssessmentFactors").n_unique().over(*_ASSESSMENT) > 1
    return failing(held["AssessmentFactors"], (pl.col("AssessmentFactors") == "21") & others)


@check(
    "CIN-323", "AssessmentFactors", "AssessmentFactors", ERROR, echoes="8898",
    rule="An assessment has each factor once.",
    remedy="Take out the repeated factor.",
    passing=[{"LAchildID": "A1", "AssessmentFactors": "2B"}, {"LAchildID": "A1", "AssessmentFactors": "3A"}],
    failing=[{"LAchildID": "A1", "AssessmentFactors": "2B"}, {"LAchildID": "A1", "AssessmentFactors": "2B"}],
)  # fmt: skip
def factor_twice(held: Held) -> pl.DataFrame:
    """The second and later of equal factors."""
    return repeated(held["AssessmentFactors"], [*_ASSESSMENT, "AssessmentFactors"])


@check(
    "CIN-324", "AssessmentFactors", "AssessmentFactors", NOTE, echoes="8945Q, 8950Q", since=2025,
    rule="Factors 18A and 19A are no longer used: 18B or 18C, and 19B or 19C, say more.",
    remedy="Use the newer codes.",
    passing=[{"LAchildID": "A1", "AssessmentFactors": "18B"}],
    failing=[{"LAchildID": "A1", "AssessmentFactors": "18A"}],
)  # fmt: skip
def factor_replaced(held: Held) -> pl.DataFrame:
    """Codes 18A and 19A."""
    return failing(held["AssessmentFactors"], pl.col("AssessmentFactors").is_in(["18A", "19A"]))


@check(
    "CIN-325", "CINdetails", "ReasonForClosure", WARNING, echoes="8873Q",
    rule="When the only assessment found no factors (21), the episode is closed after assessment: RC8 or RC9.",
    remedy="Check the factors and the reason for closure, or close the episode: one of them says the child is in need.",
    passing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01", "ReasonForClosure": "RC8"}],
        "Assessments": [{"LAchildID": "A1"}],
        "AssessmentFactors": [{"LAchildID": "A1", "AssessmentFactors": "21"}],
    },
    failing={
        "CINdetails": [{"LAchildID": "A1", "CINclosureDate": "2024-07-01", "ReasonForClosure": "RC1"}],
        "Assessments": [{"LAchildID": "A1"}],
        "AssessmentFactors": [{"LAchildID": "A1", "AssessmentFactors": "21"}],
    },
)  # fmt: skip
def no_factors_yet_in_need(held: Held) -> pl.DataFrame:
    """Episodes with one assessment and factor 21, and another reason for closure or none."""
    alone = held["Assessments"].filter(pl.len().over(*_EPISODE) == 1)
    none_found = held["AssessmentFactors"].filter(pl.col("AssessmentFactors") == "21")
    factorless = alone.join(none_found, on=_ASSESSMENT, how="semi")
    reason = pl.col("ReasonForClosure").fill_null("")
    return held["CINdetails"].filter(~reason.is_in(["RC8", "RC9"])).join(factorless, on=_EPISODE, how="semi")
