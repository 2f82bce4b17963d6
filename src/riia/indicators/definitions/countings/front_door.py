"""Contacts, early help assessments and referrals (items 1 to 3 of the memorandum)."""

import narwhals as nw

from riia.indicators.definitions.counting import Base, Condition, Counting, equals, in_period, recent

_CONTACTED = in_period("contacted", "the contact")
_REFERRED = in_period("referred", "the referral")
_SOURCES = {
    "individual": "an individual",
    "schools": "a school",
    "education-services": "education services",
    "health-services": "health services",
    "housing": "housing",
    "council-services": "the council's own services",
    "police": "the police",
    "other-legal-agency": "another legal agency",
    "other": "somebody else",
    "anonymous": "somebody who stayed anonymous",
    "unknown": "a source that is not recorded",
}

_BY_ANNEX_A = Counting(
    "repeat-referrals",
    "all",
    "referrals",
    among=(_REFERRED,),
    sources=("annex-a",),
    counted=(
        Condition(
            "the list says that the child was referred in the last 12 months",
            "the list says that the child was not referred in the last 12 months, or does not say",
            ("referrals_in_12_months",),
            lambda _: nw.col("referrals_in_12_months") > 0,
        ),
    ),
    of=Base.ROWS,
    untold=Condition(
        "the list does not say how often the child was referred",
        "it counts as a first referral",
        ("referrals_in_12_months",),
        lambda _: nw.col("referrals_in_12_months").is_null(),
    ),
    history_months=12,
    without="the list's own count, of the 12 months before the extract, stands in and may be too high",
    choice=(
        "The files do not reach back 12 months, so the list's own count of referrals in the 12 months before the"
        " extract is used. It looks back from the day of the extract, not from each referral, and so counts too many."
    ),
)

COUNTINGS = (
    Counting(
        "initial-contacts",
        "all",
        "contacts",
        among=(_CONTACTED,),
        choice="Every row counts, one for each child of a contact, also about open cases if the list has them.",
    ),
    Counting(
        "early-help-assessments",
        "all",
        "early_help_assessments",
        among=(in_period("started", "the start of the assessment"),),
        choice="Counted by the day on which the assessment began; every row counts, one for each child.",
    ),
    Counting(
        "referrals",
        "all",
        "referrals",
        among=(_REFERRED,),
        choice="Every referral counts, also those that led to no further action.",
    ),
    *(
        Counting(
            "referrals",
            f"source={key}",
            "referrals",
            among=(_REFERRED,),
            counted=(equals("source", key, f"it came from {words}", f"it did not come from {words}"),),
            of=Base.ROWS,
        )
        for key, words in _SOURCES.items()
    ),
    Counting(
        "repeat-referrals",
        "all",
        "referrals",
        among=(_REFERRED,),
        counted=(
            recent(
                "referred",
                "previous_referred",
                1,
                "the same child was referred on an earlier day, at most 12 months before",
                "the child was not referred in the 12 months before, as far as the files tell",
            ),
        ),
        of=Base.ROWS,
        history_months=12,
        without_history=_BY_ANNEX_A,
        choice="Counted from referral to referral. A second referral of a child on one day is no repeat of the first.",
    ),
)
