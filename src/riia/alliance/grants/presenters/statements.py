"""What a place got over the years, in words and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.grants.presenters.words import money, pence_or, share_words
from riia.alliance.grants.queries.statements import Line, Statement, YearSum
from riia.alliance.kit.filters import pounds
from riia.alliance.places.naming import plain_name
from riia.documents.money import typed


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A row of the statement in words."""

    href: str
    year: str
    title: str
    references: str
    recipient: str
    amount: str
    share: str
    own: str
    paid: str
    planned: str
    at: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class YearLine:
    label: str
    total: str
    change: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Everything a statement's page shows."""

    title: str
    lines: Sequence[StatementLine]
    councils: Sequence[StatementLine]
    years: Sequence[YearLine]
    elsewhere: Sequence[tuple[str, str]]


def statement_page(found: Statement) -> StatementPage:
    """A statement in words."""
    name = plain_name(found.place.label)
    known = [year for year in found.years if year.whole]
    total = sum(year.total for year in found.years)
    if not found.lines:
        title = f"No grant to {name} is held"
    else:
        years = f"{len(found.years)} years" if len(found.years) > 1 else found.years[0].label
        more = "" if len(known) == len(found.years) else ", and amounts that are not known"
        title = f"{name}: {pounds(total, whole=True)} in {years}{more}"
    return StatementPage(
        title,
        [_line(each) for each in found.lines],
        [_line(each) for each in found.councils],
        [year_line(each) for each in found.years],
        [
            (f"{each.determination.title}: {each.what}", f"{pounds(each.pence)} for {name}, paid to {each.payee}")
            for each in found.elsewhere
        ],
    )


def year_line(year: YearSum) -> YearLine:
    """A year with its change on the year before."""
    total = pounds(year.total) + ("" if year.whole else " and amounts that are not known")
    if year.change is None:
        change = "no year before to compare with"
    elif year.change == 0:
        change = "as in the year before"
    else:
        change = f"{pounds(abs(year.change))} {'more' if year.change > 0 else 'less'} than the year before"
    return YearLine(year.label, total, change)


def _line(line: Line) -> StatementLine:
    grant = line.held.determination
    return StatementLine(
        href=reverse("grants:determination", args=[grant.reference]),
        year=grant.year_label,
        title=grant.programme,
        references=", ".join(each.written for each in grant.references.all()) or "not known",
        recipient=line.row.written,
        amount=money(line.amount),
        share=share_words(line.share),
        own=f"{pounds(line.own)} of it is its own" if line.own is not None else "",
        paid=pence_or(line.paid, "–"),
        planned=pence_or(line.planned, "–"),
        at=line.held.at.words,
        simulated=grant.simulated,
    )


_HEADINGS = (
    "financial year", "grant", "references", "recipient as written", "place", "amount (£)", "amount is",
    "share of grant", "paid (£)", "still planned (£)", "version used", "as at",
)  # fmt: skip


def table_of(found: Statement) -> list[list[str]]:
    """A statement as rows of a table: amounts in pounds and pence, and what is not known in words beside it."""
    table = [list(_HEADINGS)]
    for line in (*found.lines, *found.councils):
        grant, amount = line.held.determination, line.amount
        place = line.row.place
        table.append(
            [
                grant.year_label,
                grant.programme,
                ", ".join(each.written for each in grant.references.all()),
                line.row.written,
                place.code if place else "",
                typed(line.pence).replace(",", ""),
                amount.get_state_display() if amount else "not stated",
                share_words(line.share),
                typed(line.paid).replace(",", ""),
                typed(line.planned).replace(",", ""),
                line.held.at.words,
                found.day.isoformat(),
            ]
        )
    return table
