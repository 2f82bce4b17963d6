"""In-year figures on the page of an indicator: for whom the register names, beside what is published, never in it."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from riia.alliance.access.models import Person
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.audit.actors import System
from riia.alliance.figures.services.in_year import Signed, publish_in_year, take_back_in_year
from riia.alliance.insight import queries
from riia.alliance.insight.in_year import BLANK, NOT_SIGNED, in_year_of
from riia.alliance.places import queries as places
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded", "register")]
PAGE, TITLE = "/indicators/referrals/", "In-year, from the councils’ signed returns"
DERBY, LEICESTER, BRISTOL = "831", "856", "801"
QUARTERS = ("2025-26Q2", "2025-26Q3", "2025-26Q4", "2026-27Q1")
BY = System("tests")


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that lets everything be collected and the partners see it."""

    class Grounds:
        def as_dict(self) -> dict[str, object]:
            return {"agreement": "Memorandum", "version": "2022-24", "clause": "6.4"}

    monkeypatch.setattr(gate, "check_collect", lambda *_, **__: Grounds())
    monkeypatch.setattr(gate, "audiences_of", lambda *_: frozenset({Audience.PARTNERS}))
    shown = frozenset({"referrals", "initial-contacts"})
    monkeypatch.setattr(gate, "shown_to", lambda _, audience, __: shown if audience is Audience.PARTNERS else set())
    for module in ("insight.views.indicators", "pages.views.places", "agreements.first_access"):
        monkeypatch.setattr(f"riia.alliance.{module}.has_accepted", lambda _: True)


def sign(council: str, period: str, number: int | None, rate: float | None, *, simulated: bool = True) -> Signed:
    place = places.get(council)
    alliance = places.alliance_of(place)
    assert alliance
    values = {Measure.NUMBER: number, Measure.RATE: rate}
    one = Signed(
        alliance=alliance, council=place, period=Period.parse(period), form="mou-2022", source=uuid4(), version=1,
        fingerprint="a" * 64, population={"words": "mid-2025"}, simulated=simulated,
        answers={("referrals", measure): Number(value) for measure, value in values.items() if value is not None},
    )  # fmt: skip
    publish_in_year(signed=one, at=datetime(2026, 7, 20, 9, tzinfo=UTC), by=BY)
    return one


def words(client: Client, address: str = f"{PAGE}?place={DERBY}") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())))


def held(scope: Scope | None = None, place: str = DERBY):
    viewer = scope or Scope.system()
    return in_year_of(viewer, queries.standing_of(viewer, "referrals", place))


def test_quarters_stand_beside_the_published_year(reader: Client) -> None:
    for at, period in enumerate(QUARTERS):
        sign(DERBY, period, 800 + at, 130.5 + at)
    sign(LEICESTER, "2026-27Q1", 900, 110.1)
    shown = words(reader)
    assert TITLE in shown
    assert "not published by DfE simulated" in shown
    assert "under Memorandum, 2022-24, clause 6.4" in shown
    assert "not multiplied by four" in shown
    assert "130.5" in shown
    assert "110.1" in shown
    assert "Published for" in shown
    assert "The four quarters add up to" in shown
    assert "3,206" in shown
    unsigned = shown.partition("Not signed yet for April to June 2026")[2].partition(".")[0]
    assert "Nottingham" in unsigned
    assert "Leicester," not in unsigned.replace("Leicestershire", "")
    assert "Derby," not in unsigned.replace("Derbyshire", "")


def test_the_table_tells_unsigned_blank_hidden_and_zero_apart() -> None:
    sign(DERBY, "2025-26Q4", 0, 0.0)
    sign(DERBY, "2026-27Q1", 812, None)
    one = Signed(**{
        **{field: getattr(sign(LEICESTER, "2025-26Q4", 1, 1.0), field) for field in Signed.__dataclass_fields__},
        "period": Period.parse("2026-27Q1"), "source": uuid4(),
        "answers": {("referrals", Measure.RATE): Missing(Symbol.SUPPRESSED)},
    })  # fmt: skip
    publish_in_year(signed=one, at=datetime(2026, 7, 20, 9, tzinfo=UTC), by=BY)
    found = held()
    assert [period.code for period in found.periods] == ["2025-26Q4", "2026-27Q1"]
    lines = {line.name: line.cells for line in found.lines}
    assert lines["Derby"] == (Number(0), BLANK)
    assert lines["Leicester"] == (Number(1), Missing(Symbol.SUPPRESSED))
    assert lines["Nottingham"] == (NOT_SIGNED, NOT_SIGNED)
    assert found.lines[0].name == "Derby"
    assert found.lines[0].mine


def test_fewer_than_four_quarters_make_no_year(reader: Client) -> None:
    for period in QUARTERS[1:]:
        sign(DERBY, period, 800, 130.5)
    assert "The four quarters add up to" not in words(reader)


def test_what_is_published_stays_as_it_was(reader: Client) -> None:
    before = words(reader)
    standing = queries.standing_of(Scope.system(), "referrals", DERBY)
    sign(DERBY, "2026-27Q1", 99999, 9999.9)
    after, again = words(reader), queries.standing_of(Scope.system(), "referrals", DERBY)
    assert (again.comparison, again.course) == (standing.comparison, standing.course)
    after = after.replace("In-year figures to Q1 2026-27, from signed returns", "")
    start = after.index(TITLE)
    end = after.index("Other readings of this indicator", start)
    assert (after[:start] + after[end:]).replace(" ", "") == before.replace(" ", "")
    assert "9,999.9" in after[start:end]


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.COUNCIL_PERFORMANCE_LEAD, BRISTOL), (Role.REGIONAL_PERFORMANCE_LEAD, "E12000009"),
     (Role.LEAD_MEMBER, DERBY), (Role.DFE, "E12000004"), (Role.SUPPLIER, None)],
)  # fmt: skip
def test_nothing_for_whom_the_register_does_not_name(sign_in, reader: Client, role: Role, place: str | None) -> None:
    sign(DERBY, "2026-27Q1", 812, 130.7)
    picture = f"/indicators/referrals/chart/in-year.svg?place={DERBY}"
    reader.get(picture)  # somebody inside looks first: nothing is left behind for others
    assert TITLE in words(reader)
    Person.objects.filter(email=f"{role}@example.org").update(email="reader@example.org")
    outside = sign_in(role, place)
    shown = words(outside)
    assert TITLE not in shown
    assert "130.7" not in shown
    assert outside.get(picture).status_code == 404
    assert outside.get(picture.replace("svg", "png")).status_code == 404


def test_the_department_sees_them_where_the_register_says_so(sign_in, monkeypatch: pytest.MonkeyPatch) -> None:
    sign(DERBY, "2026-27Q1", 812, 130.7)
    monkeypatch.setattr(gate, "audiences_of", lambda *_: frozenset({Audience.DFE}))
    assert TITLE in words(sign_in(Role.DFE, "E12000004"))
    assert TITLE not in words(sign_in())  # Derby's performance lead is a partner, and the register names DfE alone


def test_they_go_with_the_signature(reader: Client) -> None:
    one = sign(DERBY, "2026-27Q1", 812, 130.7)
    assert TITLE in words(reader)
    take_back_in_year(source=one.source, version=1, reason="voided", at=datetime(2026, 7, 21, tzinfo=UTC), by=BY)
    assert TITLE not in words(reader)
    assert reader.get(f"/indicators/referrals/chart/in-year.svg?place={DERBY}").status_code == 404


def test_the_chart_has_words_and_is_private(reader: Client) -> None:
    for at, period in enumerate(QUARTERS):
        sign(DERBY, period, 800, 130.5 + at)
        sign(LEICESTER, period, 800, 100 + at)
        sign("892", period, 800, 150 + at)
    response = reader.get(f"/indicators/referrals/chart/in-year.svg?place={DERBY}&titled=1")
    assert response["Cache-Control"] == "private, no-cache"
    drawn = response.content.decode()
    assert "not published by DfE, simulated" in drawn
    page = reader.get(f"{PAGE}?place={DERBY}").content.decode()
    assert "Other councils of the East Midlands in " in page.partition("in-year.svg")[2]  # the words for the picture
    assert "<script" not in drawn


def test_an_indicator_that_is_never_published_has_them_too(reader: Client) -> None:
    one = sign(DERBY, "2026-27Q1", 1, 1.0, simulated=False)
    answers = {("initial-contacts", Measure.NUMBER): Number(2412), ("initial-contacts", Measure.RATE): Number(400.5)}
    other = Signed(**{**{name: getattr(one, name) for name in Signed.__dataclass_fields__}, "answers": answers})
    publish_in_year(signed=other, at=datetime(2026, 7, 22, tzinfo=UTC), by=BY)
    shown = words(reader, f"/indicators/initial-contacts/?place={DERBY}")
    assert TITLE in shown
    assert "400.5" in shown or "2,412" in shown
    assert "not published by DfE For" in shown.replace("  ", " ")


def test_the_page_of_england_shows_the_viewers_own_alliance(reader: Client) -> None:
    sign(DERBY, "2026-27Q1", 812, 130.7)
    shown = words(reader, PAGE)
    assert "There is a problem" not in shown
    assert TITLE in shown


def test_it_costs_the_same_however_many_have_signed(reader: Client, django_assert_max_num_queries) -> None:
    for council in (DERBY, LEICESTER, "892"):
        for period in QUARTERS:
            sign(council, period, 800, 130.5)
    for page in (f"{PAGE}?place={DERBY}", f"/places/{DERBY}/"):
        reader.get(page)
        with django_assert_max_num_queries(20):
            reader.get(page)


def test_the_notice_comes_before_them(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has not accepted it is told where it stands, and sees no figure (R4.05)."""
    sign(DERBY, QUARTERS[0], 812, 130.5)
    for module in ("insight.views.indicators", "agreements.first_access"):
        monkeypatch.setattr(f"riia.alliance.{module}.has_accepted", lambda _: False)
    page = words(reader)
    assert TITLE in page
    assert "Read and accept the notice" in page
    assert "130.5" not in page


def test_the_profile_has_the_newest_signed_figures_marked_as_such(
    reader: Client, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = f"/places/{DERBY}/"
    assert "In-year" not in words(reader, profile)
    sign(DERBY, "2025-26Q4", 800, 128.9)
    sign(DERBY, "2026-27Q1", 812, 130.7)
    shown = words(reader, profile)
    assert "In-year Q1 2026-27: 130.7" in shown
    assert "128.9" not in shown
    assert "not published by DfE simulated In-year figures are those of the council’s signed return for April" in shown
    assert "Memorandum, 2022-24, clause 6.4" in shown
    assert "In-year" not in words(reader, f"/places/{LEICESTER}/")
    with monkeypatch.context() as before:
        before.setattr("riia.alliance.pages.views.places.has_accepted", lambda _: False)
        waiting = words(reader, profile)
    assert "130.7" not in waiting
    assert "Read and accept the notice about them" in waiting
    assert "In-year" not in words(sign_in(Role.DCS, BRISTOL), profile)


def test_an_indicator_that_is_not_published_shows_its_in_year_figure_in_the_profile(reader: Client) -> None:
    one = sign(DERBY, "2026-27Q1", 1, None)
    answers = {("initial-contacts", Measure.RATE): Number(652.2), ("initial-contacts", Measure.NUMBER): Number(4051)}
    publish_in_year(signed=replace(one, version=2, answers=answers), at=datetime(2026, 7, 21, 9, tzinfo=UTC), by=BY)
    assert "In-year Q1 2026-27: 652.2 per 10,000" in words(reader, f"/places/{DERBY}/")
