"""A simulated inventory of the South West, its obstacles and sharing plan, and the three projects that supply data.

The names of the projects are those of the regional plan; what they hold, who has what and what people noticed is made
up and labelled so. The delivery of Fostering SW differs from the simulated returns in a few figures on purpose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import AgreementVersion, DataProject, Dataset, DataSource, RegisterItem
from riia.alliance.agreements.services.inventory import (
    Answer,
    ObstacleText,
    SourceText,
    answer_for,
    change_obstacle,
    enter_source,
    note_obstacle,
    observe,
)
from riia.alliance.agreements.services.inventory_plan import PlanText, set_deadline, settle_plan
from riia.alliance.agreements.services.projects import ProjectText, Received, enter_project, receive, supply
from riia.alliance.agreements.services.register_entering import DatasetText, enter_dataset, enter_items
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_inventory import (
    Held,
    HolderKind,
    Level,
    ObservationKind,
    ObstacleState,
    Quality,
    Topic,
)
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.audit.actors import Acts
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.models import Round, Version
from riia.alliance.returns.queries.reading import version_answers
from riia.alliance.returns.states import RoundState
from riia.demo.agreements_mou import SOUTH_WEST_TITLE
from riia.indicators.calendar import Frequency, next_working_day, period_of
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, PeriodKind
from riia.indicators.returns.nouns import Cell

SOUTH_WEST: Final = "E12000009"
BRISTOL: Final = "801"
SIMULATED_SCHEDULE: Final = "Simulated schedule of the agreement"
_C, _I, _P, _A = HolderKind.COUNCIL, Level.IDENTIFIABLE, Level.PSEUDONYMISED, Level.AGGREGATE
_HEALTH, _POLICE, _VCS, _SCHOOLS = HolderKind.HEALTH, HolderKind.POLICE, HolderKind.VCS, HolderKind.SCHOOLS
_SEND, _AP, _EY = Topic.SEND, Topic.ALTERNATIVE_PROVISION, Topic.EARLY_YEARS
_GOOD, _USABLE, _POOR, _UNKNOWN = Quality.GOOD, Quality.USABLE, Quality.POOR, Quality.NOT_KNOWN


@dataclass(frozen=True)
class Told:
    """A source with the register item it could feed, and one letter for each council by name of what it says.

    h held, n not held, ? not known, - no answer yet.
    """

    source: SourceText
    feeds: str
    answers: str


def _told(topic: Topic, title: str, about: str, who: tuple[HolderKind, str], level: Level, often: Frequency | None,
          quality: tuple[Quality, str], answers: str, feeds: str = "") -> Told:  # fmt: skip
    kind, holder = who
    text = SourceText(
        title, topic, about, kind, level, holder, often, quality[0], quality[1], simulated=True,
    )  # fmt: skip
    return Told(text, feeds, answers)


_M, _Q, _T, _Y = Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.TERMLY, Frequency.ANNUAL
SOURCES: Final = (
    _told(_SEND, "Case system of education, health and care plans", "Requests, assessments, plans and reviews of each "
          "child, with dates.", (_C, ""), _I, Frequency.WEEKLY, (_USABLE, "review dates are entered late"),
          "hhhhhhhhhhhhhhh", "ehcps-issued"),
    _told(_SEND, "Timeliness log of assessments", "Advice asked for and received, by week of the 20.", (_C, ""), _A,
          _M, (_GOOD, ""), "hhhhhhhhhhnhhhh", "ehcp-assessments"),
    _told(_SEND, "Waits for community paediatrics and therapies", "Children waiting and weeks waited, by service.",
          (_HEALTH, "Integrated care boards"), _A, _M, (_POOR, "boards count from different days"), "hhnh?hnhhnhhn?h"),
    _told(_SEND, "Contacts of SEND advice services", "Contacts of families and what they ask about.",
          (_VCS, "SENDIASS providers"), _A, _Q, (_USABLE, ""), "hhhnhh?hhhhnhhh"),
    _told(_SEND, "Appeals and mediation", "Appeals lodged, conceded, heard, and mediations.", (_C, ""), _A, _Q,
          (_GOOD, ""), "hhhhhhhhhhhhhhh"),
    _told(_AP, "List of alternative provision placements", "Who is placed where, from when, at what price.", (_C, ""),
          _I, _T, (_POOR, "placements by schools are missing"), "hhhhh?hhnhhhhhh"),
    _told(_AP, "Suspensions and exclusions as they happen", "Notices of schools by day and reason.",
          (_SCHOOLS, "Schools and academy trusts"), _P, Frequency.WEEKLY, (_USABLE, "trusts send in two formats"),
          "hhnhhhhnhhh?hhh"),
    _told(_AP, "Children missing from education and known to police", "Counts of children in both lists.",
          (_POLICE, "Police forces of the region"), _A, None, (_UNKNOWN, ""),
          "n?n?nnhn?nn?nn?"),
    _told(_EY, "Funded early years places", "Children by entitlement, age and setting.", (_C, ""), _A, _T, (_GOOD, ""),
          "hhhhhhhhhhhhhhh"),
    _told(_EY, "Reviews of health visitors at 2 to 2½ years", "Reviews offered, done, and their outcome by domain.",
          (_HEALTH, "Community health trusts"), _A, _Q, (_USABLE, "one trust has no outcomes"), "h-hnhhh?hh-hhhn"),
    _told(_EY, "Early years inclusion funding", "Children for whom settings have extra funding, by need.", (_C, ""),
          _A, _T, (_USABLE, ""), "h-hhhhnhhh-hhhh"),
    _told(_EY, "Children whom settings expect to need support at school", "Transition lists of settings.",
          (_SCHOOLS, "Nurseries and childminders"), _I, _Y, (_UNKNOWN, ""), "nnh?nhnn?nnh-nn"),
)  # fmt: skip

_K = ObservationKind
NOTED: Final = (
    (2, _K.BARRIER, "", "No agreement lets three integrated care boards send waits by council, not by trust.", 64),
    (2, _K.INCONSISTENCY, "", "Two boards count weeks from referral, the others from acceptance.", 58),
    (1, _K.ENABLER, "", "Eleven councils use the same log, made by one of them and shared.", 51),
    (1, _K.INSIGHT, "", "Advice that comes after week 6 explains most plans that are late.", 33),
    (5, _K.GAP, BRISTOL, "Placements that schools buy themselves are known only when they end.", 40),
    (6, _K.INCONSISTENCY, "", "Suspensions of half a day are counted as 0.5 by some and as 1 by others.", 47),
    (7, _K.GAP, "", "Only one council has the match with police data; others do not know whether there is one.", 29),
    (9, _K.INSIGHT, "", "Where reviews reach nine in ten children, fewer first requests come in reception.", 21),
    (9, _K.BARRIER, "", "One trust records outcomes on paper.", 35),
    (11, _K.GAP, "", "No council counts what childminders expect.", 18),
    (8, _K.ENABLER, "", "The termly claim of settings can carry further fields at no cost.", 12),
)  # fmt: skip

OBSTACLES: Final = (
    (ObstacleText(
        "Health data come by trust, not by council",
        "Waits for therapies cannot be set beside assessments, so delay is blamed on the wrong step.",
        "One data-sharing schedule with all integrated care boards, by council of residence.",
        "Regional performance lead", _SEND), 120, ObstacleState.ESCALATED, "Termly SEND data meeting with DfE", 26),
    (ObstacleText(
        "Placements bought by schools are not known",
        "The region cannot say how many children are in alternative provision, nor what it costs.",
        "A termly return of schools in each council, with one list of fields.",
        "Alternative provision leads’ group", _AP), 95, ObstacleState.IN_HAND, "", 0),
    (ObstacleText(
        "Two posts of data officers stay vacant",
        "Two councils answer late and cannot validate early years data.",
        "Shared analyst capacity, paid from the data capacity fund.",
        "Regional coordinator"), 60, ObstacleState.OPEN, "", 0),
    (ObstacleText(
        "Three formats of the exclusions notice", "Notices were typed again by hand in nine councils.",
        "One form for all trusts.", "Exclusions network", _AP,
        outcome="The region’s form is used by all trusts since September."), 200, ObstacleState.RESOLVED, "", 0),
)  # fmt: skip


@dataclass(frozen=True)
class Supplied:
    """An item of a project: key, title, definition, the core indicator it is of, how it stands and how it differs."""

    key: str
    title: str
    definition: str
    indicator: str
    status: ItemStatus
    differences: str = ""


PROJECTS: Final[tuple[tuple[str, str, str, tuple[Supplied, ...]], ...]] = (
    ("Fostering SW", "the fostering partnership of the councils (simulated)",
     "Finds and supports foster carers for the region (content simulated).", (
         Supplied("fostering-sw-cla-current", "Children looked after, as Fostering SW counts them",
                  "Children looked after on the last Friday of the quarter.", "cla-current", ItemStatus.ACTIVE,
                  "Counted on the last Friday of the quarter, not on its last day; children placed by councils outside "
                  "the region are left out."),
         Supplied("fostering-sw-households", "Approved fostering households", "Households approved on the last Friday "
                  "of the quarter.", "", ItemStatus.ACTIVE))),
    ("South West Sufficiency Project", "the commissioning leads of the councils (simulated)",
     "Says where homes for children are short (content simulated).", (
         Supplied("sufficiency-cla-starting", "Children starting to be looked after, as the sufficiency project counts "
                  "them", "First placements begun in the quarter.", "cla-starting", ItemStatus.ACTIVE,
                  "Counts first placements, so that a child who starts twice in a quarter counts once."),)),
    ("Graduating Care SW", "the care leavers’ network of the councils (simulated)",
     "Supports young people as they leave care (content simulated).", (
         Supplied("graduating-care-leavers", "Care leavers known to Graduating Care SW",
                  "Young people aged 17 to 21 whom the project is in touch with.", "care-leavers",
                  ItemStatus.UNDER_REVIEW, "Counts those the project is in touch with, not all care leavers."),)),
)  # fmt: skip
_ANSWERS: Final[Mapping[str, Held]] = {"h": Held.HELD, "n": Held.NOT_HELD, "?": Held.NOT_KNOWN}


def load_inventory(*, by: Acts, today: date | None = None) -> None:
    """Load all of it where the South West has none yet, after the agreements, the register and the returns."""
    alliance = places.alliance_in(SOUTH_WEST)
    if alliance is None or DataSource.objects.filter(alliance=alliance).exists():
        return
    day = today or timezone.localdate()
    with transaction.atomic():
        made = _load_sources(alliance, by)
        _load_answers(alliance, made, by)
        _load_noted(alliance, made, day, by)
        _load_obstacles(alliance, day, by)
        version = AgreementVersion.objects.filter(
            agreement__title=SOUTH_WEST_TITLE, state=VersionState.IN_FORCE
        ).first()
        if version is not None and version.datasets.exists():
            _load_projects(alliance, version, day, by)
            _load_plan(alliance, version, by)


def _load_sources(alliance: Alliance, by: Acts) -> list[DataSource]:
    items = {each.key: each for each in RegisterItem.objects.filter(dataset__version__agreement__alliance=alliance)}
    made = []
    for told in SOURCES:
        text = told.source
        facts = {name: getattr(text, name) for name in text.__slots__} | {"feeds": items.get(told.feeds)}
        made.append(enter_source(alliance=alliance, text=SourceText(**facts), by=by))
    return made


def _load_answers(alliance: Alliance, made: list[DataSource], by: Acts) -> None:
    for place, council in enumerate(_councils(alliance)):
        given = {
            source: Answer(_ANSWERS[letter], None)
            for source, told in zip(made, SOURCES, strict=True)
            if (letter := told.answers[place % len(told.answers)]) in _ANSWERS
        }
        answer_for(alliance=alliance, council=council, answers=given, by=by)


def _councils(alliance: Alliance) -> list[Place]:
    """The councils by name, Bristol second: so that the simulated performance lead there has something to answer."""
    found = sorted(places.members(alliance), key=lambda each: (each.code == BRISTOL, each.name))
    return [*found[:1], *found[-1:], *found[1:-1]] if len(found) > 1 else found


def _load_noted(alliance: Alliance, made: list[DataSource], today: date, by: Acts) -> None:
    councils = {each.code: each for each in places.members(alliance)}
    for index, kind, council, text, ago in NOTED:
        observe(source=made[index], kind=kind, text=text, observed_on=today - timedelta(days=ago),
                council=councils.get(council), simulated=True, by=by)  # fmt: skip


def _load_obstacles(alliance: Alliance, today: date, by: Acts) -> None:
    for text, ago, state, to, escalated_ago in OBSTACLES:
        facts = {name: getattr(text, name) for name in text.__slots__}
        first = ObstacleText(**facts | {"outcome": ""})
        noted_on = today - timedelta(days=ago)
        one = note_obstacle(alliance=alliance, text=first, noted_on=noted_on, simulated=True, by=by)
        if state is not ObstacleState.OPEN:
            on = today - timedelta(days=escalated_ago) if to else None
            then = ObstacleText(**facts | {"state": state, "escalated_to": to, "escalated_on": on})
            change_obstacle(obstacle=one, text=then, by=by)


def _load_projects(alliance: Alliance, version: AgreementVersion, today: date, by: Acts) -> None:
    begins = max(each for each in (version.commences, version.executed_on) if each is not None)
    number = max(version.datasets.values_list("number", flat=True))
    for title, run_by, about, supplied in PROJECTS:
        number += 1
        project = enter_project(
            alliance=alliance, text=ProjectText(title, run_by, about, begins, simulated=True), by=by
        )  # fmt: skip
        text = DatasetText(number, f"{title} (simulated)", "4.2", Privacy.AGGREGATED, SIMULATED_SCHEDULE,
                           about=about, frequency=Frequency.QUARTERLY)  # fmt: skip
        dataset = enter_dataset(version=version, text=text, by=by)
        entered = [(each.key, _item(each, title), each.status) for each in supplied]
        items = enter_items(dataset=dataset, items=entered, starts_on=begins, by=by)
        for each, item in zip(supplied, items, strict=True):
            supply(project=project, item=item, indicator=each.indicator, since=begins, differences=each.differences,
                   by=by)  # fmt: skip
        if title == "Fostering SW":
            _load_delivery(alliance, project, today, by)


def _item(each: Supplied, project: str) -> ItemText:
    return ItemText(
        title=f"{each.title} (simulated)", privacy=Privacy.AGGREGATED, definition=each.definition, unit="number",
        aggregation="council", collector=project, frequency=Frequency.QUARTERLY,
        audiences=frozenset({Audience.PARTNERS, Audience.PROCESSOR}),
        onward_rule="The agreement names no recipient outside the alliance", source=SIMULATED_SCHEDULE,
    )  # fmt: skip


def _load_delivery(alliance: Alliance, project: DataProject, today: date, by: Acts) -> None:
    """A file that agrees with the simulated returns but for five councils: more, fewer, hidden, blank, no figure."""
    found = _last_round(alliance)
    if found is None:
        return
    last, returned = found
    odd: Mapping[int, str | int] = {1: 3, 4: -6, 7: "c", 9: "", 12: "x"}
    lines = ["council,indicator,period,value"]
    for place, council in enumerate(_councils(alliance)):
        figure = returned.get(council.code)
        if figure is None:
            continue
        change = odd.get(place, 0)
        value = change if isinstance(change, str) else str(max(0, figure + change))
        lines.append(f"{council.code},cla-current,{last.period},{value}")
    name = f"fostering-sw-{last.period}-simulated.csv"
    content = ("\r\n".join(lines) + "\r\n").encode()
    received = Received(name, content, max(last.period_end, today - timedelta(days=9)),
                        "Compared with the councils’ own return; Fostering SW is asked about the councils that differ "
                        "(simulated).", simulated=True)  # fmt: skip
    receive(project=project, received=received, by=by)


def _last_round(alliance: Alliance) -> tuple[Round, dict[str, int]] | None:
    """The newest round that most councils have submitted, with the number each returned."""
    cell = Cell("cla-current", Measure.NUMBER)
    for one in Round.objects.filter(alliance=alliance).order_by("-period_end")[:4]:
        versions = Version.objects.filter(council_return__round=one, why="submitted").order_by("number")
        figures = {}
        for version in versions.select_related("council_return__council"):
            value = version_answers(version).get(cell)
            if value is not None and not isinstance(value, Missing):
                figures[version.council_return.council.code] = int(value.value)
        if len(figures) >= 12:
            return one, figures
    return None


def _load_plan(alliance: Alliance, version: AgreementVersion, by: Acts) -> None:
    settle_plan(
        alliance=alliance,
        text=PlanText(
            "Every figure is checked by its council before it is sent and by the region before it is shared; what is "
            "not known is said to be not known.",
            "A day of the regional analyst for any council that is late or corrected twice in a row.",
            simulated=True,
        ),
        by=by,
    )
    core = Dataset.objects.filter(version=version, key="dataset-1").first()
    rounds = Round.objects.filter(alliance=alliance).exclude(state=RoundState.CANCELLED).order_by("-period_end")
    fostering = Dataset.objects.filter(version=version, title__startswith="Fostering SW").first()
    for one in rounds[:4]:
        if core is not None:
            set_deadline(dataset=core, period=one.as_period.label, due_on=one.due_on,
                         source="The round of the return desk", simulated=True, by=by)  # fmt: skip
    last = rounds.first()
    if last is None:
        return
    later = period_of(last.period_end + timedelta(days=1), PeriodKind.FINANCIAL_QUARTER)
    due = next_working_day(later.end + (last.due_on - last.period_end))
    for dataset in (core, fostering):
        if dataset is not None:
            set_deadline(dataset=dataset, period=later.label, due_on=due,
                         source="As long after the quarter as before", simulated=True, by=by)  # fmt: skip
