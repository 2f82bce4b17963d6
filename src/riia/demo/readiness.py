"""Simulated self-assessments of readiness for the agency rules: the East Midlands in 2024, closed, and now, open.

The levels are drawn from the councils' codes, the same on every day; nothing here says anything about a real council.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts, System
from riia.alliance.diagnostics.answers import Answer, digest
from riia.alliance.diagnostics.models import Assessment, AssessmentRound
from riia.alliance.diagnostics.queries.publishing import summary_content
from riia.alliance.diagnostics.queries.signing import sheet_of
from riia.alliance.diagnostics.services.answering import save_answers
from riia.alliance.diagnostics.services.publishing import publish_summary
from riia.alliance.diagnostics.services.rounds import close_round, open_round, plan_round
from riia.alliance.diagnostics.services.signing import sign
from riia.alliance.diagnostics.services.submitting import submit
from riia.alliance.diagnostics.topic import Topic, topic_of
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.returns.timekeeping import as_of
from riia.indicators.calendar import add_working_days, next_working_day

EAST_MIDLANDS: Final = "E12000004"
DERBY: Final = "831"
OPENED_2024: Final = date(2024, 2, 5)
DUE_2024: Final = date(2024, 3, 15)
SIMULATED: Final = "Simulated round: every answer is made up and says nothing about the council it stands beside."
WORKING_DAYS: Final = 30
SINCE: Final = (1, 1, 0, 1, 0, -1, 1)
"""How levels have changed since 2024: more up than down, and some not at all."""

STRENGTHS: Final = {
    "caps-agreed": "Simulated: one page with our roles beside the core roles of the cap, which managers really use.",
    "references-given": "Simulated: team managers write the reference in the last supervision, so none is forgotten.",
    "contracts": "Simulated: a short annex with the rules that any supplier signs, with what happens otherwise.",
    "permanent": "Simulated: agency workers are asked after eight weeks whether they would stay, and one in five did.",
    "teams-led": "Simulated: cases of project teams are drawn for the same monthly practice audits as all others.",
}
NEEDS: Final = {
    "cool-off": "Simulated: an agreed way to ask the other councils whether somebody left a permanent post lately.",
    "data-return": "Simulated: help to get role and cost of each assignment out of our payments system.",
    "experience": "Simulated: what counts as proof of three years for workers who trained abroad.",
    "teams-known": "Simulated: wording for contracts that makes suppliers state the cost of each worker.",
}


@dataclass(frozen=True)
class Story:
    """How far one council is in the round that is open now, and whether its director lets it be shown by name."""

    code: str
    until: str
    named: bool = False
    days: str = ""


NOW: Final = (
    Story("856", "signed", named=True, days="1.5"),
    Story("892", "signed", days="2"),
    Story("855", "submitted"),
    Story("940", "draft"),
    Story("857", "draft"),
)
"""Leicester and Nottingham have signed, Leicestershire has submitted, two are drafting, the others have not begun."""


def load_readiness(*, by: Acts, today: date | None = None) -> None:
    """Make both rounds where there is none yet."""
    alliance = places.alliance_in(EAST_MIDLANDS)
    if alliance is None or AssessmentRound.objects.filter(alliance=alliance).exists():
        return
    with transaction.atomic():
        _closed(alliance, by)
        _open(alliance, today or timezone.localdate(), by)


def _closed(alliance: Alliance, by: Acts) -> None:
    """The round of 2024: every council signed, three of them by name, and the summary was published."""
    topic = topic_of("agency-rules", "2023")
    one = _opened(alliance, topic, "2024", OPENED_2024, DUE_2024, by)
    for number, each in enumerate(_councils(one)):
        with as_of(_moment(add_working_days(OPENED_2024, 5 + 2 * number))):
            _fill(each, topic, 0)
            _submit(each)
        with as_of(_moment(add_working_days(OPENED_2024, 7 + 2 * number))):
            _sign(each, named=number % 3 == 0, days=Decimal("2") if number % 2 else None)
    with as_of(_moment(date(2024, 3, 18))):
        close_round(round_=one, by=by)
    with as_of(_moment(date(2024, 3, 26))):
        words = "Simulated: caps and plans for the workforce are furthest on. Sessions on contracts and data follow."
        publish_summary(round_=one, words=words, seen=digest(summary_content(one)), by=by)


def _open(alliance: Alliance, today: date, by: Acts) -> None:
    """The round of this year, half way through."""
    topic = topic_of("agency-rules")
    opens = next_working_day(add_working_days(today, -15))
    one = _opened(alliance, topic, str(opens.year), opens, add_working_days(opens, WORKING_DAYS), by)
    stories = {story.code: story for story in NOW}
    for number, each in enumerate(_councils(one)):
        story = stories.get(each.council.code)
        if story is None:
            continue
        with as_of(_moment(add_working_days(opens, 3 + number))):
            _fill(each, topic, 1, only=6 if story.until == "draft" else None)
            if story.until == "draft":
                continue
            _submit(each)
        if story.until == "signed":
            with as_of(_moment(add_working_days(opens, 5 + number))):
                _sign(each, named=story.named, days=Decimal(story.days))


def _opened(alliance: Alliance, topic: Topic, name: str, opens: date, due: date, by: Acts) -> AssessmentRound:
    with as_of(_moment(opens, 9)):
        one = plan_round(alliance=alliance, topic=topic, name=name, councils=list(places.members(alliance, opens)),
                         opens_on=opens, due_on=due, note=SIMULATED, simulated=True, by=by)  # fmt: skip
        return open_round(round_=one, by=by)


def _councils(one: AssessmentRound) -> Iterable[Assessment]:
    return one.assessments.select_related("council", "round__alliance__region").order_by("council__code")


def _fill(one: Assessment, topic: Topic, later: int, only: int | None = None) -> None:
    """Answer the statements, or the first of them; one council in four leaves one out, some have no project teams."""
    code = one.council.code
    given = {}
    for number, statement in enumerate(topic.statements[:only]):
        drawn = _draw(code, statement.key)
        if drawn % 17 == 0 and number:
            continue
        if statement.group == "teams" and _draw(code, "teams") % 4 == 0:
            given[statement.key] = Answer(not_applicable=True, why="Simulated: we engage no project teams.")
            continue
        level = min(4, max(1, 1 + drawn % 3 + later * SINCE[_draw(statement.key, code) % len(SINCE)]))
        given[statement.key] = Answer(
            level=level,
            evidence="Simulated: see our note to the workforce board.",
            strength=STRENGTHS.get(statement.key, "") if level >= 3 and drawn % 2 else "",
            need=NEEDS.get(statement.key, "") if level == 1 else "",
        )
    save_answers(one=one, given=given, base={}, by=_somebody(one, "performance lead", "derby-performance"))
    one.refresh_from_db()


def _submit(one: Assessment) -> None:
    submit(one=one, revision=one.revision, left_out_because="Simulated: our supplier has not answered yet.",
           by=_somebody(one, "performance lead", "derby-performance"))  # fmt: skip


def _sign(one: Assessment, *, named: bool, days: Decimal | None) -> None:
    sheet = sheet_of(one)
    assert sheet is not None  # submitted before
    sign(one=one, seen=sheet.seen, may_be_named=named, director_days=days,
         by=_somebody(one, "director", "derby-dcs"))  # fmt: skip


def _somebody(one: Assessment, office: str, persona: str) -> Acts:
    """Derby's simulated people; in every other council an office without a name."""
    held = Person.objects.filter(email__startswith=f"{persona}@", is_persona=True).first()
    return held if held and one.council.code == DERBY else System(f"Simulated {office}, {one.council.label}")


def _draw(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256(":".join(parts).encode()).digest()[:4])


def _moment(day: date, hour: int = 11) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
