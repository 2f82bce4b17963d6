"""Simulated calls for funding of the South West: one decided and in monitoring, one that takes applications.

Everything is made by the services people use, each step on its own day; what councils write is made up and says so.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.offer.models import Application, Award, Call, CallKind, DueKind
from riia.alliance.offer.policies import Days, end_of_awards
from riia.alliance.offer.services import applications, calls, criteria, deciding, monitoring, panel
from riia.alliance.offer.services.calls import Text
from riia.alliance.offer.services.deciding import Ruling
from riia.alliance.offer.services.monitoring import Account
from riia.alliance.offer.services.panel import Given
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.returns.timekeeping import as_of
from riia.indicators.calendar import add_working_days

SOUTH_WEST: Final = "E12000009"
BRISTOL, PLYMOUTH, WILTSHIRE, TORBAY, DEVON, GLOUCESTERSHIRE = "801", "879", "865", "880", "878", "916"
MEANINGS: Final = (
    "Nothing said",
    "Said, not shown",
    "Shown in part",
    "Shown with figures",
    "Shown, and others can use it",
)
PLAYBOOK: Final = "https://www.gov.uk/government/publications/ai-playbook-for-the-uk-government"
CRITERIA: Final = (
    ("Need", "The problem is real, in the council’s own figures.", 40),
    ("Plan", "The work can be done in the time and with the people named.", 30),
    ("Benefit", "It is said what will be better, how that is measured, and what others can use.", 30),
)


@dataclass(frozen=True)
class Plan:
    """An application of the demonstration: what it says, what two panel members gave it, and what was awarded."""

    council: str
    title: str
    what: str
    asked: str
    scores: tuple[tuple[int, int, int], tuple[int, int, int]]
    awarded: int = 0
    reason: str = ""


PLANS: Final = (
    Plan(BRISTOL, "One team for SEND data", "Bring the two analysts of SEND and social care together, and train both "
         "in checking SEN2 before it goes.", "£20,000", ((4, 3, 3), (3, 3, 4)), 1_500_050,
         "The need is shown in figures. Training is funded; the second licence is not."),
    Plan(PLYMOUTH, "A data apprentice", "Employ an apprentice for eighteen months, with a mentor from the university.",
         "18,500", ((3, 4, 3), (4, 4, 3)), 1_850_000, "A clear plan, and a post that stays."),
    Plan(WILTSHIRE, "Returns that check themselves", "Move checks of the quarterly return from a workbook to a script "
         "that other councils can have.", "12,250.75", ((3, 3, 4), (3, 2, 4)), 1_225_075,
         "Others can use the result. Share it in the performance leads’ group by the end."),
    Plan(TORBAY, "New screens", "Larger screens for the data team.", "6,000", ((1, 2, 0), (1, 1, 1)), 0,
         "Equipment alone does not build capacity. A plan for the team would be welcome in the next call."),
)  # fmt: skip


def load_calls(*, by: Acts, today: date | None = None) -> None:
    """Replay both calls where the South West has none yet, and the people who run them exist."""
    alliance = places.alliance_in(SOUTH_WEST)
    coordinator = _person("sw-coordinator")
    if alliance is None or coordinator is None or Call.objects.filter(alliance=alliance).exists():
        return
    day = today or timezone.localdate()
    with transaction.atomic():
        _capacity(alliance, day, coordinator, by)
        _projects(alliance, day, coordinator, by)


def _capacity(alliance: Alliance, today: date, by: Person, loader: Acts) -> None:
    """The data-capacity call: decided, three awards in monitoring, one milestone of Bristol’s overdue."""
    opened = _ago(today, 125)
    closed, scored, decided = _ago(today, 105), _ago(today, 95), _ago(today, 90)
    days = Days(opened, closed, scored, decided, end_of_awards(decided))
    text = Text(
        "Data capacity fund",
        CallKind.DATA_CAPACITY,
        "Local areas can collect, check and use their SEND data without depending on one person.",
        "For posts, training and tools that stay in use after the money ends. Not for equipment alone, nor for what a "
        "grant pays for already. Ask the regional coordinator before you write. (Simulated.)",
        "South West plan, 1.2.2 and KPI 1.2.2B",
    )
    with as_of(_at(_ago(today, 130))):
        call = _prepared(alliance, text, days, 6_000_000, 2_000_000, by)
    with as_of(_at(opened)):
        calls.open_call(call=call, by=by)
    held: list[tuple[Plan, Application]] = []
    for place, plan in enumerate(PLANS):
        with as_of(_at(_ago(today, 112 - place))):
            held.append((plan, _apply(call, plan.council, _whole(plan), submit=True, by=loader)))
    with as_of(_at(_ago(today, 104))):
        calls.give_to_panel(call=call, by=by)
    for plan, one in held:
        with as_of(_at(_ago(today, 97))):
            _score(one, plan)
    with as_of(_at(decided)):
        awards = {plan.council: _decide(one, plan, by) for plan, one in held}
    with as_of(_at(_ago(today, 88))):
        calls.publish(call=call, by=by)
    for place, council in enumerate((BRISTOL, PLYMOUTH, WILTSHIRE)):
        award = awards[council]
        assert award is not None
        _monitor(award, today, by, loader, overdue=place == 0)


def _prepared(alliance: Alliance, text: Text, days: Days, available: int | None, most: int | None, by: Acts) -> Call:
    call = calls.prepare_call(alliance=alliance, text=text, by=by, simulated=True)
    calls.settle_money(call=call, available=available, most=most, by=by)
    calls.set_days(call=call, days=days, by=by)
    for title, asks, weight in CRITERIA:
        criteria.add_criterion(call=call, title=title, asks=asks, weight=weight, meanings=MEANINGS, by=by)
    for slug in ("sw-coordinator", "sw-performance"):
        person = _person(slug)
        assert person is not None
        panel.name_member(call=call, person=person, by=by)
    call.refresh_from_db()
    return call


def _whole(plan: Plan) -> dict[str, str]:
    return {
        "title": plan.title,
        "what": f"{plan.what} (Simulated.)",
        "why": "Two people know how our returns are made, and errors come back to us after they are sent. (Simulated.)",
        "timetable": "Begin within two months, first results after four, the end report after twelve.",
        "asked": plan.asked,
        "spending": "Half for people, a third for training, the rest for licences.",
        "measures": "Errors found by the region in a quarter: 14 now, 5 or fewer by the end.",
        "other_funding": "The council’s own training budget, £2,000.",
    }


def _apply(call: Call, council: str, typed: dict[str, str], *, submit: bool, by: Acts) -> Application:
    who = _person("bristol-performance" if council == BRISTOL else f"council-{council}-performance") or by
    one = applications.begin(call=call, council=places.get(council), by=who)
    saved = applications.save_parts(one=one, typed=typed, base_revision=one.revision, by=who)
    if submit:
        applications.submit(one=saved.one, revision=saved.one.revision, by=who)
    return saved.one


def _score(one: Application, plan: Plan) -> None:
    asked = list(one.call.criteria.all())
    for slug, scores in zip(("sw-coordinator", "sw-performance"), plan.scores, strict=True):
        person = _person(slug)
        assert person is not None
        panel.declare(one=one, conflict=False, by=person)
        given = {each: Given(score, f"{MEANINGS[score]}. (Simulated.)")
                 for each, score in zip(asked, scores, strict=True)}  # fmt: skip
        panel.save_scores(one=one, version=1, scores=given, submit=True, by=person)


def _decide(one: Application, plan: Plan, by: Acts) -> Award | None:
    ruling = Ruling(f"{plan.reason} (Simulated.)", 1, "Directors’ group (simulated), item 6")
    if not plan.awarded:
        deciding.decline(one=one, ruling=ruling, by=by)
        return None
    conditions = "Show the work in the performance leads’ group once."
    return deciding.award(one=one, amount_pence=plan.awarded, ruling=ruling, conditions=conditions, by=by)


def _monitor(award: Award, today: date, by: Person, loader: Acts, *, overdue: bool) -> None:
    """Two milestones, a report, and payments in two parts; the second milestone of one council is overdue."""
    council = award.application.council.code
    who = _person("bristol-performance" if council == BRISTOL else f"council-{council}-performance") or loader
    half = award.amount_pence // 2
    with as_of(_at(_ago(today, 85))):
        first = monitoring.ask_for(award=award, kind=DueKind.MILESTONE, title="The work has begun",
                                   due_on=_ago(today, 50), by=by)  # fmt: skip
        second = monitoring.ask_for(award=award, kind=DueKind.MILESTONE, title="First checks run before a return",
                                    due_on=_ago(today, 9) if overdue else _ago(today, -25), by=by)  # fmt: skip
        monitoring.ask_for(award=award, kind=DueKind.REPORT, title="Half-year report", due_on=_ago(today, -45), by=by)
        paid = monitoring.plan_payment(award=award, amount_pence=half, due_on=_ago(today, 80), by=by)
        monitoring.plan_payment(award=award, amount_pence=award.amount_pence - half, due_on=_ago(today, -30),
                                after=second, by=by)  # fmt: skip
    with as_of(_at(_ago(today, 78))):
        monitoring.pay(payment=paid, paid_on=_ago(today, 78), paid_as=f"SIM-{council}-1", by=by)
    with as_of(_at(_ago(today, 52))):
        said = Account("The people are in post and trained for the first return. (Simulated.)")
        monitoring.give(due=first, account=said, by=who)
    with as_of(_at(_ago(today, 48))):
        monitoring.accept(due=first, answer="Thank you.", by=by)


def _projects(alliance: Alliance, today: date, by: Person, loader: Acts) -> None:
    """The call for AI projects: open, its money not yet settled; one application submitted, two being written."""
    opened, closes = _ago(today, 8), _ago(today, -12)
    decision = _ago(today, -27)
    days = Days(opened, closes, _ago(today, -22), decision, _ago(today, -220))
    text = Text(
        "AI projects",
        CallKind.AI_PROJECT,
        "Staff have more time for children and families, and it is known what a tool does well and what not.",
        "Say which task, which tool, whose data, and who checks what it gives. No decision about a child is made by a "
        "tool. Data protection: an assessment is done before anything begins. Review: the panel scores within ten "
        "working days, the directors’ group decides within five more. (Simulated.)",
        "South West plan, KPI 1.2.4",
    )
    with as_of(_at(_ago(today, 11))):
        call = _prepared(alliance, text, days, None, 2_500_000, by)
        criteria.add_document(call=call, title="AI Playbook for the UK Government", url=PLAYBOOK, by=by)
    with as_of(_at(opened)):
        calls.open_call(call=call, by=by)
    what = "Try a tool that drafts minutes of professionals’ meetings, checked by the person who chairs."
    whole = replace(PLANS[2], title="Minutes of meetings, drafted", asked="21,400.00", what=what)
    with as_of(_at(_ago(today, 3))):
        _apply(call, GLOUCESTERSHIRE, _whole(whole), submit=True, by=loader)
    with as_of(_at(_ago(today, 2))):
        part = {"title": "Finding the right EHC plan section", "what": "A search over our own templates. (Simulated.)",
                "asked": "about 9,000"}  # fmt: skip
        _apply(call, BRISTOL, part, submit=False, by=loader)
    with as_of(_at(_ago(today, 1))):
        _apply(call, DEVON, {"title": "Reading letters aloud", "asked": "4,800"}, submit=False, by=loader)


def _ago(today: date, days: int) -> date:
    """A working day so many before today; ahead of it where negative."""
    return add_working_days(today, -days)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(11)))


def _person(slug: str) -> Person | None:
    return Person.objects.filter(email=f"{slug}@demo.invalid", is_persona=True, is_active=True).first()
