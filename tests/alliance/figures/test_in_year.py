"""In-year figures: published by a signature, seen by whom the register names, taken back with the signature."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.figures import in_year
from riia.alliance.figures.models import InYearReturn, InYearValue
from riia.alliance.figures.services.in_year import Signed, publish_in_year, take_back_in_year
from riia.alliance.places.models import Alliance
from riia.alliance.places.queries import find
from riia.alliance.places.services import load_reference
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol

BY = System("test")
AT = datetime(2026, 10, 20, 9, tzinfo=UTC)
SOURCE = UUID(int=5)
QUARTER = Period.parse("2026-27Q2")
ANSWERS = {
    ("referrals", Measure.NUMBER): Number(812),
    ("referrals", Measure.RATE): Number(130.7),
    ("referrals:source=police", Measure.NUMBER): Missing(Symbol.SUPPRESSED),
    ("ehe", Measure.NUMBER): Number(0),
}


@pytest.fixture
def alliance(db: None, monkeypatch: pytest.MonkeyPatch) -> Alliance:
    """The East Midlands with a register that lets everything be collected and partners see it."""
    load_reference(by=BY)

    class Grounds:
        def as_dict(self) -> dict[str, object]:
            return {"agreement": "Memorandum", "version": "2022", "clause": "6.4"}

    monkeypatch.setattr(gate, "check_collect", lambda *_, **__: Grounds())
    monkeypatch.setattr(gate, "audiences_of", lambda *_: frozenset({Audience.PARTNERS}))
    return Alliance.objects.get(region__code="E12000004")


def signed(alliance: Alliance, version: int = 1, **changes: object) -> Signed:
    facts = {
        "alliance": alliance, "council": find("Derby"), "period": QUARTER, "form": "mou-2022", "source": SOURCE,
        "version": version, "fingerprint": "a" * 64, "population": {"words": "mid-2026"}, "simulated": True,
        "answers": ANSWERS,
    }  # fmt: skip
    return Signed(**{**facts, **changes})  # type: ignore[arg-type]


def values(alliance: Alliance, address: str, scope: Scope | None = None, measure: Measure = Measure.NUMBER) -> list:
    found = in_year.of_indicator(scope or Scope.system(), address, alliance, measure=measure)
    return [figure.value for figures in found.values() for figure in figures]


def test_what_is_signed_is_read_back_as_it_is(alliance: Alliance) -> None:
    publish_in_year(signed=signed(alliance), at=AT, by=BY)
    assert values(alliance, "referrals") == [Number(812)]
    assert [str(value) for value in values(alliance, "referrals", measure=Measure.RATE)] == ["130.7"]
    assert values(alliance, "referrals:source=police") == [Missing(Symbol.SUPPRESSED)]
    assert values(alliance, "ehe:count=any-time") == [Number(0)]
    assert values(alliance, "cla-current") == []


def test_a_later_version_replaces_the_earlier_and_a_voided_signature_takes_back(alliance: Alliance) -> None:
    publish_in_year(signed=signed(alliance), at=AT, by=BY)
    publish_in_year(signed=signed(alliance, 2, answers={("referrals", Measure.NUMBER): Number(900)}), at=AT, by=BY)
    assert values(alliance, "referrals") == [Number(900)]
    assert not take_back_in_year(source=SOURCE, version=1, reason="old", at=AT, by=BY)
    assert take_back_in_year(source=SOURCE, version=2, reason="voided", at=AT, by=BY)
    assert values(alliance, "referrals") == []
    assert InYearValue.objects.count() == 0
    assert [row.withdrawn_because for row in InYearReturn.objects.order_by("pk")] == ["replaced by version 2", "voided"]
    assert Entry.objects.filter(action="figures.withdraw_in_year").count() == 2


def test_only_those_inside_the_agreement_see_them(alliance: Alliance, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_in_year(signed=signed(alliance), at=AT, by=BY)
    assert values(alliance, "referrals", Scope.nobody()) == []
    assert in_year.returns_of(Scope.nobody(), alliance) == []
    monkeypatch.setattr(gate, "audiences_of", lambda *_: frozenset({Audience.DFE}))
    assert values(alliance, "referrals") == []


def test_nothing_is_published_when_the_trail_cannot_be_written(
    alliance: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.figures.services.in_year.record", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        publish_in_year(signed=signed(alliance), at=AT, by=BY)
    assert not InYearReturn.objects.exists()
