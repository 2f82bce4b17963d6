"""The register of reports of the South West, in our words, and its reports: all but the register is simulated.

Earlier quarters are noted as sent, one is frozen, sent and receipted, and the one after it waits to be prepared. The
year of the plan is 2025-26: on a later day the report that waits is that of the year's last quarter.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.audit.actors import Acts
from riia.alliance.kit.filters import long_date
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.plans.queries.reading import plan_of
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import Often
from riia.alliance.reporting.models import Copy, Edition, Kind
from riia.alliance.reporting.promises import Promise
from riia.alliance.reporting.queries.preparing import prepared
from riia.alliance.reporting.queries.reading import Owed, get_owed, owed, snapshot_of
from riia.alliance.reporting.services.freezing import freeze
from riia.alliance.reporting.services.receipts import confirm, note_receipt
from riia.alliance.reporting.services.register import Line, add_kind
from riia.alliance.reporting.services.reports import ask_for, drop, note_sent
from riia.alliance.reporting.services.sending import recipients, send_edition
from riia.alliance.reporting.states import Standing
from riia.alliance.returns.timekeeping import as_of

SOUTH_WEST: Final = "E12000009"
EAST_MIDLANDS: Final = "E12000004"
PLAN: Final = "South West plan 2025-26"
FIRST: Final = date(2025, 9, 30)
FOURTH: Final = date(2026, 6, 30)
YEAR_ENDS: Final = date(2026, 3, 31)
BOARD, ADCS = "South West RIIA Board", "South West ADCS"
OFFICE: Final = "Regional coordinator"
REQUESTS: Final = (
    (date(2025, 11, 10), "Learning from diagnostics", 4),
    (date(2026, 2, 3), "Progress of packages", 8),
)
"""When the Children's Improvement Board asked, about what, and how many days later the update was sent. Simulated."""
_OLD: Final = "Sent before reports were made here. Simulated."

QUARTERLY: Final = Line(
    "Quarterly report to DfE and LGA", (Audience.DFE, Audience.LGA), Often.QUARTER,
    content="Every KPI with its result, rating and reason, evidence, exemptions, spending against profile, risks, and "
    "what changed: regional support and how it fits national programmes.",
    made_from=Kind.MadeFrom.REPORT.value, first_ends_on=FIRST, last_ends_on=FOURTH,
    how_written="4 quarterly reports, by end of each quarter; the first by end of Q3 2025",
    how_read="Q3 2025 is read as July to September 2025. The fourth report is then due after the year of the plan. "
    "Simulated decision of the coordinator.",
    owner=OFFICE, receipt_needed=True, source=f"{PLAN}, 8.3.6", promise=Promise.DEPARTMENT,
)  # fmt: skip
PACK: Final = Line(
    "Board pack", (Audience.BOARD,), Often.QUARTER, BOARD,
    "One page of what matters, then KPIs, spending, risks and returns: the numbers of the quarterly report.",
    made_from=Kind.MadeFrom.BOARD.value, first_ends_on=FIRST, how_written="quarterly",
    owner=OFFICE, source=f"{PLAN}, 8.1 and 8.2.4", promise=Promise.TRACKER,
)  # fmt: skip
LINES: Final = (
    Line("Quarterly report to South West ADCS", (Audience.ADCS,), Often.QUARTER, ADCS,
         "Support that was given, packages with their progress and outcomes, and the tracker of activity.",
         made_from=Kind.MadeFrom.BOARD.value, first_ends_on=FIRST, how_written="on a quarterly basis", owner=OFFICE,
         source=f"{PLAN}, 8.1 and 8.2.4",
         promise=Promise.TRACKER),
    Line("Update for national ADCS and the Council of Reference", (Audience.NATIONAL,), Often.QUARTER,
         content="What the region learnt and does, for national engagement.", first_ends_on=FIRST,
         how_written="quarterly; 2 by December 2025", owner=OFFICE,
         share_first="the Chair DCS and the Lead DCS for sector-led improvement", source=f"{PLAN}, 8.3.5",
         promise=Promise.NATIONAL),
    Line("Insight report for directors, Board and Children’s Improvement Board",
         (Audience.ADCS, Audience.BOARD, Audience.CIB), Often.QUARTER,
         content="What the region’s figures say, with findings for each meeting.", first_ends_on=FIRST,
         how_written="at least every quarter from Q3", owner="Regional data lead", source=f"{PLAN}, 5.2.4",
         promise=Promise.INSIGHT),
    Line("Milestones of partners (parents and carers, information services, young people)", (Audience.BOARD,),
         Often.QUARTER, BOARD, "Delivery milestones agreed with each partner.", first_ends_on=date(2025, 12, 31),
         how_written="reported quarterly to the board", owner="SEND programme lead", source=f"{PLAN}, 3.3.4",
         promise=Promise.PARTNERS),
    Line("Written update for the Children’s Improvement Board", (Audience.CIB,), Often.REQUEST,
         content="Learning from diagnostics, escalations, progress of packages; without names of councils and money.",
         made_from=Kind.MadeFrom.BOARD.value, days=7,
         how_written="within 1 week of a request", owner=OFFICE, source=f"{PLAN}, 6.3.3",
         promise=Promise.REQUESTED),
    Line("Record of the monthly meeting on targeted support", (Audience.DFE, Audience.LGA), Often.MONTH,
         content="Who met, which packages were discussed, what was decided.", days=0,
         first_ends_on=date(2025, 10, 31), how_written="monthly, documented", owner=OFFICE, source=f"{PLAN}, 4.2.1"),
    Line("Record of contact meetings with DfE and LGA", (Audience.DFE, Audience.LGA), Often.HALF_YEAR,
         content="At least 6 meetings by December 2025, each with attendance and outcome.",
         first_ends_on=date(2025, 9, 30), last_ends_on=date(2026, 3, 31), how_written="at least 6 by December 2025",
         how_read="Looked at each half-year.", owner=OFFICE, source=f"{PLAN}, 8.3.1"),
)  # fmt: skip
EXECUTIVE: Final = Line(
    "Pack for the Executive Group", (Audience.BOARD,), Often.HALF_YEAR, "East Midlands RIIA Executive Group",
    "Progress and impact, findings of challenges, datasets, development plans, impact of support, lessons.",
    first_ends_on=date(2025, 9, 30), how_written="bi-annually",
    how_read="Twice a year, as the register of rhythms has settled it.", owner=OFFICE, source="MoU 2022-24, 4.6",
)  # fmt: skip
VOLUNTARY: Final = Line(
    "Progress of the SEND regional coordinator", (Audience.DFE,), Often.REQUEST,
    content="How the work goes: voluntary, as the grant is not ring-fenced and asks for no return.", days=30,
    how_written="voluntary; the group of coordinators meets every quarter", owner=OFFICE,
    source="Grant letter of 31 March 2021 (31/5492)",
)  # fmt: skip


def load_reports(*, by: Acts, today: date | None = None) -> None:
    """Enter the registers and replay the reports of the year, where there are none yet and their people exist."""
    day = today or timezone.localdate()
    southwest, midlands = places.alliance_in(SOUTH_WEST), places.alliance_in(EAST_MIDLANDS)
    if southwest is None or Kind.objects.filter(alliance=southwest).exists():
        return
    coordinator = _person("sw-coordinator")
    if coordinator is None or plan_of(Scope.system(), SOUTH_WEST) is None:
        return
    with transaction.atomic():
        _southwest(southwest, day, coordinator, by)
        if midlands is not None:
            kind = add_kind(alliance=midlands, line=EXECUTIVE, by=by, simulated=True)
            add_kind(alliance=midlands, line=VOLUNTARY, by=by, simulated=True)
            _noted(kind, day - timedelta(days=1), by)


def _southwest(alliance: Alliance, day: date, coordinator: Person, by: Acts) -> None:
    """The register; then quarter by quarter until the one that waits."""
    with as_of(_moment(date(2025, 7, 1))):
        report = add_kind(alliance=alliance, line=QUARTERLY, by=by, simulated=True)
        pack = add_kind(alliance=alliance, line=PACK, by=by, simulated=True)
        others = [add_kind(alliance=alliance, line=line, by=by, simulated=True) for line in LINES]
    reported = [one for one in owed(report, FIRST, min(day, YEAR_ENDS)) if one.stretch.ends <= day]
    before = [one for one in reported if one.stretch.ends < YEAR_ENDS]
    if before:
        last = before[-1]
        for one in before[:-1]:
            _by_hand(one, by)
        _in_full(report, last, coordinator)
        _pack_of(pack, last, coordinator)
    # After the year of the plan its last report waits; the fourth of the plan was given with it.
    if day > FOURTH:
        fourth = get_owed(report, "2026-27Q1")
        if fourth is not None:
            drop(one=fourth, because="The year of the plan is over: its last report says it all. Simulated.", by=by)
    _noted(pack, day - timedelta(days=1), by)
    for kind in others:
        _requested(kind, day, by)
        _noted(kind, day - timedelta(days=1), by)


def _requested(kind: Kind, day: date, by: Acts) -> None:
    """Updates that the Children's Improvement Board asked for, each sent some days after."""
    if kind.promise != Promise.REQUESTED:
        return
    for on, about, after in REQUESTS:
        if on + timedelta(days=after) > day:
            continue
        with as_of(_moment(on)):
            report = ask_for(kind=kind, on=on, asked_by="Secretary of the board (simulated)", about=about, by=by)
        one = get_owed(kind, report.period)
        if one is not None:
            _by_hand(one, by, on=on + timedelta(days=after))


def _in_full(kind: Kind, one: Owed, coordinator: Person) -> Edition:
    """A report as people make it: frozen and sent on its day, confirmed by both in the days after."""
    # Simulated people hold their roles from when they were made, which is later than what is replayed.
    to = recipients(kind.alliance, kind.readers)
    with as_of(_moment(one.due.day)):
        ready = prepared(one, one.stretch.ends, fresh=True)
        assert ready.content is not None
        note = "Dear colleagues,\nthis is our report on the quarter. Please look first at what is red.\n(Simulated.)"
        asks = "Tell us by the end of January whether the dates that we settled can stand. (Simulated.)"
        edition = freeze(one=one, content=ready.content, cover_note=note, asks=asks, by=coordinator)
        send_edition(edition=edition, to=to, by=coordinator)
    for slug, days in (("sw-dfe", 2), ("lga-adviser", 5)):
        person = _person(slug)
        if person is not None:
            with as_of(_moment(one.due.day + timedelta(days=days))):
                confirm(edition=edition, by=person)
    return edition


def _pack_of(kind: Kind, same: Owed, coordinator: Person) -> None:
    """The board pack of the same quarter, from the same frozen numbers."""
    one = get_owed(kind, same.stretch.code)
    snapshot = snapshot_of(kind.alliance, same.stretch.code)
    if one is None or snapshot is None:
        return
    to = recipients(kind.alliance, kind.readers)
    with as_of(_moment(one.due.day)):
        edition = freeze(one=one, content=snapshot, cover_note="For the next meeting. (Simulated.)", by=coordinator)
        send_edition(edition=edition, to=to, by=coordinator)


def _noted(kind: Kind, until: date, by: Acts) -> None:
    """Everything of a kind that was due is noted as sent on its day."""
    for one in owed(kind, date(2025, 1, 1), until):
        if one.standing is Standing.DUE:
            _by_hand(one, by)


def _by_hand(one: Owed, by: Acts, on: date | None = None) -> None:
    """Noted as sent on its day, or on another; where others see it first, a week before."""
    day = on or one.due.day
    with as_of(_moment(day)):
        to = " and ".join(audience.title for audience in one.kind.readers)
        shared = f"{long_date(day - timedelta(days=7))} (simulated)" if one.kind.share_first else ""
        edition = note_sent(one=one, on=day, to=to, link="", words=_OLD, shared_first=shared, by=by)
        if one.kind.receipt_needed:
            for copy in _copies(edition):
                note_receipt(copy=copy, words="By e-mail. Simulated.", by=by)


def _copies(edition: Edition) -> Iterator[Copy]:
    yield from edition.copies.select_related("edition__report__kind__alliance__region")


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15, 30)))


def _person(slug: str) -> Person | None:
    return Person.objects.filter(email=f"{slug}@demo.invalid", is_persona=True).first()
