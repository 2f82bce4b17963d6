"""The parts of a report that follow its first page, each a heading with texts and tables. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from riia.alliance.kit.filters import plural, short_date
from riia.alliance.reporting.blocks import Block, Cell, Column, Grid, Heading, Items, Text
from riia.alliance.reporting.content import Change, Exemption, Kpi, MoneyLine, Rag, ReportData, Risk, Submitted
from riia.alliance.reporting.content_grants import Grant
from riia.alliance.reporting.rows import (
    ORDER,
    area_row,
    change_row,
    exemption_row,
    kpi_row,
    money_row,
    risk_row,
    share,
    simulated,
    total_of,
)
from riia.alliance.reporting.rows_grants import (
    CONDITION_COLUMNS,
    GRANT_COLUMNS,
    PAYMENT_COLUMNS,
    agreeing,
    condition_row,
    grant_row,
    grants_total,
    payment_row,
)

_MADE_UP: Final = "simulated"
MOST_RISKS: Final = 10
"""Risks that a report lists: the most serious."""


def areas(data: ReportData) -> Iterator[Block]:
    """KPIs by area of the plan."""
    if not data.kpis:
        return
    yield Heading("Areas of the plan")
    columns = (
        Column("Area", 5),
        Column("KPIs", numeric=True),
        Column("Met", numeric=True),
        *(Column(rag.value, numeric=True) for rag in ORDER),
    )
    rows = [area_row(area, found) for area, found in by_area(data.kpis)]
    yield Grid("KPIs by area of the plan", columns, (*rows, area_row("All areas", data.kpis)), totals=True)


def by_area(found: Iterable[Kpi]) -> list[tuple[str, list[Kpi]]]:
    """KPIs in groups of strand and area, in the order in which they stand."""
    groups: dict[str, list[Kpi]] = {}
    for one in found:
        groups.setdefault(": ".join(part for part in (one.strand, one.area) if part), []).append(one)
    return list(groups.items())


def changed(data: ReportData) -> Iterator[Block]:
    """What changed: each turn for the worse with its words; turns for the better by their ids."""
    yield Heading("What changed since the report before")
    if not data.compared_with:
        yield Text("This is the first report, so there is nothing to compare it with.")
        return
    around = [one for one in data.changes if one.around]
    of_kpis = [one for one in data.changes if not one.around]
    better, worse = (sum(one.better is way for one in of_kpis) for way in (True, False))
    said = f"{plural(len(of_kpis), 'KPI')} changed: {better} for the better, {worse} for the worse."
    yield Text(f"Compared with {data.compared_with}. {said}")
    rows = tuple(change_row(_shortened(one))[:3] for one in of_kpis if one.better is False)
    if rows:
        columns = (Column("KPI", 7), Column("Before", 2), Column("Now", 2))
        yield Grid(f"{plural(len(rows), 'KPI')} that turned for the worse", columns, rows)
    # What was spent stands among the five numbers of the first page.
    points = list(_grouped(of_kpis))
    points += [f"{one.what} {one.label}: {one.before}, now {one.after}." for one in around if one.what != "Money"]
    if points:
        yield Items(tuple(points))


def _shortened(one: Change) -> Change:
    """A change of colour or standing without its counts, which stand with the KPI."""
    before, after = (each.partition("), ") for each in (one.before, one.after))
    if before[0] == after[0] or not (before[1] and after[1]):
        return one
    return replace(one, before=f"{before[0]})", after=f"{after[0]})")


def _grouped(found: Sequence[Change]) -> Iterator[str]:
    """KPIs that did not turn for the worse, by what they turned from and to."""
    groups: dict[str, list[str]] = {}
    for one in found:
        if one.better is not False:
            groups.setdefault(_turn(one), []).append(one.what)
    for words, keys in sorted(groups.items(), key=lambda group: -len(group[1])):
        yield f"{words} ({len(keys)}): {', '.join(keys)}."


def _turn(one: Change) -> str:
    before, after = (_rated(each) for each in (one.before, one.after))
    if not before or not after:
        return "Hidden (c)" if one.before == "c" else "New or no longer in the plan"
    if before == after:
        return f"Still {after.value.lower()}, and {'better' if one.better else 'another number or day'}"
    return f"From {before.value.lower()} to {after.value.lower()}"


def _rated(words: str) -> Rag | None:
    return next((rag for rag in Rag if words.startswith(rag.value)), None)


def kpis(data: ReportData, ratings: Sequence[Rag], title: str) -> Iterator[Block]:
    """The KPIs with these ratings, each with its result, reason, day, owner and evidence."""
    yield Heading(title)
    columns = (
        Column("KPI", 4), Column("Result", 5), Column("Rating and why", 4), Column("Due and owner", 3),
        Column("Latest evidence", 3),
    )  # fmt: skip
    count = Counter(one.rag for one in data.kpis)
    for rag in ratings:
        if not count[rag]:
            continue
        yield Heading(f"{rag.value}: {plural(count[rag], 'KPI')}", 3)
        caption, shown = labelled(f"KPIs rated {rag.value.lower()}", [one for one in data.kpis if one.rag is rag])
        yield Grid(caption, columns, tuple(kpi_row(one) for one in shown))


def labelled[One: (Kpi, MoneyLine, Risk, Submitted, Exemption, Grant)](
    caption: str, ones: Sequence[One]
) -> tuple[str, Sequence[One]]:
    """A table's caption and its rows: where all of them are made up, the caption says so instead of every row."""
    if not ones or not all(one.simulated for one in ones):
        return caption, ones
    return f"{caption}{simulated(is_so=True)}", [_unmarked(one) for one in ones]


def _unmarked[One: (Kpi, MoneyLine, Risk, Submitted, Exemption, Grant)](one: One) -> One:
    if isinstance(one, Kpi):
        bare = tuple(replace(each, standing="") if each.standing == _MADE_UP else each for each in one.evidence)
        return replace(one, simulated=False, evidence=bare)
    return replace(one, simulated=False)


def money(data: ReportData) -> Iterator[Block]:
    """Spending of each area against its profile."""
    yield Heading("Spending against profile")
    if not data.money:
        yield Text("No spending is given in this version.")
        return
    columns = (
        Column("Area", 4),
        *(Column(words, 2, numeric=True) for words in
          ("Allocation", "Profile to date", "Spent", "Committed", "Forecast", "Spent less profile")),
    )  # fmt: skip
    caption, lines = labelled("Spending against profile", data.money)
    rows = [money_row(one) for one in lines]
    yield Grid(caption, columns, (*rows, money_row(total_of(data.money))), totals=True)
    notes = [f"{one.area}: {one.note}" for one in data.money if one.note]
    if notes:
        yield Items(tuple(notes))


def grants(data: ReportData) -> Iterator[Block]:
    """Grants of the year: allocations, payments, what differs when it is worked out again, and what is due."""
    if not data.grants:
        return
    yield Heading("Grants")
    caption, found = labelled("Grants of the region and its councils", data.grants)
    total = (grant_row(grants_total(data.grants)),) if len(found) > 1 else ()
    yield Grid(caption, GRANT_COLUMNS, (*(grant_row(one) for one in found), *total), totals=bool(total))
    rows = tuple(payment_row(one, each) for one in found for each in one.payments)
    if rows:
        yield Grid("Payments in the period, overdue, and due next", PAYMENT_COLUMNS, rows)
    points = [f"{one.title}, {each.where}: {each.words}" for one in data.grants for each in one.findings]
    points += [agreeing(data.grants)] if agreeing(data.grants) else []
    if points:
        yield Items(tuple(points))
    conditions = tuple(condition_row(one, each) for one in data.grants for each in one.conditions)
    if conditions:
        yield Grid("What the grants depend on and ask for", CONDITION_COLUMNS, conditions)
    yield Text("To the penny, by the letter in force on the day. Amounts that are redacted or not stated are not £0.")


def risks(data: ReportData) -> Iterator[Block]:
    """The most serious risks."""
    yield Heading("Top risks")
    if not data.risks:
        yield Text("No risk is entered.")
        return
    columns = (Column("Risk", 4), Column("Rating", 2), Column("Response", 4), Column("Owner", 2))
    caption, found = labelled("Risks, the most serious first", data.risks[:MOST_RISKS])
    yield Grid(caption, columns, tuple(risk_row(one) for one in found))
    if len(data.risks) > MOST_RISKS:
        yield Text(f"{plural(len(data.risks) - MOST_RISKS, 'less serious risk')} not listed.")


def exemptions(data: ReportData) -> Iterator[Block]:
    """Councils that are left out of a count, with the results with and without it."""
    yield Heading("Exemptions")
    if not data.exemptions:
        yield Text("No council is left out of a KPI.")
        return
    columns = (
        Column("Council", 2), Column("From and to", 2), Column("Reason", 3), Column("Approved by", 2),
        Column("Result with and without the exemption", 6),
    )  # fmt: skip
    caption, found = labelled("Exemptions in force", data.exemptions)
    by_key = {one.key: one for one in data.kpis}
    yield Grid(caption, columns, tuple(exemption_row(one, by_key) for one in found))


def returned(data: ReportData) -> Iterator[Block]:
    """Rounds of returns that were due in the period."""
    if not data.submitted:
        return
    yield Heading("Returns of data")
    columns = (Column("Round", 4), Column("Due", 2), Column("In by the day", 2), Column("In by now", 2))
    caption, rounds = labelled("Councils that returned their data", data.submitted)
    rows = [
        (
            Cell(f"{one.round}{simulated(one.simulated)}"),
            Cell(short_date(one.due)),
            Cell(share(one.by_day, one.of)),
            Cell(share(one.ever, one.of)),
        )
        for one in rounds
    ]
    yield Grid(caption, columns, tuple(rows))
