"""Spending as a page shows it: what came in, what went out, what is expected, area by area and quarter by quarter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.kit.filters import long_date, pounds, short_date
from riia.alliance.kit.pieces import Tone
from riia.alliance.plans.models import Spending, Virement
from riia.alliance.plans.presenters.costs import Tag
from riia.alliance.plans.queries.costs import HeldSheet
from riia.alliance.plans.queries.spending import HeadingSpent, SpendingOn
from riia.alliance.plans.spending import Quarter, SpendKind, VirementState

STATE_TONES: Mapping[VirementState, Tone] = {
    VirementState.PROPOSED: "attention",
    VirementState.APPROVED: "done",
    VirementState.DECLINED: "quiet",
    VirementState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """An area: what it has, what is spent of it, and where it will end."""

    title: str
    allocation: str
    moved: str
    now: str
    actual: str
    committed: str
    expected: str
    against: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter of a strand or a line."""

    name: str
    profile: str
    actual: str
    committed: str
    forecast: str
    expected: str
    variance: str
    ended: bool


@dataclass(frozen=True, slots=True)
class VirementLine:
    """A virement in a list."""

    href: str
    words: str
    amount: str
    tag: Tag
    when: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in a list."""

    day: str
    kind: str
    quarter: str
    amount: str
    words: str
    reference: str
    who: str
    line: str
    line_href: str
    correct_href: str


@dataclass(frozen=True, slots=True)
class StrandSpending:
    """One strand on the page."""

    id: str
    title: str
    finding: str
    facts: tuple[tuple[str, str], ...]
    headings: tuple[HeadingLine, ...]
    quarters: tuple[QuarterLine, ...]
    virements: tuple[VirementLine, ...]
    limit: str
    propose_href: str
    limit_href: str
    entries: tuple[EntryLine, ...]
    simulated: bool


def strand_spending(on: SpendingOn, moved: Iterable[Virement]) -> StrandSpending:
    """A strand as it stands on the day."""
    sheet = on.held.model
    limit = sheet.virement_limit
    return StrandSpending(
        id=f"spending-{sheet.strand.code.lower()}",
        title=sheet.strand.title,
        finding=finding(on),
        facts=tuple(_facts(on)),
        headings=tuple(heading_line(each) for each in on.headings),
        quarters=tuple(quarter_line(each) for each in on.whole.quarters),
        virements=tuple(virement_line(each) for each in moved),
        limit="No limit is settled, so every virement needs approval." if limit is None
        else f"Up to {pounds(limit, whole=True)} may be moved without approval: {sheet.limit_why}",
        propose_href=reverse("plans:propose_virement", args=[sheet.reference]),
        limit_href=reverse("plans:virement_limit", args=[sheet.reference]),
        entries=tuple(entry_line(each) for each in on.entries[:12]),
        simulated=on.simulated,
    )  # fmt: skip


def title_of(found: Sequence[SpendingOn]) -> str:
    """The page's finding in one sentence."""
    if not found:
        return "No costs are entered for this plan yet"
    actual = sum(each.whole.actual for each in found)
    grant = sum(each.held.model.grant_pence for each in found)
    if not grant:
        return "No grant is entered for this plan yet"
    share = (200 * actual + grant) // (2 * grant)
    return f"{pounds(actual, whole=True)} of {pounds(grant, whole=True)} is spent ({share}%)"


def finding(on: SpendingOn) -> str:
    """One strand in a sentence: over what came in, unspent at the end, or where it will end."""
    if on.room is not None and on.room < 0:
        return f"{_pounds(-on.room)} more is spent than has come in."
    if on.year_is_over:
        return f"The year is over: {_pounds(on.unspent)} of the grant is not spent" + (
            f", of which {_pounds(on.whole.committed)} is committed." if on.whole.committed else "."
        )
    expected = on.whole.expected
    if expected is None:
        return "What the year will come to is not known: a line has no spend and no forecast."
    off = expected - on.held.model.grant_pence
    if not off:
        return "The year is expected to come to the grant."
    return f"The year is expected to come to {_pounds(abs(off))} {'more' if off > 0 else 'less'} than the grant."


def _facts(on: SpendingOn) -> Iterable[tuple[str, str]]:
    come_in = on.received.pence
    yield "Grant", _pounds(on.held.model.grant_pence)
    yield (
        "Come in by then",
        "not known: no instalment is recorded under Grants" if come_in is None else _pounds(come_in),
    )
    yield "Spent", _pounds(on.whole.actual)
    yield "Committed", _pounds(on.whole.committed)
    yield "Can still be spent of what came in", "cannot verify" if on.room is None else _pounds(on.room)
    yield "Expected for the year", _pounds(on.whole.expected)
    if on.year_is_over:
        yield "Not spent at the end of the year", _pounds(on.unspent)


def heading_line(one: HeadingSpent) -> HeadingLine:
    """An area in a table."""
    against = one.against
    tag: Tag = ("not known", "attention")
    if against is not None:
        tag = (
            ("overspends", "problem")
            if against > 0
            else ("within", "done")
            if against == 0
            else ("underspends", "quiet")
        )
    return HeadingLine(
        one.model.title, _pounds(one.allocation), _signed(one.moved) if one.moved else "–", _pounds(one.now),
        _pounds(one.spent.actual), _pounds(one.spent.committed), _pounds(one.spent.expected), _signed(against), tag,
    )  # fmt: skip


def quarter_line(one: Quarter) -> QuarterLine:
    """A quarter in a table."""
    return QuarterLine(
        f"Q{one.number}", _pounds(one.profile), _pounds(one.actual), _pounds(one.committed),
        "–" if one.forecast is None else _pounds(one.forecast), _pounds(one.expected), _signed(one.variance), one.ended,
    )  # fmt: skip


def virement_line(one: Virement) -> VirementLine:
    """A virement with its state."""
    state = VirementState(one.state)
    when = f"proposed on {short_date(one.proposed_at)} by {one.proposer_label}"
    if one.decided_at is not None and not one.within_limit:
        when += f"; {state.value} on {short_date(one.decided_at)} by {one.decider_label}"
    elif one.within_limit:
        when += "; within the limit"
    return VirementLine(reverse("plans:virement", args=[one.reference]), f"{one.source.title} to {one.target.title}",
                        _pounds(one.amount_pence), (state.value, STATE_TONES[state]), when, one.simulated)  # fmt: skip


def entry_line(one: Spending) -> EntryLine:
    """An entry; one that corrects another says so."""
    can = one.corrects_id is None and one.kind != SpendKind.FORECAST
    return EntryLine(
        short_date(one.dated_on), "correction" if one.corrects_id else one.kind, f"Q{one.quarter}",
        pounds(one.amount_pence), one.words, one.own_reference, one.enterer_label, one.line.label,
        reverse("plans:cost_line", args=[one.line.reference]),
        reverse("plans:correct_spending", args=[one.reference]) if can else "",
    )  # fmt: skip


def as_at(on: SpendingOn) -> str:
    """Which day is shown."""
    return f"As it stood at the end of {long_date(on.day)}."


def ends_to_choose(held: HeldSheet) -> list[tuple[str, str]]:
    """Days worth looking at: the end of each quarter."""
    year = held.model.version.plan.year
    return [
        ("end of September", f"{year}-09-30"),
        ("end of December", f"{year}-12-31"),
        ("end of March", f"{year + 1}-03-31"),
    ]


def _pounds(pence: int | None) -> str:
    return "not known" if pence is None else pounds(pence, whole=True)


def _signed(pence: int | None) -> str:
    if pence is None:
        return "not known"
    return f"+{pounds(pence, whole=True)}" if pence > 0 else pounds(pence, whole=True)
