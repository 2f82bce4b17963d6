"""What a report says on its first page: five numbers, what went wrong, and what is asked of whoever reads it. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from riia.alliance.kit.filters import and_list, number, plural
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.content import Figure, Kpi, Rag, ReportData
from riia.alliance.reporting.rows import NOT_ENTERED, NOT_KNOWN, amount, rating, share, total_of
from riia.alliance.reporting.rows_grants import exact, grants_total, overdue, when

MOST: Final = 5
"""Points that a list of the first page has."""
_NAMED: Final = 3
"""KPIs that are named on the first page: those that are overdue for longest."""
_FAR: Final = 10
"""Per cent of the profile by which spending is said to be away from it. Ours: the plan names no limit."""


def figures(data: ReportData) -> tuple[Figure, ...]:
    """The five numbers that a summary begins with."""
    met = sum(one.status.lower() == "met" for one in data.kpis)
    red = sum(one.rag is Rag.RED for one in data.kpis)
    spent, grants = total_of(data.money), grants_total(data.grants)
    last = max(data.submitted, key=lambda one: one.due, default=None)
    returned = f"{share(last.by_day, last.of)}, {last.round}" if last else "no round was due"
    money = f"{amount(spent.spent)} of {amount(spent.profile)}" if data.money else NOT_ENTERED
    both = (exact(each, whole=True) for each in (grants.received, grants.allocated))
    received = " of ".join(both) if data.grants else NOT_KNOWN
    return (
        Figure("met", "KPIs that are met", share(met, len(data.kpis))),
        Figure("red", "KPIs rated red", share(red, len(data.kpis))),
        Figure("spent", "Spent, of what is profiled to the day", money, money=True),
        Figure("returns", "Councils whose return was in by its day, latest round", returned),
        Figure("grants", "Grants received, of what is allocated", received, money=True),
    )


def went_wrong(data: ReportData) -> tuple[str, ...]:
    """At most five points, each a fact of this report; the KPIs named are those overdue for longest."""
    red = [one for one in data.kpis if one.rag is Rag.RED]
    points = [_of_red(data, red)] if red else []
    late = sorted((one for one in red if one.due and one.due <= data.as_at), key=lambda one: one.due or date.max)
    others = [*_of_money(data), *_of_grants(data), *_of_returns(data)]
    room = max(1, min(_NAMED, MOST - len(points) - len(others)))
    points += [f"Overdue: {one.key} {one.words}. {_why(one)}" for one in late[:room]]
    return tuple([*points, *others][:MOST])


def _of_red(data: ReportData, red: Sequence[Kpi]) -> str:
    status = Counter(one.status.lower() for one in red)
    before = {one.key: one.said for one in data.before}.get("red", "")
    was = f" (before: {before})" if before else ""
    missed = f"; {plural(status['missed'], 'KPI')} missed their day" if status["missed"] else ""
    return f"{share(len(red), len(data.kpis))} KPIs are red{was}{missed}."


def _why(one: Kpi) -> str:
    said = rating(one).text.partition(". ")[2]
    return said or one.status


def _of_money(data: ReportData) -> Iterator[str]:
    total = total_of(data.money)
    away = total.variance
    if away is None or not total.profile or abs(away) * 100 < _FAR * total.profile:
        return
    yield f"{amount(abs(away))} {'more' if away > 0 else 'less'} was spent than profiled to the day."


def _of_grants(data: ReportData) -> Iterator[str]:
    late = overdue(data.grants)
    if late:
        named = and_list([f"{exact(each.amount)} of {one.title} ({when(each)})" for one, each in late[:2]])
        verb = "has" if len(late) == 1 else "have"
        more = " first" if len(late) > 2 else ""
        yield f"{plural(len(late), 'instalment')} of grants {verb} not come: {named}{more}."
    wrong = [one for one in data.grants if any(not each.unsure for each in one.findings)]
    if wrong:
        yield f"Sums of grant letters differ from their own rules: {and_list([one.title for one in wrong])}."


def _of_returns(data: ReportData) -> Iterator[str]:
    last = max(data.submitted, key=lambda one: one.due, default=None)
    if last and last.by_day < last.of:
        missing = last.of - last.ever
        rest = f", and {number(missing)} {'is' if missing == 1 else 'are'} still missing" if missing else ""
        yield f"{plural(last.of - last.by_day, 'council')} did not return data for {last.round} by the day{rest}."


def asked(data: ReportData, audience: Audience, typed: str, *, receipt: bool) -> tuple[str, ...]:
    """What is asked of this reader: what the office typed, one a line, and what follows from the numbers."""
    points = [line.strip() for line in typed.splitlines() if line.strip()]
    if receipt:
        points.append("Confirm receipt: one button on the page of this report.")
    if audience is Audience.DFE:
        points += _of_department(data)
    if audience in (Audience.BOARD, Audience.ADCS):
        nobody = [one.key for one in data.kpis if not one.owner and not one.owner_role]
        if nobody:
            points.append(f"Name an owner for {plural(len(nobody), 'KPI')}: {', '.join(nobody)}.")
    return tuple(points)


def _of_department(data: ReportData) -> Iterator[str]:
    missing = [one.title for one in data.grants if not one.letter_held]
    if missing:
        yield f"Send the letter of what we know from the plan only: {and_list(missing)}."
    for one, each in overdue(data.grants):
        yield f"Say when the instalment of {exact(each.amount)} for {one.title} comes: it {when(each)}."
    for one in data.grants:
        for found in one.findings:
            verb = "Settle what cannot be verified in" if found.unsure else "Settle the difference in"
            yield f"{verb} {one.title}, {found.where}: {found.words}"
