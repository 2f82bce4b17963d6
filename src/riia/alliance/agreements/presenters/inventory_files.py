"""The inventory as files: the matrix, the obstacles and what was noted. No cell of them runs in a spreadsheet."""

from collections.abc import Iterable, Mapping

from riia.alliance.agreements.models import Holding, Observation, Obstacle
from riia.alliance.agreements.presenters.inventory import NO_ANSWER, held_by, obstacle_line
from riia.alliance.agreements.queries.inventory import Coverage
from riia.alliance.agreements.states_inventory import Held, HolderKind, Quality, Topic
from riia.alliance.kit.spreadsheet_cells import safe_cell

SOURCE_COLUMNS = (
    "source", "topic", "holds", "holder", "held_by", "level", "new_data", "quality", "quality_note", "register_item",
    "council_code", "council", "status", "said_by", "said_on", "simulated",
)  # fmt: skip


def source_rows(found: Coverage, held: Mapping[tuple[int, int], Holding]) -> Iterable[list[str]]:
    """The matrix as rows of a file: one for each source and council, the heading first."""
    yield list(SOURCE_COLUMNS)
    for source in found.sources:
        for council in found.councils:
            row = held.get((source.pk, council.pk))
            yield _safe(
                source.title, Topic(source.topic).words, source.about, HolderKind(source.holder_kind).words,
                held_by(source), source.level, source.frequency or "not known", Quality(source.quality).words,
                source.quality_note, source.feeds.key if source.feeds else "", council.code, council.label,
                Held(row.status).words if row else NO_ANSWER, row.recorder_label if row else "",
                f"{row.recorded_at:%Y-%m-%d}" if row else "", _yes(source.simulated),
            )  # fmt: skip


OBSTACLE_COLUMNS = (
    "obstacle", "topic", "impact", "solution_proposed", "owner", "noted_on", "status", "status_since", "escalated_to",
    "escalated_on", "outcome", "simulated",
)  # fmt: skip


def obstacle_rows(obstacles: Iterable[Obstacle]) -> Iterable[list[str]]:
    """The obstacles as rows of a file, the heading first."""
    yield list(OBSTACLE_COLUMNS)
    for each in obstacles:
        line = obstacle_line(each, keeps=False)
        yield _safe(
            each.title, line.topic, each.impact, each.solution, each.owner, each.noted_on.isoformat(), line.state,
            each.since.isoformat(), each.escalated_to, each.escalated_on.isoformat() if each.escalated_on else "",
            each.outcome, _yes(each.simulated),
        )  # fmt: skip


OBSERVATION_COLUMNS = ("kind", "source", "topic", "about", "text", "noticed_on", "noted_by", "simulated")


def observation_rows(observations: Iterable[Observation]) -> Iterable[list[str]]:
    """What was noted as rows of a file, the heading first."""
    yield list(OBSERVATION_COLUMNS)
    for each in observations:
        yield _safe(
            each.kind, each.source.title, Topic(each.source.topic).words,
            each.council.label if each.council else "the whole region", each.text, each.observed_on.isoformat(),
            each.recorder_label, _yes(each.simulated),
        )  # fmt: skip


def _safe(*cells: str) -> list[str]:
    return [safe_cell(cell) for cell in cells]


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
