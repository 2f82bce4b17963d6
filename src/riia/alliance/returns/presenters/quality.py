"""The region's data-quality report: sentences first, then the plan's measures, then councils by rounds (R5.11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.returns import policies
from riia.alliance.returns.counting import ROUNDS_A_YEAR, Counts, Reading, reading_of_round, reading_of_year
from riia.alliance.returns.models import Round, Route
from riia.alliance.returns.policies import DFE_WITHIN, EXCEPTIONS_WITHIN, Timeliness
from riia.alliance.returns.queries.quality import Issue, Quality
from riia.alliance.returns.queries.sending import sending
from riia.alliance.returns.queries.staffing import Post
from riia.indicators.returns.checks import registered
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell

LATE_OF_LAST: Final = (2, 4)
"""So many late returns of the last so many are repeated lateness, for which support is offered (R5.12)."""
REPEATED_ROUNDS: Final = 3
"""The same issue in so many rounds running is worth help with the system or the definition it comes from."""
_LATE: Final = frozenset({Timeliness.LATE, Timeliness.OVERDUE})
_SHORT: Final[dict[Timeliness, tuple[str, Tone]]] = {
    Timeliness.ON_TIME: ("on time", "done"),
    Timeliness.EXTENDED: ("extended", "moving"),
    Timeliness.LATE: ("late", "attention"),
    Timeliness.OUTSTANDING: ("to come", "quiet"),
    Timeliness.OVERDUE: ("overdue", "problem"),
}


@dataclass(frozen=True)
class KpiRow:
    """One measure of the plan for one round or year: how much of what, and whether it was met."""

    number: str
    name: str
    of: str
    words: str
    standing: str
    tone: Tone


@dataclass(frozen=True)
class CouncilCell:
    """One return in the table of councils by rounds."""

    timeliness: str
    tone: Tone
    issues: int
    repeats: int


@dataclass(frozen=True)
class CouncilRow:
    """One council over the rounds. None stands where it was not asked."""

    council: str
    cells: Sequence[CouncilCell | None]
    issues: int
    median_days: str
    open: int
    repeats: int


@dataclass(frozen=True)
class Page:
    """Everything the template shows."""

    title: str
    summary: Sequence[str]
    support: Sequence[str]
    kpis: Sequence[KpiRow]
    earlier: Sequence[KpiRow]
    rounds: Sequence[Round]
    rows: Sequence[CouncilRow]
    codes: Sequence[tuple[str, str, int, int]]
    simulated: bool
    staffing: Sequence[str]


def page(found: Quality, today: date, staff: Sequence[Post] = ()) -> Page:
    """Put the report together. `staff` are the posts of the data function over the year so far."""
    issues = found.issues
    kpis = [*_validated(found), *_sent(found, today), *_on_time(found, today)]
    newest = {found.rounds[-1].as_period.short_label, list(_years(found))[-1]} if found.rounds else set()
    return Page(
        title=_title(found),
        summary=_summary(found),
        support=support(found),
        kpis=[row for row in kpis if row.of in newest],
        earlier=[row for row in kpis if row.of not in newest],
        rounds=found.rounds,
        rows=[_council(found, council.code, council.label) for council in found.councils],
        codes=_codes(issues),
        simulated=any(one.simulated for one in found.rounds),
        staffing=staffing(staff),
    )


def staffing(staff: Sequence[Post]) -> list[str]:
    """Whether each post of the data function had a holder on every day, in sentences (R5.15)."""
    if not staff:
        return []
    vacant = [post for post in staff if post.vacant]
    if not vacant:
        return [f"Staffed: {and_list([post.title.lower() for post in staff])} each had a holder on every day."]
    return [
        f"{post.title}: nobody for {plural(post.days_vacant, 'day')}, "
        f"{and_list([_span(first, last) for first, last in post.vacant])}."
        for post in vacant
    ]


def _span(first: date, last: date) -> str:
    """ "3 to 9 June 2026" as two dates; one day as one."""
    return long_date(first) if first == last else f"{long_date(first)} to {long_date(last)}"


def _title(found: Quality) -> str:
    if not found.rounds:
        return "No returns to report on yet"
    last = found.rounds[-1]
    first_issues = len(found.of_period(found.rounds[0].period))
    now = len(found.of_period(last.period))
    if len(found.rounds) == 1:
        return f"{plural(now, 'quality issue')} in {last.as_period.label}"
    way = "fell" if now < first_issues else "rose" if now > first_issues else "stayed"
    if way == "stayed":
        return f"Quality issues stayed at {now} over {len(found.rounds)} rounds"
    return f"Quality issues {way} from {first_issues} to {now} over {len(found.rounds)} rounds"


def _summary(found: Quality) -> list[str]:
    if not found.rounds:
        return []
    issues = found.issues
    settled = [issue.days for issue in issues if issue.days is not None]
    still = sum(issue.settled_on is None for issue in issues)
    repeats = sum(issue.repeats for issue in issues)
    said = [
        f"{plural(len(issues), 'issue')} in {plural(len(found.returns), 'return')} of "
        f"{plural(len(found.councils), 'council')} over {plural(len(found.rounds), 'round')}."
    ]
    if settled:
        said.append(f"Half of those settled took {_days(settled)} or less.")
    said.append(f"{still} {'is' if still == 1 else 'are'} still open." if still else "None is still open.")
    if repeats:
        said.append(f"{repeats} came again in the round after, on the same figure.")
    return [*said, *_improvement(found)]


def _improvement(found: Quality) -> list[str]:
    """Councils with fewer issues in the newest round than in the first they returned, by how many."""
    if len(found.rounds) < 2:
        return []
    better = []
    for council in found.councils:
        rounds = [one for one in found.rounds if _submitted(found, council.code, one)]
        if len(rounds) < 2:
            continue
        counts = [sum(issue.period == one.period for issue in found.of_council(council.code)) for one in rounds]
        if counts[-1] < counts[0]:
            better.append((counts[0] - counts[-1], council.label))
    if not better:
        return []
    names = [name for _, name in sorted(better, key=lambda pair: (-pair[0], pair[1]))]
    return [f"Fewer issues than in their first round here: {and_list(names)}."]


def _submitted(found: Quality, council: str, one: Round) -> bool:
    held = found.returns.get((council, one.period))
    return held is not None and held.first_submitted_on is not None


def support(found: Quality) -> list[str]:
    """Whom to offer help, and with what: repeated lateness, rejections, or the same issue again and again (R5.12)."""
    said = []
    most, of = LATE_OF_LAST
    for council in found.councils:
        asked = (found.returns.get((council.code, one.period)) for one in found.rounds)
        held = [each for each in asked if each is not None]
        late = sum(found.standings[one.pk].timeliness in _LATE for one in held[-of:])
        if late >= most:
            said.append(
                f"{council.label}: {late} of its last {len(held[-of:])} returns came after the deadline. "
                "Ask what would make the dates workable, and offer help."
            )
        if rejected := sum(found.rejected.get(one.pk) == "quality" for one in held):
            said.append(
                f"{council.label}: the Department sent back {plural(rejected, 'return')} for its quality. "
                "Go through it together before the next round."
            )
        if running := _running(found, council.code):
            said.append(
                f"{council.label}: {plural(len(running), 'figure')} raised the same question {REPEATED_ROUNDS} rounds "
                f"running ({and_list(running[:3])}). Look at the definition and the source together."
            )
    return said


def _running(found: Quality, council: str) -> list[str]:
    """What was found in each of the last rounds, in words."""
    last = found.rounds[-REPEATED_ROUNDS:]
    if len(last) < REPEATED_ROUNDS:
        return []
    mine = found.of_council(council)
    held = [{key for issue in mine if issue.period == one.period for key in issue.codes} for one in last]
    same = set.intersection(*held)
    return sorted({_about(found, issue) for issue in mine if same & issue.codes.keys()})


def _about(found: Quality, issue: Issue) -> str:
    """Which figure an issue is about: "item 9, Conferences within 15 working days"."""
    form = form_of(found.rounds[-1].form)
    if not issue.cell or not form.asks(Cell.parse(issue.cell)):
        return "the return as a whole"
    item = form.item(Cell.parse(issue.cell).item)
    return f"item {item.label}, {item.title}"


def _council(found: Quality, code: str, label: str) -> CouncilRow:
    issues = found.of_council(code)
    settled = [issue.days for issue in issues if issue.days is not None]
    return CouncilRow(
        council=label,
        cells=[_cell(found, code, one) for one in found.rounds],
        issues=len(issues),
        median_days=f"{median(settled):g}" if settled else "–",
        open=sum(issue.settled_on is None for issue in issues),
        repeats=sum(issue.repeats for issue in issues),
    )


def _cell(found: Quality, council: str, one: Round) -> CouncilCell | None:
    held = found.returns.get((council, one.period))
    if held is None:
        return None
    words, tone = _SHORT[found.standings[held.pk].timeliness]
    issues = [issue for issue in found.of_council(council) if issue.period == one.period]
    return CouncilCell(words, tone, len(issues), sum(issue.repeats for issue in issues))


def _codes(issues: Iterable[Issue]) -> list[tuple[str, str, int, int]]:
    """Checks by how often they found something: code, rule, how often, and how much of it came again."""
    counts: dict[str, list[int]] = {}
    for issue in issues:
        for key, code in issue.codes.items():
            held = counts.setdefault(code, [0, 0])
            held[0] += 1
            held[1] += key in issue.again
    known = registered()
    rows = [
        (code, known[code].rule if code in known else "A question of the desk’s own.", times, again)
        for code, (times, again) in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _validated(found: Quality) -> list[KpiRow]:
    """5.1.2: every council submits and has a validated return (R5.04)."""
    rows = []
    for one in found.rounds:
        held = found.in_round(one)
        done = sum(each.validated_on is not None for each in held)
        words = f"{done} of {len(held)} returns are validated; the plan asks for all."
        rows.append(_kpi("5.1.2", "Every return validated", one, words, done == len(held), one.state == "open"))
    return rows


def _sent(found: Quality, today: date) -> list[KpiRow]:
    """5.1.4: at the Department within five working days, none rejected for quality (R5.05)."""
    rows = []
    for one in found.rounds:
        if one.route == Route.DIRECT:
            continue
        far = sending(one)
        clock, met = far.clock, far.clock.met(today)
        when = f"All sent by {clock.stopped_on:%-d %B %Y}" if clock.stopped_on else far.words
        rejected = sum(found.rejected.get(each.pk) == "quality" for each in found.in_round(one))
        words = f"{when}; {DFE_WITHIN} working days end on {clock.due:%-d %B %Y}. {rejected} rejected for quality."
        words = f"{words} {far.open}".rstrip()
        running = met is None and not rejected
        rows.append(_kpi("5.1.4", "At the Department in time", one, words, bool(met) and not rejected, running))
    return rows


def _on_time(found: Quality, today: date) -> list[KpiRow]:
    """5.1.6: 95 % by the first deadline in both readings, and exceptions resolved in seven working days (R5.07)."""
    rows, readings = [], {one.pk: _reading(found, one, today) for one in found.rounds}
    for one in found.rounds:
        reading = readings[one.pk]
        words = f"{reading.on_time} of {reading.asked} by the first deadline; 95% is {reading.needed}. "
        words += _exceptions(found, one, today)
        running = reading.met is None
        rows.append(_kpi("5.1.6", "95% on time, of the round", one, words, bool(reading.met), running))
    for label, rounds in _years(found).items():
        last = rounds[-1]
        to_come = max(0, ROUNDS_A_YEAR[last.as_period.kind] - len(rounds))
        year = reading_of_year([readings[one.pk] for one in rounds], to_come, len(found.in_round(last)))
        words = f"{year.on_time} of {year.asked} by the first deadline so far; 95% is {year.needed}."
        standing = "met" if year.met else "not met" if year.met is False else "open"
        tone: Tone = "done" if year.met else "problem" if year.met is False else "moving"
        rows.append(KpiRow("5.1.6", "95% on time, of the year", label, words, standing, tone))
    return rows


def _exceptions(found: Quality, one: Round, today: date) -> str:
    """What became of returns that missed the first deadline."""
    missed = [each for each in found.in_round(one) if (each.first_submitted_on or today) > one.due_on]
    if not missed:
        return "No exceptions."
    clocks = [policies.exception_clock(one.due_on, each.first_submitted_on) for each in missed]
    met = sum(clock.met(today) is True for clock in clocks)
    return f"{met} of {plural(len(missed), 'exception')} resolved within {EXCEPTIONS_WITHIN} working days."


def _reading(found: Quality, one: Round, today: date) -> Reading:
    held = [found.standings[each.pk] for each in found.in_round(one)]
    still_out = {Timeliness.OUTSTANDING, Timeliness.OVERDUE}
    missed = sum(each.timeliness in still_out and today > each.due_on for each in held)
    return reading_of_round(Counts.of(each.timeliness for each in held), missed)


def _years(found: Quality) -> dict[str, list[Round]]:
    """The rounds of each year the plan's measure runs over."""
    years: dict[str, list[Round]] = {}
    for one in found.rounds:
        start = one.period_end.year if one.period_end.month > 3 else one.period_end.year - 1
        years.setdefault(f"{start}-{(start + 1) % 100:02d}", []).append(one)
    return years


def _kpi(number: str, name: str, one: Round, words: str, met: bool, running: bool) -> KpiRow:
    standing = "met" if met else "open" if running else "not met"
    tone: Tone = "done" if met else "moving" if running else "problem"
    return KpiRow(number, name, one.as_period.short_label, words, standing, tone)


def _days(days: Sequence[int]) -> str:
    middle = median(days)
    text = f"{middle:g}"
    return f"{text} working day{'' if middle == 1 else 's'}"
