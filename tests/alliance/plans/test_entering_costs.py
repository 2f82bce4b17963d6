"""Costings that were read become a draft, are held line by line against those that hold, and take their place."""

import datetime as dt
from io import BytesIO

import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook

from riia.alliance.access.models import Person
from riia.alliance.intake import services as intake
from riia.alliance.intake.models import Paper
from riia.alliance.plans.comparison_costs import HeadingFacts, LineFacts, difference
from riia.alliance.plans.costs import Amount, How
from riia.alliance.plans.costs_errors import CostsError, NotYours
from riia.alliance.plans.entering_costs import SheetGiven, heading_facts, sheets_given, with_allocations
from riia.alliance.plans.models import CostExemption, CostSheet, Spending, Strand, Virement
from riia.alliance.plans.presenters.costs import sheet_shown
from riia.alliance.plans.queries.costs import held_sheets
from riia.alliance.plans.queries.entering import structure_of
from riia.alliance.plans.queries.entering_costs import differing
from riia.alliance.plans.services import costs, spending
from riia.alliance.plans.services.entering_costs import confirm_costs, discard_costs, enter_costs
from riia.alliance.plans.spending import SpendKind
from riia.documents.model import Kind
from riia.documents.plans.structure import Costings
from tests.alliance.plans.conftest import Live
from tests.alliance.plans.costs_world import REGION, World, make_world

HEAD = ("Area", "Sub-requirement", "KPIs", "Projected spend", "Q2 (20%)", "Q3 (30%)", "Q4 (50%)", "DfE allocation")
ROWS: tuple[tuple[object, ...], ...] = (
    ("Data", "", "", 4000, 800, 1200, 2000, 8000),
    ("Data", "", "", 6000, 1200, 1800, 3000, None),
    ("Support", "2", "2.1 to 2.3", 5000, 1000, 1500, 2500, 7000),
    ("Total", "", "", 15000, 3000, 4500, 7500, 15000),
)


@pytest.fixture
def world(db: None, live: Live) -> World:
    live(dt.date(2026, 1, 5))
    return make_world()


def book(rows: tuple[tuple[object, ...], ...] = ROWS, head: tuple[str, ...] = HEAD) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Costs"
    for row in (head, *rows):
        sheet.append(row)
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def paper(data: bytes, by: Person) -> Paper:
    return intake.read(paper=intake.take(name="costings.xlsx", data=data, place=REGION, by=by))


def sheets(data: bytes) -> list[SheetGiven]:
    found = structure_of(data, "costings.xlsx", Kind.COSTINGS)
    assert isinstance(found, Costings)
    return sheets_given(found.tables)


def changed() -> tuple[tuple[object, ...], ...]:
    """The rows with line 2 of Data at £7,000 and Support at £4,000; the sums follow."""
    return (
        ROWS[0],
        ("Data", "", "", 7000, 1400, 2100, 3500, None),
        ("Support", "2", "2.1 to 2.3", 4000, 800, 1200, 2000, 7000),
        ROWS[3],
    )


def entered(world: World, data: bytes, by: Person | None = None) -> CostSheet:
    who = by or world.coordinator
    (given,) = sheets(data)
    strand = Strand.objects.get(version=world.version)
    return enter_costs(paper=paper(data, who), version=world.version, sheets=[(strand, given)],
                       why_undecided="Asked the author", by=who)[0]  # fmt: skip


def test_amounts_are_kept_as_written_with_their_place() -> None:
    (given,) = sheets(book())
    assert [heading.title for heading in given.headings] == ["Data", "Support"]
    assert (given.grant.pence, given.shares) == (1500000, (0, 20, 30, 50))
    line = given.headings[0].lines[0]
    assert (line.spend.pence, line.spend.as_written) == (400000, "4000")
    assert [each.pence for each in line.quarters] == [0, 80000, 120000, 200000]
    assert line.quarters[0].how is How.DERIVED
    assert "Costs!" in line.place
    assert given.headings[1].lines[0].requirement in ("", "2")


def test_what_is_not_stated_is_not_nothing() -> None:
    (given,) = sheets(book(tuple(row[:7] for row in ROWS), HEAD[:7]))
    assert [each.title for each in given.unallocated] == ["Data", "Support"]
    assert given.grant.pence is None
    whole = with_allocations(given, {"Data": Amount(800000), "Support": Amount(700000)})
    assert (whole.unallocated, whole.grant.pence, whole.grant.how) == ((), 1500000, How.DERIVED)


def test_a_draft_is_compared_line_by_line_and_takes_the_place_of_the_other(world: World, live: Live) -> None:
    line = world.lines[1]
    spending.enter(line=line, given=spending.Given(SpendKind.ACTUAL, 3, 100000, dt.date(2025, 12, 1), "Post", "X1"),
                   by=world.coordinator)  # fmt: skip
    draft = entered(world, book(changed()))
    assert [each.model.pk for each in held_sheets(world.version)] == [world.sheet.pk]
    found = differing(draft)
    assert found is not None
    assert [(each.before, each.after, each.note) for each in found.edits] == [
        ("£6,000", "£7,000", "£1,000 more"), ("£5,000", "£4,000", "£1,000 less"),
    ]  # fmt: skip
    with pytest.raises(NotYours):
        confirm_costs(sheet=draft, words="x", by=world.coordinator)
    confirm_costs(sheet=draft, words="Directors’ group, 9 January", by=world.lead)
    world.sheet.refresh_from_db()
    assert (world.sheet.state, CostSheet.objects.get(pk=draft.pk).state) == ("replaced", "confirmed")
    assert Spending.objects.get().line.heading.sheet_id == draft.pk
    assert Spending.objects.get().line.number == 2
    (held,) = held_sheets(world.version)
    assert (held.model.pk, held.model.determination) == (draft.pk, world.sheet.determination)
    with pytest.raises(CostsError, match="do not hold"):
        spending.enter(line=line, given=spending.Given(SpendKind.ACTUAL, 3, 1, dt.date(2025, 12, 1), "Post", "X2"),
                       by=world.coordinator)  # fmt: skip


def test_money_spent_is_never_lost_with_its_line(world: World) -> None:
    spending.enter(line=world.lines[2], by=world.coordinator,
                   given=spending.Given(SpendKind.ACTUAL, 3, 100000, dt.date(2025, 12, 1), "Post", "X1"))  # fmt: skip
    draft = entered(world, book((ROWS[0], ("Data", "", "", 11000, 2200, 3300, 5500, None), ROWS[3])))
    with pytest.raises(CostsError, match="£1,000"):
        confirm_costs(sheet=draft, words="x", by=world.lead)
    assert CostSheet.objects.get(pk=world.sheet.pk).state == "confirmed"
    assert Spending.objects.get().line_id == world.lines[2].pk


def test_money_proposed_to_be_moved_is_decided_before_it_is_allocated_anew(world: World) -> None:
    one, other = world.sheet.headings.all()
    spending.propose_virement(source=one, target=other, pence=100, reason="x", by=world.coordinator)
    same = entered(world, book(changed()))
    rows = ((*ROWS[0][:7], 9000), ROWS[1], (*ROWS[2][:7], 6000), ROWS[3])
    discard_costs(sheet=same, why="Again", by=world.coordinator)
    draft = entered(world, book(rows))
    with pytest.raises(CostsError, match="Decide on that first"):
        confirm_costs(sheet=draft, words="x", by=world.lead)
    discard_costs(sheet=draft, why="Again", by=world.coordinator)
    same = entered(world, book(changed()))
    confirm_costs(sheet=same, words="x", by=world.lead)
    assert Virement.objects.get().sheet_id == same.pk


def test_a_discarded_draft_is_gone_and_its_document_can_be_entered_again(world: World) -> None:
    draft = entered(world, book())
    assert Paper.objects.get().used_href.endswith(f"{draft.reference}/")
    with pytest.raises(CostsError, match="a draft already"):
        entered(world, book())
    with pytest.raises(CostsError, match="Say why"):
        discard_costs(sheet=draft, why=" ", by=world.coordinator)
    discard_costs(sheet=draft, why="The wrong file", by=world.coordinator)
    assert not Paper.objects.exclude(used_href="").exists()
    with pytest.raises(CostsError, match="no longer a draft"):
        confirm_costs(sheet=draft, words="x", by=world.lead)
    assert CostSheet.objects.count() == 1


def test_amounts_that_cannot_be_are_refused_with_their_place(world: World) -> None:
    data = book((("Data", "", "", -4000, -800, -1200, -2000, 8000), *ROWS[1:]))
    with pytest.raises(CostsError, match=r"Costs!.*£0 or more"):
        entered(world, data)
    assert CostSheet.objects.count() == 1


def test_errors_are_decided_or_acknowledged(world: World) -> None:
    data = book((*ROWS[:3], ("Total", "", "", 16000, 3000, 4500, 7500, 15000)))
    (given,) = sheets(data)
    strand = Strand.objects.get(version=world.version)
    with pytest.raises(CostsError, match="Decide on the"):
        enter_costs(paper=paper(data, world.coordinator), version=world.version, sheets=[(strand, given)],
                    by=world.coordinator)  # fmt: skip


def test_a_kpi_that_needs_no_money_is_quiet_and_says_why(world: World) -> None:
    def said() -> str:
        return " ".join(words for each in held_sheets(world.version) for words in sheet_shown(each).findings)

    kpi = world.kpis["2.2"]
    world.sheet.headings.get(title="Support").lines.update(scope_written="2.1")
    assert "No line pays for KPI 2.2" in said()
    costs.mark_not_funded(kpi=kpi, why="Held online", by=world.coordinator)
    assert "KPI 2.2 needs no money of its own, so no line has to pay for it: Held online (Rosa" in said()
    costs.unmark_not_funded(kpi=kpi, why="Rooms are needed", by=world.coordinator)
    assert not CostExemption.objects.exists()
    assert "none is marked" in said()
    with pytest.raises(CostsError):
        costs.unmark_not_funded(kpi=kpi, why="x", by=world.coordinator)
    assert [each.what for each in kpi.changes.all()] == ["money", "money"]


def facts(*spends: int | None, words: tuple[str, ...] = ()) -> HeadingFacts:
    named = words or ("",) * len(spends)
    return HeadingFacts(1, "Data", 100, tuple(
        LineFacts(at, "Data", at, name, "", "", spend, (None,) * 4, spent=1)
        for at, (spend, name) in enumerate(zip(spends, named, strict=True), start=1)
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (facts(5, 7), facts(5, 6, 7), [(1, 1), (None, 2), (2, 3)]),  # a line put in between
        (facts(5, 7), facts(5, 8), [(1, 1), (2, 2)]),  # an amount changed
        (facts(5, 5), facts(5, 5), [(1, 1), (2, 2)]),
        (facts(5, 7, words=("Post", "Licence")), facts(7, 5, words=("Licence", "Post")), [(2, 1), (1, 2)]),
        (facts(5, words=("Post",)), facts(5, words=("Licence",)), [(1, None), (None, 1)]),
        (facts(None), facts(None), [(1, 1)]),
    ],
)
def test_lines_are_found_again(before: HeadingFacts, after: HeadingFacts, pairs: list[tuple[int, int]]) -> None:
    found = difference([before], [after])
    assert {(one.number if one else None, other.number if other else None) for one, other in found.lines} == set(pairs)
    assert {each.number for each in found.stranded} == {one for one, other in pairs if other is None}


@settings(max_examples=30)
@cases(st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_no_line_is_lost_or_taken_twice(before: list[int], after: list[int]) -> None:
    found = difference([facts(*before)], [facts(*after)])
    olds = [one.number for one, _ in found.lines if one]
    news = [other.number for _, other in found.lines if other]
    assert (sorted(olds), sorted(news)) == (list(range(1, len(before) + 1)), list(range(1, len(after) + 1)))


def test_a_sheet_is_the_same_as_itself() -> None:
    given = heading_facts(sheets(book())[0])
    assert difference(given, given).edits == ()
