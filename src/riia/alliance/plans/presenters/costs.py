"""Costs as a page shows them: findings first, then the areas, their lines, and every sum with its working."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.kit.filters import and_list, long_date, plural, pounds
from riia.alliance.kit.pieces import Tone
from riia.alliance.plans.costs import Amount, Check, How, Verdict
from riia.alliance.plans.costs_timing import Mistimed, When, total
from riia.alliance.plans.queries.costs import HeldHeading, HeldLine, HeldSheet

type Tag = tuple[str, Tone]
HOW_TAGS: Mapping[How, Tag] = {
    How.DERIVED: ("derived", "attention"),
    How.ARTEFACT: ("scanning error", "attention"),
    How.UNKNOWN: ("not stated", "problem"),
}
VERDICT_TAGS: Mapping[Verdict, Tag] = {
    Verdict.ERROR: ("does not agree", "problem"),
    Verdict.CANNOT: ("cannot verify", "attention"),
    Verdict.ROUNDING: ("within rounding", "quiet"),
    Verdict.AGREES: ("agrees", "done"),
}
_ORDER = (Verdict.ERROR, Verdict.CANNOT, Verdict.ROUNDING, Verdict.AGREES)


@dataclass(frozen=True, slots=True)
class AmountShown:
    """An amount, how it is known where that is not plain, and what was written where that is not the same."""

    words: str
    tag: Tag | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with its amounts."""

    href: str
    label: str
    scope: str
    spend: AmountShown
    quarters: tuple[AmountShown, ...]
    not_funded: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """An area of the grant, its lines behind it."""

    title: str
    planned: str
    allocation: str
    variance: str
    over: bool
    scope: str
    scope_note: str
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One sum with its working."""

    about: str
    what: str
    stated: str
    computed: str
    difference: str
    tag: Tag
    working: str


@dataclass(frozen=True, slots=True)
class SheetShown:
    """One appendix on the page."""

    id: str
    title: str
    grant: str
    headings: tuple[HeadingRow, ...]
    total: str
    variance: str
    findings: tuple[str, ...]
    differing: tuple[CheckRow, ...]
    agreeing: int
    timing: tuple[str, ...]
    packages: tuple[str, ...]
    artefacts: tuple[str, ...]


def amount_shown(amount: Amount) -> AmountShown:
    """An amount as it is read. What was written shows only where it is not the same."""
    words = "not stated" if amount.pence is None else pounds(amount.pence, whole=True)
    tag = HOW_TAGS.get(amount.how) if amount.as_written or amount.how is not How.DERIVED or amount.note else None
    return AmountShown(words, tag, amount.as_written if amount.how is How.ARTEFACT else "")


def title_of(found: Sequence[HeldSheet]) -> str:
    """The page's finding in one sentence."""
    if not found:
        return "No costs are entered for this plan yet"
    money = pounds(sum(each.model.grant_pence for each in found), whole=True)
    wrong = sum(check.verdict is Verdict.ERROR for each in found for check in each.checks)
    off = sum(check.verdict is Verdict.ROUNDING for each in found for check in each.checks)
    if wrong:
        return f"{money} of grant: {plural(wrong, 'sum does', 'sums do')} not come out"
    if off:
        return f"{money} of grant: every sum comes out, {off} of them only within rounding"
    return f"{money} of grant: every sum comes out"


def sheet_shown(held: HeldSheet) -> SheetShown:
    """One appendix with everything that was found about it."""
    checks = sorted(held.checks, key=lambda each: _ORDER.index(each.verdict))
    differing = tuple(check_row(each) for each in checks if each.verdict is not Verdict.AGREES)
    sheet = held.sheet
    early = held.mistimed(held.kpis.days())
    return SheetShown(
        id=f"strand-{held.model.strand.code.lower()}",
        title=held.model.strand.title,
        grant=pounds(sheet.grant, whole=True),
        headings=tuple(_heading(each) for each in held.headings),
        total=amount_shown(sheet.spend).words,
        variance=amount_shown(sheet.variance).words,
        findings=tuple(_findings(held, early)),
        differing=differing,
        agreeing=len(held.checks) - len(differing),
        timing=tuple(mistimed_words(each, held.kpis.titles()) for each in early),
        packages=tuple(words for line in held.lines for words in packages_words(line)),
        artefacts=tuple(f"{where}: the text has “{amount.as_written}”, read as "
                        f"{'not stated' if amount.pence is None else pounds(amount.pence, whole=True)}."
                        for where, amount in held.artefacts),
    )  # fmt: skip


def _heading(held: HeldHeading) -> HeadingRow:
    model = held.model
    variance = held.heading.variance.pence
    return HeadingRow(
        title=model.title,
        planned=amount_shown(held.heading.total).words,
        allocation=pounds(model.allocation_pence, whole=True),
        variance=amount_shown(held.heading.variance).words,
        over=variance is not None and variance > 0,
        scope=model.scope_written,
        scope_note=model.scope_note,
        lines=tuple(line_row(each) for each in held.lines),
    )


def line_row(held: HeldLine) -> LineRow:
    """A line in a table."""
    model = held.model
    return LineRow(
        href=reverse("plans:cost_line", args=[model.reference]),
        label=model.words or (model.requirement.number if model.requirement else f"Line {model.number}"),
        scope=model.scope_written,
        spend=amount_shown(held.line.spend),
        quarters=tuple(amount_shown(each) for each in held.line.quarters),
        not_funded=model.no_separate_funding,
        place=model.source_place,
    )


def check_row(check: Check) -> CheckRow:
    """A recomputed sum in a table."""
    return CheckRow(
        check.about, check.what, _pounds(check.stated), _pounds(check.computed), _signed(check.difference),
        VERDICT_TAGS[check.verdict], check.working,
    )  # fmt: skip


def _findings(held: HeldSheet, early: Sequence[Mistimed]) -> Iterable[str]:
    """What somebody has to look at, each in a sentence."""
    over = [each for each in held.headings if (each.heading.variance.pence or 0) > 0]
    if over:
        most = sum(each.heading.variance.pence or 0 for each in over)
        yield (
            f"{and_list([each.model.title for each in over])} {'plans' if len(over) == 1 else 'plan'} "
            f"{pounds(most, whole=True)} more than allocated; the money has to come from other areas by virement."
        )
    for check in held.checks:
        if check.code in ("headings-total", "variances-zero", "allocations", "grant") and check.difference:
            yield (
                f"{check.what}: stated {_pounds(check.stated)}, computed {_pounds(check.computed)}, a difference of "
                f"{_signed(check.difference)} ({check.verdict.value})."
            )
    cover = held.coverage
    for key, name in cover.missing:
        yield f"{key} names KPI {name}, which the plan does not have."
    if cover.uncovered:
        yield f"No line pays for KPI {and_list(list(cover.uncovered))}, and none is marked as needing no money."
    own = set(held.kpis.of_strand(held.model.strand_id))
    for key, exempt in held.kpis.not_funded.items():
        if key in own and not cover.by.get(key):
            why = f"{exempt.why} ({exempt.marker_label})"
            yield f"KPI {key} needs no money of its own, so no line has to pay for it: {why}"
    if cover.twice:
        yield f"More than one line pays for KPI {and_list(list(cover.twice))}."
    if held.bare_activities:
        yield f"No line names activity {and_list(list(held.bare_activities))}, which also has no KPI."
    for line in held.lines:
        if line.derived is not None:
            low, high = pounds(line.derived.least, whole=True), pounds(line.derived.most, whole=True)
            yield f"{line.line.label} states no spend; {low if low == high else f'{low} to {high}'} follows."
    if held.artefacts:
        verb = "is" if len(held.artefacts) == 1 else "are"
        yield f"{plural(len(held.artefacts), 'amount')} {verb} damaged in the text; what each was read as is below."
    for when in When:
        some = [each for each in early if each.when is when]
        if some:
            yield f"{pounds(total(some), whole=True)} is profiled {when.value}, in {plural(len(some), 'place')}."


def mistimed_words(one: Mistimed, titles: Mapping[str, str]) -> str:
    """Money at the wrong time, in a sentence."""
    amount = pounds(one.pence, whole=True)
    if one.when is When.BEFORE:
        waits = f"{one.because} ({titles[one.because]})" if one.because in titles else one.because
        return f"{one.label}: {amount} in Q{one.quarter}, but {waits} comes on {long_date(one.day)}."
    rest = f" KPI {and_list(list(one.unreadable))} has a date that cannot be read." if one.unreadable else ""
    due = f"the last of its KPIs, {one.because}, is due on {long_date(one.day)}"
    return f"{one.label}: {amount} in Q{one.quarter}; {due}.{rest}"


def packages_words(line: HeldLine) -> Iterable[str]:
    """Money for packages held against days and a rate."""
    one = line.packages
    if one is None:
        return
    words = (
        f"{line.line.label}: {pounds(one.money, whole=True)} for {plural(one.packages, 'package')} of up to "
        f"{plural(one.days, 'day')}. "
    )
    if one.cost is None or one.left is None or one.rate is None:
        yield f"{words}No day rate is stated; all the money would be {pounds(one.implied_rate)} a day."
        return
    working = f"{one.packages} × {one.days} × {pounds(one.rate, whole=True)} = {pounds(one.cost, whole=True)}"
    left = (
        f"{pounds(one.left, whole=True)} is left for something else"
        if one.left >= 0
        else f"{pounds(-one.left, whole=True)} is missing"
    )
    yield f"{words}At {pounds(one.rate, whole=True)} a day, {working}: {left}. {line.rate_where}".strip() + "."


def profile_rows(held: HeldLine) -> list[tuple[str, str, str, str, str]]:
    """Quarter by quarter: as written, as read, by the rule, and the difference."""
    rows = []
    for number, amount in enumerate(held.line.quarters, start=1):
        should = held.should[number - 1] if held.should is not None else None
        off = None if should is None or amount.pence is None else amount.pence - should
        rows.append((f"Q{number}", amount.as_written or "–", amount_shown(amount).words, _pounds(should), _signed(off)))
    return rows


def _pounds(pence: int | None) -> str:
    return "not known" if pence is None else pounds(pence, whole=True)


def _signed(pence: int | None) -> str:
    if pence is None:
        return "–"
    return f"+{pounds(pence, whole=True)}" if pence > 0 else pounds(pence, whole=True)


def day_or_none(day: date | None) -> str:
    """A day in words, or that there is none."""
    return long_date(day) if day else "no date"
