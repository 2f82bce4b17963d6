"""Councils that signed the agreement in force, as at a day; unknown while there is none."""

import datetime as dt

from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.places.measures import Asked, Measured, measure_of
from riia.alliance.places.models import Alliance, Organisation
from tests.alliance.agreements.test_agreements_services import alliance, in_force, scoped, trust

__all__ = ["alliance", "scoped", "trust"]  # fixtures


def take(region: str, until: dt.date) -> Measured:
    found = measure_of("agreements.signed")
    assert found is not None
    return found.find(Asked(region, dt.date(2026, 1, 1), until, until))


def test_a_council_counts_once_all_its_signatures_are_in(
    alliance: Alliance, trust: Organisation, scoped: AgreementVersion
) -> None:
    region = alliance.region.code
    assert take(region, dt.date(2026, 12, 1)).n is None
    version = in_force(scoped)
    found = take(region, dt.date(2026, 9, 26))
    assert (found.n, found.of) == (2, 2)
    assert str(version.reference) in found.href
    before = take(region, dt.date(2026, 9, 25))
    assert before.n == 0
    assert all("missing" in part.words for part in before.parts)
