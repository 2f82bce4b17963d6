"""Special educational needs: requests, assessments and plans (items 22 to 24 of the memorandum) and the 20 weeks."""

import narwhals as nw

from riia.indicators.definitions.counting import Base, Condition, Counting, in_period, is_not_true, is_true

_NOT_TRANSFERRED = is_not_true(
    "transferred", "it did not come from another council", "it came from another council with the person"
)


def _outcome(values: tuple[str, ...], words: str, otherwise: str) -> Condition:
    return Condition(words, otherwise, ("outcome",), lambda _: nw.col("outcome").is_in(list(values)))


_DECIDED = in_period("decided", "the day of the outcome")
_ISSUED = (
    in_period("issued", "the day the plan was issued"),
    is_not_true("historical", "it was decided in the time of the return", "it was decided before the return began"),
    _NOT_TRANSFERRED,
    Condition(
        "the days from the request to the plan can be told",
        "the request has no day, or one after the plan was issued",
        ("within_20_weeks",),
        lambda _: ~nw.col("within_20_weeks").is_null(),
    ),
)
_WITHOUT_EXCEPTION = is_not_true(
    "exception", "no lawful exception to the 20 weeks applied", "a lawful exception to the 20 weeks applied"
)
_IN_TIME = is_true(
    "within_20_weeks",
    "it was issued within 20 weeks of the day the request was received",
    "it was issued later than 20 weeks after the day the request was received",
)
_BASE_CHOICE = (
    " A plan counts on the day it was issued: the day of the assessment's outcome when that is Y, otherwise the plan's"
    " start. Plans that followed mediation or an appeal are counted too; the published base is smaller than the plans"
    " issued, and no public rule says which are left out."
)

COUNTINGS: tuple[Counting, ...] = (
    Counting(
        "ehcp-requests",
        "all",
        "ehc_requests",
        among=(
            in_period("received", "the day the request was received"),
            is_not_true(
                "historical",
                "it was not decided before the return began, and did not come with a transfer",
                "it is historical (H): decided before the return began, or came with a transfer",
            ),
        ),
        choice=(
            "Requests of every outcome count, withdrawn and undecided ones too, as do repeated ones, those from youth"
            " accommodation, and those of a person who moved away before the assessment was done."
        ),
    ),
    Counting(
        "ehcp-assessments",
        "count=decided",
        "ehc_assessments",
        among=(
            _DECIDED,
            _outcome(
                ("Y", "N"),
                "the outcome is a plan (Y) or no plan (N)",
                "the outcome is awaited (A), withdrawn (W), historical (H) or unknown",
            ),
            _NOT_TRANSFERRED,
        ),
        choice=(
            "No public rule says which count the memorandum means. Assessments with an outcome in the period are the"
            " default, because they have a published figure; that also holds a few awaited and withdrawn ones."
        ),
    ),
    Counting(
        "ehcp-assessments",
        "count=agreed",
        "ehc_requests",
        among=(
            in_period("decided", "the day of the decision on the request"),
            is_true("agreed", "it was decided to assess (Y)", "it was not decided to assess, or not yet"),
            is_not_true("historical", "it did not come with a transfer", "it is historical, or came with a transfer"),
        ),
        choice=(
            "Requests are counted on the day it was decided to assess; the published figure takes those among the"
            " requests of the year."
        ),
    ),
    Counting(
        "ehcps-issued",
        "count=new-plans",
        "ehc_plans",
        among=(
            in_period("started", "the start of the plan"),
            is_not_true(
                "historical",
                "the decision on it was made in the time of the return",
                "the decision on it was made before the return began (H), so the new start is that of an amended plan",
            ),
            _NOT_TRANSFERRED,
            is_true("first", "it is the person's first plan", "the person had a plan before, or it has no start"),
        ),
        once="child",
        choice=(
            "A plan counts on the start that is recorded. Systems give an amended plan a new start, so plans whose"
            " assessment is historical are left out, as are plans brought from another council; of the plans of one"
            " person only the first counts."
        ),
    ),
    Counting(
        "ehcps-issued",
        "count=assessments-with-a-plan",
        "ehc_assessments",
        among=(
            _DECIDED,
            _outcome(("Y",), "the outcome is a plan (Y)", "the outcome is not a plan"),
            _NOT_TRANSFERRED,
        ),
        choice="The day of the outcome is the day the plan was issued.",
    ),
    Counting(
        "ehcps-issued",
        "count=twenty-week-base",
        "ehc_plans",
        among=_ISSUED,
        choice="Plans that can be timed, with and without an exception." + _BASE_CHOICE,
    ),
    Counting(
        "ehcps-within-20-weeks",
        "exceptions=included",
        "ehc_plans",
        among=_ISSUED,
        counted=(_IN_TIME,),
        of=Base.ROWS,
        choice="In time is up to and including the day 20 weeks after the request was received." + _BASE_CHOICE,
    ),
    Counting(
        "ehcps-within-20-weeks",
        "exceptions=excluded",
        "ehc_plans",
        among=(*_ISSUED, _WITHOUT_EXCEPTION),
        counted=(_IN_TIME,),
        of=Base.ROWS,
        choice=(
            "In time is up to and including the day 20 weeks after the request was received. A plan of which nobody"
            " recorded whether an exception applied counts as one without." + _BASE_CHOICE
        ),
    ),
)
"""By the catalogue's slugs and variants."""
