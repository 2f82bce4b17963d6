"""Which items a return asks: Dataset 1 of the memorandum, line by line, with what each percentage is of.

Source: East Midlands memorandum of understanding 2022 to 2024, data appendix, Dataset 1; R4.17 to R4.20. The
denominators are those the appendix prints: item 3 of referrals, 6 of assessments completed, 9 of section 47 enquiries,
13 and 14 of plans starting, 20 of care leavers.
"""

from functools import cache
from typing import Final

from riia.indicators.definitions import Indicator, Measure, Variant, catalogue
from riia.indicators.returns.nouns import Form, Item, ReturnError

_OF: Final = {
    "repeat-referrals": ("referrals", "referrals"),
    "assessments-within-45-days": ("assessments-completed", "assessments completed"),
    "icpcs-within-15-days:of=section-47-enquiries": ("section-47-enquiries", "section 47 enquiries"),
    "repeat-cpps-ever": ("cpps-starting", "plans starting"),
    "repeat-cpps-2-years": ("cpps-starting", "plans starting"),
    "uasc-care-leavers": ("care-leavers", "care leavers"),
}
"""The item that a percentage is of, by the item's key, and how that is said."""
_VARIANT: Final = {"icpcs-within-15-days": "of=section-47-enquiries", "ehe": "count=census-day"}
"""Where the agreement asks another variant than the published default: a share of enquiries, and a stock."""
_SPLIT: Final = {"referrals": "source="}
"""Items asked in parts as well: all variants whose key begins so."""
FORMS: Final = ("mou-2022", "letter-2023")
"""The indicator sets that a round can collect."""


@cache
def form_of(key: str) -> Form:
    """The form of an indicator set. Raises ReturnError for a set that no round collects."""
    if key not in FORMS:
        raise ReturnError(f"{key!r} is not a set that councils return. Choose one of {', '.join(FORMS)}.")
    chosen = catalogue().set(key)
    items: list[Item] = []
    for position, slug in enumerate(chosen.members, 1):
        items += _items(catalogue().indicator(slug), str(position))
    return Form(chosen.key, chosen.title, tuple(items), tuple(one.words for one in chosen.unknown))


def _items(indicator: Indicator, label: str) -> list[Item]:
    whole = _variant(indicator)
    key = indicator.address(whole)
    measure = Measure.PERCENT if key in _OF else Measure.RATE
    of, words = _OF.get(key, ("", ""))
    found = [Item(key, label, indicator.title, indicator, whole, (Measure.NUMBER, measure), of, words)]
    if prefix := _SPLIT.get(indicator.slug):
        parts = [variant for variant in indicator.variants if variant.key.startswith(prefix)]
        found += [
            Item(indicator.address(part), f"{label}.{n}", part.title, indicator, part, (Measure.NUMBER,), part_of=key)
            for n, part in enumerate(parts, 1)
        ]
    return found


def _variant(indicator: Indicator) -> Variant:
    wanted = _VARIANT.get(indicator.slug)
    return next(one for one in indicator.variants if one.key == wanted) if wanted else indicator.default
