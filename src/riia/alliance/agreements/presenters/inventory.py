"""The inventory in words: the matrix of sources and councils, the gaps, one source, the regional summary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.agreements.models import DataSource, Holding, Observation, Obstacle
from riia.alliance.agreements.presenters.register import often
from riia.alliance.agreements.queries.inventory import Coverage
from riia.alliance.agreements.states_inventory import (
    Held,
    HolderKind,
    Level,
    ObservationKind,
    ObstacleState,
    Quality,
    Topic,
)
from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.places.models import Place

NO_ANSWER = "no answer yet"
_MARKS: Mapping[Held | None, str] = {Held.HELD: "●", Held.NOT_HELD: "○", Held.NOT_KNOWN: "?", None: "–"}
MARKS = tuple((mark, held.words if held else NO_ANSWER) for held, mark in _MARKS.items())
"""The signs of the matrix with their words, for its key."""
OBSTACLE_TONES: Mapping[ObstacleState, Tone] = {
    ObstacleState.OPEN: "attention",
    ObstacleState.IN_HAND: "moving",
    ObstacleState.ESCALATED: "problem",
    ObstacleState.RESOLVED: "done",
}


@dataclass(frozen=True)
class Mark:
    """One cell: its sign, its words and its kind for the style."""

    sign: str
    words: str
    kind: str


@dataclass(frozen=True)
class SourceRow:
    """A source across the councils."""

    title: str
    href: str
    who: str
    held: int
    of: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class GapRow:
    """A council across the topics: what is not held, not known and not answered of each."""

    council: str
    href: str
    mine: bool
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class MatrixPage:
    """The inventory: sources by councils, then the gaps by council and topic."""

    title: str
    counted: str
    councils: tuple[tuple[str, bool], ...]
    groups: tuple[tuple[str, tuple[SourceRow, ...]], ...]
    topics: tuple[str, ...]
    gaps: tuple[GapRow, ...]
    marks: tuple[tuple[str, str], ...] = MARKS


def matrix_page(found: Coverage, mine: Sequence[Place], own: Iterable[str] = ()) -> MatrixPage:
    """The matrix. `mine` are the councils the viewer may answer for, `own` the codes of those they belong to."""
    codes, may = set(own), {each.pk for each in mine}
    topics = [topic for topic in Topic if any(source.topic == topic for source in found.sources)]
    return MatrixPage(
        title=_matrix_title(found),
        counted=_counted(found),
        councils=tuple((council.called, council.code in codes) for council in found.councils),
        groups=tuple((topic.words, tuple(_source_row(found, each) for each in _of(found, topic))) for topic in topics),
        topics=tuple(topic.words for topic in topics),
        gaps=tuple(
            GapRow(
                council.called,
                reverse("agreements:holdings", args=[council.code]) if council.pk in may else "",
                council.code in codes,
                tuple(gaps_in_words(found, council, _of(found, topic)) for topic in topics),
            )
            for council in found.councils
        ),
    )


def _of(found: Coverage, topic: Topic) -> list[DataSource]:
    return [source for source in found.sources if source.topic == topic]


def _matrix_title(found: Coverage) -> str:
    if not found.sources:
        return "The inventory is empty"
    missing = found.count(None, found.sources, found.councils)
    total = len(found.sources) * len(found.councils)
    answers = f"{missing} of {total} answers are still missing" if missing else "every council has answered"
    return f"{plural(len(found.sources), 'source')} of data; {answers}"


def _counted(found: Coverage) -> str:
    counts = {held: found.count(held, found.sources, found.councils) for held in Held}
    return (
        f"{plural(counts[Held.HELD], 'time')} a council holds a source, {counts[Held.NOT_HELD]} times it does not, and "
        f"{counts[Held.NOT_KNOWN]} times it does not know."
    )


def _source_row(found: Coverage, source: DataSource) -> SourceRow:
    return SourceRow(
        title=source.title,
        href=reverse("agreements:source", args=[source.reference]),
        who=f"{held_by(source)}; {Level(source.level).words.partition(':')[0].lower()}{_simulated(source.simulated)}",
        held=found.count(Held.HELD, [source], found.councils),
        of=len(found.councils),
        marks=tuple(_mark(found.of(source, council)) for council in found.councils),
    )


def _mark(held: Held | None) -> Mark:
    return Mark(_MARKS[held], held.words if held else NO_ANSWER, held.value if held else "unanswered")


def gaps_in_words(found: Coverage, council: Place, sources: Sequence[DataSource]) -> str:
    """What a council lacks of some sources, the three kinds apart; "none" where it holds them all."""
    told = [
        f"{count} {words}"
        for held, words in ((Held.NOT_HELD, "not held"), (Held.NOT_KNOWN, "not known"), (None, "not answered"))
        if (count := found.count(held, sources, [council]))
    ]
    return ", ".join(told) or "none"


def _simulated(fact: bool) -> str:
    """What follows the words about something that is made up for the demonstration."""
    return ", simulated" if fact else ""


def held_by(source: DataSource) -> str:
    """Who holds a source."""
    return source.holder or HolderKind(source.holder_kind).words


@dataclass(frozen=True)
class SourcePage:
    """One source: what it is, who has it, what was noted."""

    title: str
    caption: str
    facts: tuple[tuple[str, str], ...]
    coverage: tuple[tuple[str, Tone, str], ...]
    """Each answer with the names of the councils that gave it."""


def source_page(source: DataSource, held: Mapping[int, Holding], councils: Sequence[Place]) -> SourcePage:
    """One source; the title says how many councils hold it."""
    by_answer: dict[Held | None, list[str]] = {answer: [] for answer in _MARKS}
    for council in councils:
        row = held.get(council.pk)
        by_answer[Held(row.status) if row else None].append(council.called)
    holds = len(by_answer[Held.HELD])
    tones: Mapping[Held | None, Tone] = {Held.HELD: "done", Held.NOT_HELD: "attention", Held.NOT_KNOWN: "moving"}
    quality = Quality(source.quality).words
    facts = (
        ("What it holds", source.about),
        ("Held by", held_by(source)),
        ("Level", Level(source.level).words),
        ("New data", often(source.frequency) if source.frequency else "not known how often"),
        ("Quality", f"{quality}: {source.quality_note}" if source.quality_note else quality),
        ("Ended", f"{long_date(source.ended_on)}: {source.ended_because}" if source.ended_on else ""),
        ("Entered by", f"{source.recorder_label}, {long_date(source.recorded_at)}"),
    )
    return SourcePage(
        title=f"{source.title}: {holds or 'none'} of {plural(len(councils), 'council')} {_has(holds)} it",
        caption=f"{Topic(source.topic).words}{_simulated(source.simulated)}",
        facts=tuple(each for each in facts if each[1]),
        coverage=tuple(
            (answer.words if answer else NO_ANSWER, tones.get(answer, "quiet"), and_list(names))
            for answer, names in by_answer.items()
            if names
        ),
    )


def _has(count: int) -> str:
    return "holds" if count <= 1 else "hold"


@dataclass(frozen=True)
class Noted:
    """One observation as a line."""

    kind: str
    text: str
    about: str
    source: str
    href: str
    said: str
    withdraw_href: str


def noted(observation: Observation, may: Iterable[int] = (), region: bool = False) -> Noted:
    """One observation. `may` are keys of the councils the viewer answers for; `region`: for all of them."""
    council = observation.council
    keeps = region or (council is not None and council.pk in set(may))
    return Noted(
        kind=ObservationKind(observation.kind).value,
        text=observation.text,
        about=council.called if council else "the whole region",
        source=observation.source.title,
        href=reverse("agreements:source", args=[observation.source.reference]),
        said=f"Noted by {observation.recorder_label}, {long_date(observation.observed_on)}"
        f"{_simulated(observation.simulated)}",
        withdraw_href=reverse("agreements:withdraw_observation", args=[observation.reference]) if keeps else "",
    )


@dataclass(frozen=True)
class ObstacleLine:
    """One obstacle as a row of the summary."""

    title: str
    topic: str
    impact: str
    solution: str
    owner: str
    state: str
    tone: Tone
    since: date
    escalated: str
    outcome: str
    simulated: str
    href: str


@dataclass(frozen=True)
class KeyData:
    """One topic of the summary: how many sources, what the councils hold of them, and what is held by fewest."""

    topic: str
    sources: int
    partners: int
    held: str
    gaps: str
    least: str


@dataclass(frozen=True)
class SummaryPage:
    """The regional summary: persistent obstacles, key data, and what was noted, by kind (plan 1.1.5, 1.2.2)."""

    title: str
    obstacles: tuple[ObstacleLine, ...]
    data: tuple[KeyData, ...]
    noted: tuple[tuple[str, tuple[Noted, ...]], ...]


def summary_page(
    found: Coverage, obstacles: Sequence[Obstacle], observations: Sequence[Observation], keeps: bool
) -> SummaryPage:
    """The summary of a region."""
    topics = [topic for topic in Topic if _of(found, topic)]
    return SummaryPage(
        title=obstacles_title(obstacles),
        obstacles=tuple(obstacle_line(each, keeps) for each in obstacles),
        data=tuple(_key_data(found, topic) for topic in topics),
        noted=tuple(
            (kind.plural, tuple(noted(each) for each in observations if each.kind == kind)) for kind in ObservationKind
        ),
    )


def obstacles_title(obstacles: Sequence[Obstacle]) -> str:
    """How many obstacles persist, and how many of them are escalated."""
    persist = [each for each in obstacles if each.state != ObstacleState.RESOLVED]
    escalated = sum(each.state == ObstacleState.ESCALATED for each in persist)
    if not persist:
        return "No obstacle to better data persists" if obstacles else "No obstacle to better data is noted"
    stand = f"{plural(len(persist), 'obstacle')} to better data {'persists' if len(persist) == 1 else 'persist'}"
    return f"{stand}; {escalated} {'is' if escalated == 1 else 'are'} escalated" if escalated else stand


def obstacle_line(obstacle: Obstacle, keeps: bool) -> ObstacleLine:
    """One obstacle; with `keeps` it leads to where it is changed."""
    state = ObstacleState(obstacle.state)
    on = f", {long_date(obstacle.escalated_on)}" if obstacle.escalated_on else ""
    return ObstacleLine(
        title=obstacle.title,
        topic=Topic(obstacle.topic).words if obstacle.topic else "All topics",
        impact=obstacle.impact,
        solution=obstacle.solution,
        owner=obstacle.owner,
        state=state.words,
        tone=OBSTACLE_TONES[state],
        since=obstacle.since,
        escalated=f"{obstacle.escalated_to}{on}" if obstacle.escalated_to else "",
        outcome=obstacle.outcome,
        simulated=_simulated(obstacle.simulated),
        href=reverse("agreements:change_obstacle", args=[obstacle.reference]) if keeps else "",
    )


def _key_data(found: Coverage, topic: Topic) -> KeyData:
    sources = _of(found, topic)
    total = len(sources) * len(found.councils)
    counts = {held: found.count(held, sources, found.councils) for held in (*Held, None)}
    fewest = min(sources, key=lambda each: found.count(Held.HELD, [each], found.councils))
    least = found.count(Held.HELD, [fewest], found.councils)
    return KeyData(
        topic=topic.words,
        sources=len(sources),
        partners=sum(HolderKind(each.holder_kind).is_partner for each in sources),
        held=f"{counts[Held.HELD]} of {total}",
        gaps=f"{counts[Held.NOT_HELD]} not held, {counts[Held.NOT_KNOWN]} not known, {counts[None]} not answered",
        least=f"{fewest.title} ({least or 'none'} of {plural(len(found.councils), 'council')})",
    )
