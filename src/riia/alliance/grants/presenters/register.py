"""The register of grants, and one grant with everything that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import (
    Allocation,
    Amount,
    Award,
    Chosen,
    Determination,
    DeterminationVersion,
    MenuItem,
    Project,
)
from riia.alliance.grants.permissions import may_keep
from riia.alliance.grants.policies import letters_in_words, missing_before
from riia.alliance.grants.presenters.words import (
    PaymentLine,
    Tag,
    award_tag,
    money,
    payment_line,
    pence_or,
    version_tag,
)
from riia.alliance.grants.queries import reading, statements
from riia.alliance.grants.queries.checking import notices_of
from riia.alliance.grants.queries.notices import Notice, Weight
from riia.alliance.grants.queries.recomputing import annex_of
from riia.alliance.grants.queries.statements import Held
from riia.alliance.grants.services.awarding import residual
from riia.alliance.grants.states import COUNTED, OPEN_PAYMENTS, STANDING, VersionState
from riia.alliance.kit.filters import long_date, plural, pounds
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.alliance.places.naming import plain_name

AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant in the register: what it gives the viewer's place and in all, and what is to be known about it."""

    href: str
    title: str
    references: str
    mine: str
    total: str
    at: str
    tag: Tag
    notices: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the register shows."""

    title: str
    lines: Sequence[GrantLine]
    place: Place | None
    years: Sequence[statements.YearSum]
    payments: Sequence[PaymentLine]
    places: Sequence[Place]
    may_enter: bool


def own_places(scope: Scope) -> list[Place]:
    """The places whose money the viewer asks about first: their own council and its region, or their region."""
    for held in sorted(scope.holdings, key=lambda each: each.region):
        if held.place and Action.SEE_GRANTS in held.actions:
            place = places.get(held.place)
            return [place, *([place.region] if place.region else [])]
    return []


def _first_with_rows(found: Sequence[Place], rows: Sequence[Allocation]) -> Place | None:
    """The first of these places that a grant names; the last of them where it names none."""
    named = {key for row in rows for key in (row.place_id, row.supports_id)}
    return next((place for place in found if place.pk in named), found[-1] if found else None)


def home_page(scope: Scope, day: date, today: date) -> HomePage:
    """The register as this viewer sees it, as at a day."""
    held, own = statements.held_on(scope, day), own_places(scope)
    mine = _first_with_rows(own, [row for each in held for row in each.rows])
    seen = [_grant_line(scope, each, mine) for each in held]
    statement = statements.statement_of(scope, mine, day) if mine else None
    waiting = reading.payments(scope).filter(state__in=list(OPEN_PAYMENTS), due_on__gte=today - AHEAD)
    return HomePage(
        title=_home_title(statement, seen),
        lines=seen,
        place=mine,
        years=statement.years if statement else [],
        payments=[payment_line(each, today) for each in waiting[:7]],
        places=_places_to_ask(own),
        may_enter=bool(keeping_regions(scope)),
    )


def keeping_regions(scope: Scope) -> list[Place]:
    """Regions whose grants the viewer enters."""
    codes = scope.places_for(Action.KEEP_GRANTS)
    found = places.regions()
    return list(found if codes is None else found.filter(code__in=codes))


def _places_to_ask(own: Sequence[Place]) -> list[Place]:
    """Places whose statements the viewer most likely wants: their own and its region, or all councils of a region."""
    if not own:
        return list(places.regions())
    return list(own) if own[0].is_council else [own[0], *places.councils_in(own[0])]


def _home_title(statement: statements.Statement | None, lines: Sequence[GrantLine]) -> str:
    if not lines:
        return "No grant is entered yet"
    if statement is not None and statement.years:
        latest = statement.years[0]
        more = "" if latest.whole else " and amounts that are not known"
        return f"{plain_name(statement.place.label)} got {pounds(latest.total, whole=True)}{more} in {latest.label}"
    return f"{plural(len(lines), 'grant')} {'is' if len(lines) == 1 else 'are'} held"


def _grant_line(scope: Scope, held: Held, mine: Place | None) -> GrantLine:
    grant, at = held.determination, held.at
    rows = [row for row in held.rows if mine and mine.pk in (row.place_id, row.supports_id)]
    drafts = [each for each in grant.versions.all() if each.is_draft]
    tag = version_tag(at.version) if at.version else ("draft", "attention") if drafts else ("not in force", "quiet")
    wrong = 0
    if at.version is not None:
        wrong = sum(each.weight in (Weight.WRONG, Weight.MISSING) for each in grant_notices(scope, at.version))
    return GrantLine(
        href=reverse("grants:determination", args=[grant.reference]),
        title=grant.title,
        references=", ".join(each.written for each in grant.references.all()) or "reference not known",
        mine=", ".join(money(held.amount(row)) for row in rows),
        total=pence_or(held.total, "total not known") if held.rows else "",
        at=at.words,
        tag=tag,
        notices=wrong,
        simulated=grant.simulated,
    )


def grant_notices(scope: Scope, version: DeterminationVersion) -> list[Notice]:
    """What is to be known about a version, for this viewer."""
    grant = version.determination
    numbers = [
        each.number for each in grant.versions.all() if VersionState(each.state) in STANDING or each.pk == version.pk
    ]
    seen = [each for each in reading.payments(scope).filter(determination=grant) if each.state in COUNTED]
    return notices_of(annex_of(version), seen, numbers)


@dataclass(frozen=True, slots=True)
class Step:
    """A letter in the chain of a grant; one that is not held has no version."""

    label: str
    version: DeterminationVersion | None
    tag: Tag
    effect: str
    current: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """A recipient with what it gets as at the day."""

    row: Allocation
    amount: Amount | None
    words: str
    mine: bool


@dataclass(frozen=True, slots=True)
class AwardLine:
    one: Award
    amount: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class SightStep:
    """A purpose with the area of the plan it pays for; the plan's own page goes on from there to KPIs."""

    number: str
    heading: str
    amount: str
    plan: str
    area: str


@dataclass(frozen=True, slots=True)
class ProjectLine:
    one: Project
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class GrantPage:
    """Everything a grant's page shows, as at a day."""

    grant: Determination
    title: str
    held: Held
    day: date
    steps: Sequence[Step]
    days: Sequence[tuple[str, str]]
    rows: Sequence[RowLine]
    total: str
    facts: Sequence[tuple[str, str]]
    notices: Sequence[Notice]
    payments: Sequence[PaymentLine]
    awards: Sequence[AwardLine]
    sight: Sequence[SightStep]
    sees_plan: bool
    projects: Sequence[ProjectLine]
    menu: Sequence[MenuItem]
    chosen: frozenset[int]
    keeps: bool
    region: Place | None


def grant_page(scope: Scope, grant: Determination, day: date, today: date) -> GrantPage:
    """One grant as this viewer sees it, as at a day."""
    held_versions = list(reading.versions(scope).filter(determination=grant))
    at = reading.as_at(grant, held_versions, day)
    rows = tuple(reading.rows_of(at.version)) if at.version else ()
    held, own = Held(grant, at, rows), own_places(scope)
    mine, regions = _first_with_rows(own, rows), keeping_regions(scope)
    region = own[-1] if own else regions[0] if regions else None
    lines = [RowLine(row, held.amount(row), money(held.amount(row)), _is_mine(row, mine)) for row in rows]
    menu = list(at.version.menu.prefetch_related("parts")) if at.version else []
    return GrantPage(
        grant=grant,
        title=_grant_title(held, mine),
        held=held,
        day=day,
        steps=_steps(held_versions, at),
        days=_days(held_versions, day),
        rows=sorted(lines, key=lambda each: not each.mine),
        total=pence_or(held.total, "not known: an amount is redacted or not stated") if rows else "",
        facts=_facts(grant, at.version),
        notices=grant_notices(scope, at.version) if at.version else [],
        payments=[payment_line(each, today) for each in reading.payments(scope).filter(determination=grant)],
        awards=[
            AwardLine(each, pounds(each.amount_pence), award_tag(each.state))
            for each in reading.awards(scope).filter(determination=grant)
        ],
        sight=_sight(at.version),
        sees_plan=scope.may(Action.SEE_PLAN),
        projects=[_project(each) for each in grant.projects.prefetch_related("shares__place")],
        menu=[each for each in menu if each.under_id is None],
        chosen=frozenset(_chosen(menu, region)),
        keeps=bool(regions),
        region=region if region is not None and may_keep(scope, region.code) else None,
    )


def _project(one: Project) -> ProjectLine:
    shares = "\n".join(f"{share.place.label}: {pence_or(share.pence, 'share not known')}" for share in one.shares.all())
    left = residual(one)
    facts = [
        ("Strand", one.strand),
        ("Total", pounds(one.total_pence) if one.total_pence is not None else ""),
        ("Shared by", shares),
        ("Left over by rounding", pounds(left) if left else ""),
        ("Agreed on", long_date(one.agreed_on) if one.agreed_on else ""),
        ("Tried", one.test),
        ("Learnt", one.learning),
        ("Taken up by", one.replication),
    ]
    return ProjectLine(one, [(label, text) for label, text in facts if text])


def _is_mine(row: Allocation, mine: Place | None) -> bool:
    return mine is not None and mine.pk in (row.place_id, row.supports_id)


def _chosen(menu: Sequence[MenuItem], region: Place | None) -> list[int]:
    if region is None or not menu:
        return []
    return list(Chosen.objects.filter(item__in=menu, region=region).values_list("item_id", flat=True))


def _grant_title(held: Held, mine: Place | None) -> str:
    grant = held.determination
    if held.at.version is None:
        return f"{grant.programme}: nothing is held for this day"
    own = [row for row in held.rows if _is_mine(row, mine)]
    if mine is not None and own:
        amount = held.amount(own[0])
        said = money(amount)
        if amount is None or amount.pence is None:
            return f"{grant.programme}: what {plain_name(mine.label)} gets is {said}"
        verb = "gets" if own[0].place_id == mine.pk else f"is supported by {plain_name(own[0].written)} with"
        since = _since(held, own[0])
        return f"{plain_name(mine.label)} {verb} {pounds(amount.pence, whole=True)} for {grant.year_label}{since}"
    if held.total is None:
        return f"{grant.programme}: not every amount is known"
    many = len(held.rows)
    kind = "region" if all(row.place and row.place.is_region for row in held.rows) else "council"
    return (
        f"{plural(many, kind)} {'gets' if many == 1 else 'get'} {pounds(held.total, whole=True)} for {grant.year_label}"
    )


def _since(held: Held, row: Allocation) -> str:
    """What a variation changed: ", £48,000 more than before 14 December 2023"."""
    by_kind = {each.column.kind: each.pence for each in row.amounts.all()}
    before, now = by_kind.get("previous"), by_kind.get("revised")
    if held.at.before or before is None or now is None or held.at.version is None or before == now:
        return ""
    more = "more" if now > before else "less"
    return f", {pounds(abs(now - before), whole=True)} {more} than before {long_date(held.at.version.effective_from)}"


def _steps(versions: Sequence[DeterminationVersion], at: reading.AsAt) -> list[Step]:
    numbers = [each.number for each in versions if each.state != VersionState.WITHDRAWN]
    steps = [
        Step(
            each.label, each, version_tag(each), f"in effect from {long_date(each.effective_from)}",
            at.version is not None and each.pk == at.version.pk and not at.before,
        )
        for each in versions
    ]  # fmt: skip
    missing = missing_before(max(numbers, default=0), numbers)
    gaps = [Step(letters_in_words([number]), None, ("not held", "attention"), "", False) for number in missing]
    return [*gaps, *steps]


def _days(versions: Sequence[DeterminationVersion], day: date) -> list[tuple[str, str]]:
    """Days worth asking about: the day before a version took effect, and its first day."""
    found: dict[date, None] = {}
    for each in versions:
        if VersionState(each.state) in STANDING:
            if each.number:
                found[each.effective_from - timedelta(days=1)] = None
            found[each.effective_from] = None
    return [(long_date(one), one.isoformat()) for one in sorted(found) if one != day]


def _facts(grant: Determination, version: DeterminationVersion | None) -> list[tuple[str, str]]:
    condition = grant.get_condition_display() + (f" ({grant.condition_words})" if grant.condition_words else "")
    reporting = grant.get_reporting_display() + (f" ({grant.reporting_words})" if grant.reporting_words else "")
    facts = [
        ("References", ", ".join(_named(each.written, each.issuer) for each in grant.references.all()) or "not known"),
        ("Kind", grant.get_kind_display()),
        ("From", grant.department),
        ("Financial year", grant.year_label),
        ("Condition", condition),
        ("Reporting", reporting),
    ]
    if version is not None:
        facts += [("What for", version.purpose)]
    facts += [("Aims named", ", ".join(grant.tags))]
    for host in grant.hosts.all():
        note = ", simulated" if host.simulated else ""
        facts.append((f"Answers for {host.region.label}", f"{host.council.label}{note}"))
    return [(label, text) for label, text in facts if text]


def _named(written: str, issuer: str) -> str:
    return f"{written} ({issuer})" if issuer else written


def _sight(version: DeterminationVersion | None) -> list[SightStep]:
    if version is None:
        return []
    return [
        SightStep(line.number, line.heading, line.basis_written, line.plan, line.area)
        for line in version.purposes.exclude(area="")
    ]
