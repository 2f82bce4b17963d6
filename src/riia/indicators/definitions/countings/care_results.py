"""Results of children looked after and care leavers (items 1 to 13 and 18 to 20 of Dataset 2)."""

from dataclasses import replace
from typing import Final

import narwhals as nw

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
    under_18_at_end,
    under_at_end,
)
from riia.indicators.definitions.countings.care_conditions import (
    AGES,
    COUNTS,
    CURRENT,
    LAST_LEAVING,
    LEAVES,
    LISTS,
    aged,
)

_LISTED: Final = speaks_of_last_day("on", "the list")
_RETURNED: Final = speaks_of_last_day("on", "the yearly return, or the list,")
_MISSING: Final = is_true("went_missing", "the child had a missing incident", "the child had no missing incident")
_TEMPORARY: Final = (
    "Moves with the same carer and temporary stays (hospital, a holiday, a week or less) are no placements of their"
    " own; a placement of less than a day is not counted."
)
_HEALTH: Final = (
    "A start, an end or a short break (V3, V4) in the 12 months leaves the child out. A child without an answer, or who"
    " declined, counts as not done. The return gives it for 31 March alone; a list with the days of the last checks for"
    " the day on which it was made, and one check in the year is enough for it, also of a child under 5, who should"
    " have two."
)
_ON_THE_WAY: Final = "Adoptions for which the files do not tell both days are left out."
_ADOPTED: Final = in_period("adopted", "the adoption")
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
    untold=not_known("placements", "the list does not say how many there were", "it counts as fewer than three"),
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
    untold=not_known("offered", "nothing is recorded", "it counts as not offered"),
    choice="The list tells of the last incident of each child in the 12 months before the extract.",
)
_ACCEPTED: Final = is_true("accepted", "the child accepted an interview", "no interview is recorded as accepted")
_NOT_SAID: Final = not_known("accepted", "nothing is recorded", "it counts as not accepted")


def _in_year(
    slug: str, flag: str, words: str, *, also: tuple[Condition, ...] = (), sources: tuple[str, ...] = ()
) -> Counting:
    """A share of the children looked after for 12 months."""
    return Counting(
        slug,
        "all",
        "care_year",
        among=(_RETURNED, under_18_at_end(), *also),
        counted=(is_true(flag, words, f"it is not recorded that {words}"),),
        of=Base.ROWS,
        once="child",
        sources=sources,
        untold=not_known(flag, "there is no answer", "it counts as not done"),
        choice=_HEALTH,
    )


def _by_history(one: Counting) -> Counting:
    """Three yearly returns are needed to see most of the way; a list of adoptions tells the days itself."""
    return replace(one, history_months=24, history_of=("ssda903",))


def _mean(slug: str, days: str, choice: str) -> Counting:
    return _by_history(
        Counting(
            slug,
            "all",
            "adoptions",
            among=(_ADOPTED,),
            of=Base.MEAN,
            adds=days,
            untold=not_known(days, "a day is not known, or they are not in this order", "it is left out"),
            choice=f"{choice} {_ON_THE_WAY}",
        )
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
            untold=not_known("in_eet", "the activity is not known", "the young person is in the base alone"),
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
            untold=not_known(
                "suitable",
                "nobody knows whether the home suits",
                "the young person is in the base alone",
            ),
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
                "the child has lived there, or with the same carer, for two years (before adoption: there and where it"
                " lived before)",
                "the child has lived there for less than two years, or it is not known for how long",
            ),
        ),
        of=Base.ROWS,
        once="child",
        untold=not_known("born", "the day of birth is not known", "nobody can tell whether it is under 16"),
        history_months=30,
        history_of=("ssda903",),
        choice=(
            f"{_TEMPORARY} A child placed for adoption is counted from the start of the placement before, as the two"
            " together count. A list gives the start of the placement alone, also where the carer stayed the same."
        ),
        version=2,
    ),
    _in_year("cla-immunisations", "immunised", "immunisations are up to date", sources=("ssda903",)),
    _in_year("cla-dental-checks", "teeth_checked", "teeth were checked in the year"),
    _in_year("cla-health-assessments", "health_assessed", "the annual health assessment was done"),
    _in_year(
        "cla-development-assessments",
        "development_checked",
        "development checks are up to date",
        also=(under_at_end(5),),
        sources=("ssda903",),
    ),
    Counting(
        "cla-adopted",
        "all",
        "care",
        among=(*LEAVES, LAST_LEAVING),
        counted=(is_true("adopted", "care ended with adoption", "care ended in another way"),),
        of=Base.ROWS,
        once="child",
        choice=(
            "A child who left care more than once in the period counts as it left the last time, as in the published"
            " figures. A child adopted earlier in the period who came back and left in another way is not adopted."
        ),
        version=2,
    ),
    Counting(
        "cla-own-provision",
        "all",
        "care",
        among=CURRENT,
        counted=(is_true("own_provision", "the home is the council's own", "the home is somebody else's"),),
        of=Base.ROWS,
        once="child",
        untold=not_known("own_provision", "nothing says who provides the home", "it counts as somebody else's"),
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
        untold=not_known("fostered_by_council", "nothing says who provides which home", "it does not count"),
        choice="A share of all children looked after, not only of those fostered.",
    ),
    _mean(
        "adoption-entry-to-moving-in",
        "days_to_placed",
        "For children adopted in the period, from coming into care to moving in, whenever they moved in.",
    ),
    _mean(
        "adoption-order-to-match",
        "days_to_matched",
        "For children adopted in the period, from the placement order to the match, where the match came after.",
    ),
    _by_history(
        Counting(
            "adoption-within-14-months",
            "all",
            "adoptions",
            among=(
                _ADOPTED,
                Condition(
                    "it is known when the child came into care and when it moved in",
                    "it is not known when the child came into care, or when it moved in",
                    ("placed_within_14_months",),
                    lambda _: ~nw.col("placed_within_14_months").is_null(),
                ),
            ),
            counted=(
                is_true(
                    "placed_within_14_months",
                    "the child moved in with the adopters within 14 months of coming into care",
                    "it took 14 months or longer",
                ),
            ),
            of=Base.ROWS,
            choice=f"Of children adopted in the period. {_ON_THE_WAY}",
        )
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
