"""The reports a viewer may see at all. Everything else starts from these.

Whoever keeps the reports of a region sees its register and every edition. Others see what was sent, in the versions
their role reads (`permissions.READS`). A draft, which is a frozen edition that was not sent, is the region's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.places.models import Alliance, AllianceMember
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import DueDay, Stretch, due_day, stretches
from riia.alliance.reporting.models import Copy, Edition, Kind, Report, Snapshot
from riia.alliance.reporting.permissions import may_keep, reads
from riia.alliance.reporting.policies import standing_of
from riia.alliance.reporting.states import OUT, EditionState, Standing
from riia.alliance.returns.timekeeping import today


@dataclass(frozen=True, slots=True)
class Seen:
    """An alliance whose reports a viewer sees: in which versions, and whether they keep them."""

    alliance: Alliance
    versions: frozenset[Audience]
    keeps: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that is or was owed, whether anything of it is kept yet or not."""

    kind: Kind
    stretch: Stretch
    due: DueDay
    report: Report | None = None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return Standing.DUE if self.report is None else report_standing(self.report)


def seen(scope: Scope) -> dict[int, Seen]:
    """The alliances whose reports the viewer sees, by key."""
    if not scope.may(Action.SEE_REPORTS) and not scope.may(Action.KEEP_REPORTS):
        return {}
    members: dict[int, set[str]] = {}
    for key, code in AllianceMember.objects.on(today()).values_list("alliance", "council__code"):
        members.setdefault(key, set()).add(code)
    found = {}
    for alliance in Alliance.objects.select_related("region"):
        region = alliance.region.code
        versions = reads(scope, region, frozenset(members.get(alliance.pk, ())))
        if versions:
            found[alliance.pk] = Seen(alliance, versions, may_keep(scope, region))
    return found


def kinds(scope: Scope) -> QuerySet[Kind]:
    """Lines of the registers the viewer sees: the keepers' and auditors' all, others' those they are for."""
    found = Kind.objects.select_related("alliance__region")
    conditions = Q(pk=None)
    for one in seen(scope).values():
        conditions |= Q(alliance=one.alliance) if Audience.OFFICE in one.versions else _for(one)
    return found.filter(conditions)


def _for(one: Seen) -> Q:
    """Kinds for any of the versions a viewer reads; a list in JSON is looked into by the caller's database alike."""
    names = [kind.pk for kind in Kind.objects.filter(alliance=one.alliance) if one.versions & set(kind.readers)]
    return Q(pk__in=names)


def get_kind(scope: Scope, reference: UUID, *, keep: bool = False) -> Kind | None:
    """One line of the register; with `keep` only for who keeps it."""
    found = kinds(scope).filter(reference=reference).first()
    return None if found is None or (keep and not may_keep(scope, found.alliance.region.code)) else found


def reports(scope: Scope) -> QuerySet[Report]:
    """Reports of the kinds the viewer sees, with their editions."""
    editions = Prefetch("editions", queryset=Edition.objects.select_related("snapshot").order_by("number"))
    return (
        Report.objects.filter(kind__in=kinds(scope)).select_related("kind__alliance__region").prefetch_related(editions)
    )


def get_report(scope: Scope, reference: UUID, *, keep: bool = False) -> Report | None:
    """One report that is not hidden from the viewer: of others than its makers only once it was sent."""
    found = reports(scope).filter(reference=reference).first()
    if found is None:
        return None
    if may_keep(scope, found.kind.alliance.region.code):
        return found
    return None if keep or not visible_editions(scope, found) else found


def report_standing(report: Report) -> Standing:
    """Where a report stands, of its editions."""
    states = [EditionState(one.state) for one in report.editions.all()]
    return standing_of(states, dropped=report.dropped_on is not None)


def visible_editions(scope: Scope, report: Report, known: Mapping[int, Seen] | None = None) -> list[Edition]:
    """The editions of a report that the viewer may read, newest first. `known` is `seen`, where many are asked."""
    one = (seen(scope) if known is None else known).get(report.kind.alliance_id)
    if one is None:
        return []
    everything = Audience.OFFICE in one.versions
    return [
        each
        for each in sorted(report.editions.all(), key=lambda edition: -edition.number)
        if everything or (each.state in OUT and one.versions & set(each.readers))
    ]


def get_edition(scope: Scope, reference: UUID, *, keep: bool = False) -> Edition | None:
    """One edition that the viewer may read; with `keep` only for who keeps the reports."""
    found = Edition.objects.select_related("report__kind__alliance__region", "snapshot").filter(reference=reference)
    edition = found.first()
    if edition is None:
        return None
    report = get_report(scope, edition.report.reference, keep=keep)
    if report is None:
        return None
    allowed = {each.pk for each in visible_editions(scope, report)}
    return edition if edition.pk in allowed else None


def versions_of(scope: Scope, edition: Edition) -> list[Audience]:
    """The versions of an edition that the viewer reads; the office's own first for those who keep it."""
    one = seen(scope).get(edition.report.kind.alliance_id)
    if one is None:
        return []
    own = [Audience.OFFICE] if Audience.OFFICE in one.versions else []
    return [each for each in edition.readers if each in one.versions] + own


def owed(kind: Kind, since: date, until: date) -> list[Owed]:
    """The reports of a kind that are due from one day to another, with what is kept of them, in order of the day."""
    kept = {report.period: report for report in _kept(kind)}
    found: dict[str, Owed] = {}
    if kind.first_ends_on and kind.retired_on is None:
        # Due days lie after their period, so earlier periods may be due in the time that is asked for.
        first = max(kind.first_ends_on, date(since.year - 1, 1, 1))
        last = min(kind.last_ends_on or date.max, until)
        for stretch in stretches(kind.rule.often, first, last):
            report = kept.get(stretch.code)
            due = DueDay(report.due_on, report.due_words) if report else due_day(kind.rule, stretch.ends)
            found[stretch.code] = Owed(kind, stretch, due, report)
    for code, report in kept.items():
        stretch = Stretch(code, report.words, report.starts_on, report.ends_on)
        found.setdefault(code, Owed(kind, stretch, DueDay(report.due_on, report.due_words), report))
    shown = [one for one in found.values() if since <= one.due.day <= until]
    return sorted(shown, key=lambda one: (one.due.day, one.stretch.code))


def _kept(kind: Kind) -> list[Report]:
    found = getattr(kind, "_prefetched_objects_cache", {}).get("reports")
    return list(found) if found is not None else list(kind.reports.prefetch_related("editions"))


def with_reports(found: QuerySet[Kind]) -> QuerySet[Kind]:
    """Kinds with their reports and editions, so that many can be looked at in three queries."""
    own = Report.objects.prefetch_related(Prefetch("editions", queryset=Edition.objects.order_by("number")))
    return found.prefetch_related(Prefetch("reports", queryset=own))


def get_owed(kind: Kind, code: str) -> Owed | None:
    """A report of a kind by the code of its period; None where the kind owes none for it."""
    report = kind.reports.prefetch_related("editions").filter(period=code).first()
    if report is not None:
        stretch = Stretch(code, report.words, report.starts_on, report.ends_on)
        return Owed(kind, stretch, DueDay(report.due_on, report.due_words), report)
    if kind.first_ends_on is None or kind.retired_on is not None:
        return None
    last = min(kind.last_ends_on or date.max, date(today().year + 2, 12, 31))
    for stretch in stretches(kind.rule.often, kind.first_ends_on, last):
        if stretch.code == code:
            return Owed(kind, stretch, due_day(kind.rule, stretch.ends))
    return None


def snapshot_before(alliance: Alliance, period: str, as_at: date) -> Snapshot | None:
    """The frozen content of the last report before: sent, of another period, of an earlier day."""
    found = Snapshot.objects.filter(alliance=alliance, as_at__lt=as_at, editions__state__in=list(OUT))
    return found.exclude(period=period).order_by("-as_at", "-made_at", "-id").first()


def snapshot_of(alliance: Alliance, period: str) -> Snapshot | None:
    """The latest frozen content of a period that was sent or waits to be, so that two reports show the same numbers."""
    found = Snapshot.objects.filter(alliance=alliance, period=period)
    return found.exclude(editions__state=EditionState.WITHDRAWN).order_by("-made_at", "-id").first()


def copies_of(edition: Edition) -> list[Copy]:
    """To whom an edition went."""
    return list(edition.copies.select_related("person"))


def own_copies(scope: Scope, edition: Edition) -> list[Copy]:
    """Those of the viewer."""
    if scope.person_ref is None:
        return []
    return list(edition.copies.filter(person__reference=scope.person_ref))
