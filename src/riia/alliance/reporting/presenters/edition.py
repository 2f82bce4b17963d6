"""One report, one edition of it, and what would be in the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import slugify

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import long_date
from riia.alliance.kit.pieces import Chip
from riia.alliance.reporting import making
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.blocks import Bar, Block, Grid, Heading, Items, NewPage, Text
from riia.alliance.reporting.content import ReportData
from riia.alliance.reporting.errors import Changed
from riia.alliance.reporting.layout import Laid
from riia.alliance.reporting.models import Copy, Edition
from riia.alliance.reporting.permissions import confirms_for, may_keep
from riia.alliance.reporting.presenters.listing import Tag, edition_tag
from riia.alliance.reporting.queries.frozen import content_of
from riia.alliance.reporting.queries.reading import copies_of, versions_of
from riia.alliance.reporting.states import EditionState


@dataclass(frozen=True, slots=True)
class Shown:
    """A block with what the template needs to tell it apart."""

    kind: str
    block: Block
    anchor: str = ""


_KINDS: dict[type, str] = {Heading: "heading", Text: "text", Items: "items", Grid: "grid", Bar: "bar", NewPage: "page"}


def shown(report: Laid) -> list[Shown]:
    """The blocks of a report for a page; each heading has its own anchor."""
    found, used = [], set[str]()
    for block in report.blocks:
        anchor = ""
        if isinstance(block, Heading):
            base = f"part-{slugify(block.text)[:60]}"
            anchor = next(each for each in (base, *(f"{base}-{n}" for n in range(2, 999))) if each not in used)
            used.add(anchor)
        found.append(Shown(_KINDS[type(block)], block, anchor))
    return found


def parted(blocks: Sequence[Shown]) -> tuple[Sequence[Shown], Sequence[Shown]]:
    """The first page of a report, and what follows it."""
    at = next((at for at, one in enumerate(blocks) if one.kind == "page"), len(blocks))
    return blocks[:at], blocks[at:]


def contents(blocks: Sequence[Shown]) -> list[tuple[str, str]]:
    """Words and anchors of the parts of a report."""
    return [(one.block.text, one.anchor) for one in blocks if isinstance(one.block, Heading) and one.block.level == 2]


@dataclass(frozen=True, slots=True)
class EditionPage:
    """An edition as the viewer reads it."""

    edition: Edition
    title: str
    tag: Tag
    audience: Audience | None
    chips: Sequence[Chip]
    report: Laid | None
    first: Sequence[Shown]
    rest: Sequence[Shown]
    contents: Sequence[tuple[str, str]]
    downloads: Sequence[tuple[str, str]]
    copies: Sequence[Copy]
    intact: str
    to_confirm: bool
    confirmed: date | None
    keeps: bool
    may_send: bool
    may_correct: bool
    newer: Edition | None


def edition_page(scope: Scope, edition: Edition, wanted: str) -> EditionPage:
    """The page of an edition, in the version that is asked for or the first the viewer reads."""
    versions = versions_of(scope, edition)
    audience = next((one for one in versions if one.value == wanted), versions[0] if versions else None)
    region = edition.report.kind.alliance.region.code
    keeps, report, intact = may_keep(scope, region), None, ""
    if edition.snapshot is not None and audience is not None:
        try:
            report = making.made(edition, content_of(edition.snapshot), audience).report
        except Changed as error:
            intact = str(error)
    first, rest = parted(shown(report) if report else [])
    copies = copies_of(edition)
    sides = confirms_for(scope, region) & set(edition.readers)
    done = [one.receipted_at for one in copies if one.audience in sides and one.receipted_at]
    here = reverse("reporting:edition", args=[edition.reference])
    newer = edition.report.editions.filter(number__gt=edition.number).exclude(
        state__in=[EditionState.FROZEN, EditionState.WITHDRAWN]
    )
    return EditionPage(
        edition=edition,
        title=report.title if report else str(edition.report),
        tag=edition_tag(edition),
        audience=audience,
        chips=[Chip(one.title, f"{here}?for={one.value}", current=one is audience) for one in versions],
        report=report,
        first=first,
        rest=rest,
        contents=contents(rest),
        downloads=_downloads(edition, audience) if report and audience else [],
        copies=copies if keeps or scope.may(Action.READ_AUDIT, region) else [],
        intact=intact,
        to_confirm=bool(sides)
        and edition.report.kind.receipt_needed
        and not done
        and edition.state in (EditionState.SENT, EditionState.RECEIPTED),
        confirmed=min(done) if done else None,
        keeps=keeps,
        may_send=keeps and edition.state == EditionState.FROZEN,
        may_correct=keeps
        and edition.snapshot is not None
        and edition.state in (EditionState.SENT, EditionState.RECEIPTED),
        newer=newer.order_by("-number").first(),
    )


def _downloads(edition: Edition, audience: Audience) -> list[tuple[str, str]]:
    return [
        (words, f"{reverse('reporting:file', args=[edition.reference, form])}?for={audience.value}")
        for form, (_, words) in making.FORMS.items()
    ]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a report would say if it were frozen now."""

    data: ReportData
    report: Laid
    blocks: Sequence[Shown]
    audience: Audience
    chips: Sequence[Chip]
    warnings: Sequence[str]


def warnings_of(data: ReportData, ends: date, today: date) -> list[str]:
    """What whoever sends a report should know before."""
    found = []
    if data.as_at < ends and data.as_at == today:
        found.append(f"The period has not ended: these are numbers of {long_date(data.as_at)}.")
    elif data.as_at < today:
        last = "the last day of the period" if data.as_at == ends else "the last day of the plan"
        found.append(f"Numbers stand as at {long_date(data.as_at)}, {last}.")
    found += [f"Missing: {one}." for one in data.missing]
    nobody = sum(not one.owner and not one.owner_role for one in data.kpis)
    if nobody:
        found.append(f"{nobody} of {len(data.kpis)} KPIs have no owner.")
    bare = [one.key for one in data.kpis if one.status == "met" and not one.evidence]
    if bare:
        found.append(f"Met without a piece of evidence listed, as the system counts them: {', '.join(bare)}.")
    return found
