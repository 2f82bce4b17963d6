"""Every counting: how each indicator is counted from a council's own files, by theme."""

from functools import cache

from riia.indicators.definitions.catalogue import catalogue
from riia.indicators.definitions.counting import Counting
from riia.indicators.definitions.errors import UnknownDefinition


@cache
def countings() -> tuple[Counting, ...]:
    """All of them, in the order of the memorandum as far as it has one."""
    from riia.indicators.definitions.countings import (
        assessment,
        child_protection,
        education,
        front_door,
        looked_after,
        send,
    )

    parts = (front_door, assessment, child_protection, looked_after, send, education)
    order = {indicator.slug: place for place, indicator in enumerate(catalogue().indicators)}
    found = [one for part in parts for one in part.COUNTINGS]
    return tuple(sorted(found, key=lambda one: (_dataset(one.indicator), order[one.indicator])))


def find(address: str) -> tuple[Counting, ...]:
    """The countings of "repeat-referrals" (all its variants) or of one variant, "referrals:source=police".

    Raises UnknownDefinition for an indicator that does not exist, or one that no file of a council can give.
    """
    slug, _, variant = address.partition(":")
    catalogue().indicator(slug)
    found = tuple(one for one in countings() if one.indicator == slug and (not variant or one.variant == variant))
    if not found:
        known = [one.variant for one in countings() if one.indicator == slug]
        if variant and known:
            raise UnknownDefinition(f"variant of {slug}", variant, known)
        raise UnknownDefinition("indicator computed from a council's files", slug, [o.indicator for o in countings()])
    return found


def _dataset(slug: str) -> tuple[str, int]:
    one = catalogue().indicator(slug)
    return (one.dataset or "9", one.number or 99)
