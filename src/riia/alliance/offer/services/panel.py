"""Who is on a panel, what they declare, and their scores."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.offer import permissions, policies
from riia.alliance.offer.errors import CallError, Incomplete, NotYours, Stale
from riia.alliance.offer.models import Application, Call, Criterion, Interest, PanelMember, Score, Sheet, Version
from riia.alliance.offer.queries.panels import candidates, eligible
from riia.alliance.offer.queries.reading import interest_of, latest
from riia.alliance.offer.services.moving import held_application, held_call
from riia.alliance.offer.services.telling import page_of, tell_deciders, tell_panel
from riia.alliance.offer.states import ApplicationState, CallState
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class Given:
    """A score for one criterion with its reason; None where there is none yet."""

    score: int | None
    reason: str = ""


@transaction.atomic
def name_member(*, call: Call, person: Person, by: Acts) -> PanelMember:
    """Put somebody on the panel: a panel member of the region by role, or somebody with a role over the region."""
    call = held_call(call)
    permissions.check_may(scope_of_actor(by), Action.RUN_CALLS, call.alliance.region.code)
    if call.state not in (CallState.DRAFT, CallState.OPEN, CallState.WITH_PANEL):
        raise CallError(f"This call is {call.state}, so its panel stays as it is.")
    if person.pk not in {each.pk for each in candidates(call)}:
        raise CallError("Panel members hold the role “Panel member” or a role over the region. Propose a role first.")
    member, new = PanelMember.objects.get_or_create(
        call=call, person=person, defaults={"person_label": str(person), "named_on": today()}
    )
    if not new and member.left_on is None:
        return member
    member.left_on = None
    member.save(update_fields=["left_on"])
    record(by=by, action="offer.name_member", target=call, summary="Named a member of the panel",
           details={"person": str(person.reference)})  # fmt: skip
    if call.state == CallState.WITH_PANEL:
        words = f"You are on the panel for “{call.title}”, and its applications wait for your scores."
        tell_panel(call=call, people=[person], words=words, page=page_of(call), by=by)
    return member


@transaction.atomic
def remove_member(*, member: PanelMember, by: Acts) -> PanelMember:
    """Take somebody off the panel who has not scored. An open call keeps a panel of two."""
    call = held_call(member.call)
    permissions.check_may(scope_of_actor(by), Action.RUN_CALLS, call.alliance.region.code)
    if member.left_on is not None:
        return member
    if Sheet.objects.filter(member=member, submitted_at__isnull=False).exists():
        raise CallError("This member has submitted scores, and they stay part of the decision.")
    others = call.panel.filter(left_on=None).count() - 1
    if call.state != CallState.DRAFT and others < policies.SMALLEST_PANEL:
        raise CallError(f"A panel is at least {policies.SMALLEST_PANEL} people. Name somebody else first.")
    member.left_on = today()
    member.save(update_fields=["left_on"])
    record(by=by, action="offer.remove_member", target=call, summary="Removed a member of the panel",
           details={"person": str(member.person.reference)})  # fmt: skip
    return member


@transaction.atomic
def declare(*, one: Application, conflict: bool, words: str = "", by: Acts) -> Interest:
    """Declare before reading an application whether one has an interest in it. With an interest nobody scores.

    It can be changed until one's scores are submitted. An interest found later takes unsubmitted scores away.
    """
    one = held_application(one)
    member = _member(one, by)
    said = words.strip()
    if conflict and not said:
        raise CallError("Say what the interest is, so that it can be seen that you stood aside.")
    held = interest_of(member, one)
    if held and (held.conflict, held.words) == (conflict, said):
        return held
    sheets = Sheet.objects.filter(member=member, version__application=one)
    if held and sheets.filter(submitted_at__isnull=False).exists():
        raise CallError("You have submitted scores for this application. Ask the regional coordinator what to do.")
    if conflict:
        Score.objects.filter(sheet__in=sheets).delete()
        sheets.delete()
    interest, _ = Interest.objects.update_or_create(
        application=one, member=member, defaults={"conflict": conflict, "words": said, "declared_at": now()}
    )
    record(by=by, action="offer.declare", target=one,
           summary=f"Declared {'an interest' if conflict else 'no interest'} in the {one.audit_label}",
           reason=said)  # fmt: skip
    return interest


@transaction.atomic
def save_scores(
    *, one: Application, version: int, scores: Mapping[Criterion, Given], submit: bool = False, by: Acts
) -> Sheet:
    """Save one's scores, and with `submit` hand them in: then every criterion has a score with its reason.

    `version` is the number of the version that was read. Raises Stale where the council submitted another since,
    Incomplete with a problem for each criterion, CallError where scores no longer change.
    """
    one = held_application(one)
    member = _member(one, by)
    declared = interest_of(member, one)
    if declared is None:
        raise CallError("Declare first whether you have an interest in this application.")
    if declared.conflict:
        raise NotYours("You declared an interest in this application, so others score it.")
    if one.state != ApplicationState.SUBMITTED:
        raise CallError(f"This application is {one.state}, so it is not scored now.")
    standing = latest(one)
    if standing is None or standing.number != version:
        raise Stale("The council has submitted a newer version. Read it, then score that one.")
    sheet, _ = Sheet.objects.get_or_create(version=standing, member=member)
    if sheet.submitted_at is not None:
        raise CallError("You have submitted your scores for this version, so they stay as they are.")
    problems = _problems(list(one.call.criteria.all()), scores, whole=submit)
    if problems:
        raise Incomplete("Some scores are missing or cannot be.", problems)
    for criterion, given in scores.items():
        Score.objects.update_or_create(
            sheet=sheet, criterion=criterion, defaults={"score": given.score, "reason": given.reason.strip()}
        )
    if submit:
        sheet.submitted_at = now()
        sheet.save(update_fields=["submitted_at"])
    what = "Submitted" if submit else "Saved"
    record(by=by, action="offer.submit_scores" if submit else "offer.save_scores", target=one,
           summary=f"{what} scores of the {one.audit_label}", details={"version": standing.number})  # fmt: skip
    if submit:
        _tell_if_all_scored(one.call, by)
    return sheet


def _problems(criteria: list[Criterion], scores: Mapping[Criterion, Given], *, whole: bool) -> dict[str, str]:
    """What is wrong with scores, by the criterion's number; missing ones only count for the whole."""
    found = {}
    for each in criteria:
        given = scores.get(each, Given(None))
        if given.score is not None and not 0 <= given.score <= each.top:
            found[f"score-{each.number}"] = f"The score for “{each.title}” is between 0 and {each.top}"
        elif whole and given.score is None:
            found[f"score-{each.number}"] = f"Select a score for “{each.title}”"
        if whole and not given.reason.strip():
            found[f"reason-{each.number}"] = f"Enter your reason for the score for “{each.title}”"
    return found


def _member(one: Application, by: Acts) -> PanelMember:
    """The panel member acting, who is not from the council that applies."""
    member = None
    if isinstance(by, Person):
        member = PanelMember.objects.filter(call=one.call, person=by, left_on=None).first()
    if member is None:
        raise NotYours("Only members of the panel score applications. The regional coordinator names them.")
    permissions.check_not_own(scope_of_actor(by), one.council.code, "scores its application")
    if one.call.state != CallState.WITH_PANEL:
        raise CallError(f"This call is {one.call.state}, so the panel does not score now.")
    return member


def _tell_if_all_scored(call: Call, by: Acts) -> None:
    """Once everybody has scored everything that was submitted, those who decide are written to."""
    waiting = call.applications.filter(state=ApplicationState.SUBMITTED).prefetch_related("versions")
    for each in waiting:
        version = latest(each)
        if version is None or _scored(version) < len(eligible(each)):
            return
    count = len(waiting)
    by_day = f" by {day_in_words(call.decision_by)}" if call.decision_by else ""
    words = f"The panel has scored {count} application{'' if count == 1 else 's'} for “{call.title}”. Decide{by_day}."
    tell_deciders(call=call, words=words, page=page_of(call), by=by)


def _scored(version: Version) -> int:
    return version.sheets.filter(submitted_at__isnull=False).count()
