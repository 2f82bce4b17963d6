"""The list of reports, board packs, and the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import and_list, plural, short_date
from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.reporting.models import Copy, Edition, Kind
from riia.alliance.reporting.permissions import confirms_for, may_keep
from riia.alliance.reporting.queries.needs import kept
from riia.alliance.reporting.queries.reading import Owed, kinds, owed, reports, seen, visible_editions, with_reports
from riia.alliance.reporting.states import OUT, EditionState, Standing

type Tag = tuple[str, Tone]

_BACK = timedelta(days=400)
_AHEAD = timedelta(days=100)
_TAGS: dict[Standing, Tag] = {
    Standing.DUE: ("due", "attention"),
    Standing.FROZEN: ("frozen, not sent", "moving"),
    Standing.SENT: ("sent", "moving"),
    Standing.RECEIPTED: ("receipt confirmed", "done"),
    Standing.DROPPED: ("not needed", "quiet"),
}
_EDITION_TAGS: dict[EditionState, Tag] = {
    EditionState.FROZEN: ("frozen, not sent", "attention"),
    EditionState.SENT: ("sent", "moving"),
    EditionState.RECEIPTED: ("receipt confirmed", "done"),
    EditionState.WITHDRAWN: ("withdrawn", "quiet"),
    EditionState.REPLACED: ("replaced by a later version", "quiet"),
}


@dataclass(frozen=True, slots=True)
class DueLine:
    """A report to be prepared. `verb` is what its button says."""

    title: str
    about: str
    href: str
    verb: str
    tag: Tag
    clock: Clock
    due_words: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class SentLine:
    """A report that was sent."""

    title: str
    href: str
    tag: Tag
    sent: str
    receipts: str
    to_confirm: bool
    simulated: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The list of reports as a viewer sees it."""

    title: str
    due: Sequence[DueLine]
    later: Sequence[DueLine]
    sent: Sequence[SentLine]
    earlier: Sequence[SentLine]
    keeps: bool


def home(scope: Scope, today: date, *, board_only: bool = False) -> Home:
    """Reports to prepare, and those that were sent."""
    open_ones = [
        one
        for one in kept(scope, today - _BACK, today + _AHEAD)
        if one.standing in (Standing.DUE, Standing.FROZEN) and (not board_only or one.kind.made_from == "board")
    ]
    open_ones.sort(key=lambda one: (one.due.day, not one.kind.is_made_here, one.kind.order))
    lines = [_due(one, today) for one in open_ones]
    soon = [line for line in lines if line.clock.days_left <= 45]
    known_alliances = seen(scope)
    latest, earlier = list[Edition](), list[Edition]()
    for report in reports(scope):
        if board_only and report.kind.made_from != "board":
            continue
        out = [one for one in visible_editions(scope, report, known_alliances) if one.state in OUT][:1]
        known = {one.report.kind_id for one in latest}
        (earlier if report.kind_id in known else latest).extend(out)
    latest.sort(key=lambda one: (not one.snapshot_id, one.report.kind.order))
    sent, before = _sent(scope, latest), _sent(scope, earlier)
    waiting = [line for line in before if line.to_confirm]
    sent, before = [*waiting, *sent], [line for line in before if not line.to_confirm]
    keeps = any(may_keep(scope, kind.alliance.region.code) for kind in kinds(scope)) or _keeps_any(scope)
    return Home(
        _title(soon, [*sent, *before], keeps=keeps, board=board_only), soon, lines[len(soon) :], sent, before, keeps
    )


def _keeps_any(scope: Scope) -> bool:
    return any(held.region and held.place and may_keep(scope, held.place) for held in scope.holdings)


def _title(due: Sequence[DueLine], sent: Sequence[SentLine], *, keeps: bool, board: bool) -> str:
    what = "board pack" if board else "report"
    waiting = sum(line.to_confirm for line in sent)
    if waiting:
        return f"{plural(waiting, what)} {'waits' if waiting == 1 else 'wait'} for you to confirm receipt"
    late = sum(line.clock.days_left < 0 for line in due)
    if keeps and due:
        overdue = f", {late} of them overdue" if late else ""
        return f"{plural(len(due), what)} to prepare{overdue}"
    if keeps:
        return f"No {what} is due in the next weeks"
    return f"{plural(len(sent), what)} sent to you" if sent else f"No {what} has been sent to you yet"


def _due(one: Owed, today: date) -> DueLine:
    if one.standing is Standing.FROZEN and one.report is not None:
        href, verb = reverse("reporting:report", args=[one.report.reference]), "Send"
    else:
        href = reverse("reporting:prepare", args=[one.kind.reference, one.stretch.code])
        verb = "Prepare" if one.kind.is_made_here else "Note as sent"
    return DueLine(
        title=one.kind.title,
        about=one.stretch.words,
        href=href,
        verb=verb,
        tag=_TAGS[one.standing],
        clock=Clock(one.due.day, (one.due.day - today).days, soon=14),
        due_words=one.due.words,
        simulated=one.kind.simulated,
    )


def _sent(scope: Scope, editions: Sequence[Edition]) -> list[SentLine]:
    copies: dict[int, list[Copy]] = {}
    for copy in Copy.objects.filter(edition__in=[one.pk for one in editions]):
        copies.setdefault(copy.edition_id, []).append(copy)
    return [_sent_line(scope, one, copies.get(one.pk, [])) for one in editions]


def _sent_line(scope: Scope, edition: Edition, copies: Sequence[Copy]) -> SentLine:
    kind = edition.report.kind
    confirmed = sorted({one.get_audience_display() for one in copies if one.receipted_at})
    sides = confirms_for(scope, kind.alliance.region.code) & set(edition.readers)
    open_sides = sides - {one.audience for one in copies if one.receipted_at}
    if not kind.receipt_needed:
        receipts = "no receipt asked for"
    else:
        receipts = f"receipt confirmed by {and_list(confirmed)}" if confirmed else "no receipt yet"
    return SentLine(
        title=str(edition.report),
        href=reverse("reporting:edition", args=[edition.reference]),
        tag=edition_tag(edition),
        sent=short_date(edition.sent_at) if edition.sent_at else "",
        receipts=receipts,
        to_confirm=bool(open_sides) and kind.receipt_needed and edition.state == EditionState.SENT,
        simulated=edition.simulated,
    )


def edition_tag(edition: Edition) -> Tag:
    """How the state of an edition is shown."""
    return _EDITION_TAGS[EditionState(edition.state)]


def standing_tag(standing: Standing) -> Tag:
    """How the standing of a report is shown."""
    return _TAGS[standing]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the register."""

    kind: Kind
    readers: str
    rule: str
    following: Owed | None
    keeps: bool


def register(scope: Scope, today: date) -> list[RegisterLine]:
    """The registers the viewer sees, what is still owed first."""
    lines = [
        RegisterLine(
            kind,
            and_list([one.title for one in kind.readers]),
            kind.rule.words,
            following_of(kind, today),
            may_keep(scope, kind.alliance.region.code),
        )
        for kind in with_reports(kinds(scope))
    ]
    return sorted(lines, key=lambda line: (line.kind.retired_on is not None, line.kind.alliance.name, line.kind.order))


def following_of(kind: Kind, today: date) -> Owed | None:
    """What of a kind is due next, or overdue."""
    open_ones = (Standing.DUE, Standing.FROZEN)
    return next((one for one in owed(kind, today - _BACK, today + _BACK) if one.standing in open_ones), None)
