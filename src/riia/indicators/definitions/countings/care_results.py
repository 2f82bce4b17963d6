"""Results of children looked after and care leavers (items 1 to 13 and 18 to 20 of Dataset 2)."""

from typing import Final

from riia.indicators.definitions.counting import (
    Base,
    Condition,
    Counting,
    at_least,
    in_period,
    is_true,
    months_before_end,
    not_known,
    speaks_of_last_day,
    under_at_end,
)
from riia.indicators.definitions.countings.care_conditions import AGES, COUNTS, CURRENT, LEAVES, LISTS, aged

_LISTED: Final = speaks_of_last_day("on", "the list")
_RETURNED: Final = speaks_of_last_day("on", "the yearly return, or the list,")
_MISSING: Final = is_true("went_missing", "the child had a missing incident", "the child had no missing incident")
_TEMPORARY: Final = (
    "Moves with the same carer and temporary stays (hospital, a holiday, a week or less) are no placements of their"
    " own; a placement of less than a day is not counted."
)
_HEALTH: Final = (
    "A child without an answer, or who declined, counts as not done. The return gives it for 31 March alone; a list"
    " with the dates of the last checks gives it for any day."
)
_ON_THE_WAY: Final = "Adoptions for which the files do not tell both days are left out of the mean."
_MOVED: Final = at_least("placements", 3, "the child had three or more placements", "the child had fewer than three")
_MOVES_LISTED: Final = Counting(
    "cla-three-or-more-placements",
    "all",
    "care",
    among=CURRENT,
    counted=(_MOVED,),
    of=Base.ROWS,
    once="child",
    sources=LISTS,
    untold=not_known("placements", "children have no number of placements and count as having fewer than three"),
    choice="The list's own number of placements in the 12 months before the extract is used.",
)
_STABLE: Final = (
    *CURRENT,
    under_at_end(16),
    months_before_end(
        "period_began", 30, "the child has been in care for two and a half years", "the child has been in care for less"
    ),
)
_OFFERED: Final = Counting(
    "cla-return-interviews-offered",
    "all",
    "missing_in_care",
    among=(_LISTED, _MISSING),
    counted=(is_true("offered", "an interview was offered after the last incident", "none is recorded as offered"),),
    of=Base.ROWS,
    sources=LISTS,
    untold=not_known("offered", "children have no answer and count as not offered one"),
    choice="The list tells of the last incident of each child in the 12 months before the extract.",
)
_ACCEPTED: Final = is_true("accepted", "the child accepted an interview", "no interview is recorded as accepted")
_NOT_SAID: Final = not_known("accepted", "children have no answer and count as not having accepted")


def _in_year(slug: str, flag: str, words: str, *, also: tuple[Condition, ...] = ()) -> Counting:
    """A share of the children looked after for 12 months."""
    return Counting(
        slug,
        "all",
        "care_year",
        among=(_RETURNED, *also),
        counted=(is_true(flag, words, f"it is not recorded that {words}"),),
        of=Base.ROWS,
        once="child",
        untold=not_known(flag, "children have no answer and count as not done"),
        choice=_HEALTH,
    )


COUNTINGS = (
    *(
        Counting(
            "care-leavers-eet",
            key,
            "care_leavers",
            among=(COUNTS, aged(key)),
            counted=(
                is_true(
                    "in_eet",
                    "the young person is in education, employment or training",
                    "they are not, or it is not known",
                ),
            ),
            of=Base.ROWS,
            once="child",
            untold=not_known("in_eet", "young people's activity is not known; they stay in the base"),
        )
        for key in AGES
    ),
    *(
        Counting(
            "care-leavers-suitable-accommodation",
            key,
            "care_leavers",
            among=(
                COUNTS,
                aged(key),
                is_true(
                    "housed",
                    "it is known that the young person lives in the country",
                    "the young person is abroad, was deported, or nobody knows where they live",
                ),
            ),
            counted=(is_true("suitable", "the accommodation is suitable", "it is unsuitable, or nobody knows"),),
            of=Base.ROWS,
            once="child",
            untold=not_known("suitable", "young people's accommodation is not judged; they stay in the base"),
        )
        for key in AGES
    ),
    Counting(
        "cla-three-or-more-placements",
        "all",
        "care",
        among=CURRENT,
        counted=(_MOVED,),
        of=Base.ROWS,
        once="child",
        history_months=12,
        without_history=_MOVES_LISTED,
        choice=f"In the 12 months to the last day. {_TEMPORARY}",
    ),
    Counting(
        "cla-long-term-placements",
        "all",
        "care",
        among=_STABLE,
        counted=(
            months_before_end(
                "placement_began",
                24,
                "the child has lived with the same carer for two years",
                "the child has lived with the carer for less than two years, or it is not known for how long",
            ),
        ),
        of=Base.ROWS,
        once="child",
        history_months=30,
        choice=f"{_TEMPORARY} A list gives the start of the placement alone, also where the carer stayed the same.",
    ),
    _in_year("cla-immunisations", "immunised", "immunisations are up to date"),
    _in_year("cla-dental-checks", "teeth_checked", "teeth were checked in the year"),
    _in_year("cla-health-assessments", "health_assessed", "the annual health assessment was done"),
    _in_year(
        "cla-development-assessments",
        "development_checked",
        "development checks are up to date",
        also=(under_at_end(5),),
    ),
    Counting(
        "cla-adopted",
        "all",
        "care",
        among=LEAVES,
        counted=(is_true("adopted", "care ended with adoption", "care ended in another way"),),
        of=Base.ROWS,
        once="child",
    ),
    Counting(
        "cla-own-provision",
        "all",
        "care",
        among=CURRENT,
        counted=(is_true("own_provision", "the home is the council's own", "the home is somebody else's"),),
        of=Base.ROWS,
        once="child",
        untold=not_known("own_provision", "rows do not say who provides the home and count as not the council's own"),
    ),
    Counting(
        "cla-own-provision",
        "placement=foster",
        "care",
        among=CURRENT,
        counted=(
            is_true(
                "fostered_by_council",
                "the child is fostered by a carer of the council's own",
                "the child lives elsewhere, or with a carer of another agency",
            ),
        ),
        of=Base.ROWS,
        once="child",
        untold=not_known("fostered_by_council", "rows do not say where the child lives or who provides the home"),
        choice="A share of all children looked after, not only of those fostered.",
    ),
    Counting(
        "adoption-entry-to-moving-in",
        "all",
        "adoptions",
        among=(in_period("adopted", "the adoption"),),
        of=Base.MEAN,
        adds="days_to_placed",
        untold=not_known("days_to_placed", "adoptions lack one of the days and are left out"),
        choice=f"For children adopted in the period, whenever they moved in. {_ON_THE_WAY}",
    ),
    Counting(
        "adoption-order-to-match",
        "all",
        "adoptions",
        among=(in_period("adopted", "the adoption"),),
        of=Base.MEAN,
        adds="days_to_matched",
        untold=not_known(
            "days_to_matched", "adoptions lack one of the days, or were matched before the order, and are left out"
        ),
        choice=f"For children adopted in the period, from the placement order to the match. {_ON_THE_WAY}",
    ),
    Counting(
        "adoption-within-14-months",
        "all",
        "adoptions",
        among=(in_period("adopted", "the adoption"),),
        counted=(
            is_true(
                "placed_within_14_months",
                "the child moved in with the adopters within 14 months of coming into care",
                "it took longer, or one of the days is not known",
            ),
        ),
        of=Base.ROWS,
        untold=not_known("placed_within_14_months", "adoptions lack one of the days and count as taking longer"),
        choice="Of children adopted in the period. Fewer than 14 months from coming into care to moving in.",
    ),
    Counting(
        "cla-missing",
        "all",
        "missing_in_care",
        among=(_LISTED,),
        counted=(_MISSING,),
        of=Base.ROWS,
        once="child",
        choice=(
            "Children looked after on any day of the period, and incidents that began in it, without being away without"
            " leave. A list counts the incidents of the 12 months before the extract."
        ),
    ),
    _OFFERED,
    Counting(
        "cla-return-interviews-accepted",
        "all",
        "missing_in_care",
        among=(_LISTED, _MISSING),
        counted=(_ACCEPTED,),
        of=Base.ROWS,
        sources=LISTS,
        untold=_NOT_SAID,
        choice="A share of the children who went missing.",
    ),
    Counting(
        "cla-return-interviews-accepted",
        "of=offered",
        "missing_in_care",
        among=(_LISTED, _MISSING),
        counted=(_ACCEPTED,),
        of=_OFFERED,
        sources=LISTS,
        untold=_NOT_SAID,
        choice="A share of the children to whom one was offered.",
    ),
)
