"""Recording evidence, looking at what somebody else recorded, and taking it out again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.kit.uploads import harmless
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.alliance.plans import permissions, policies
from riia.alliance.plans.errors import Incomplete, NotYours, PlanError
from riia.alliance.plans.models import Evidence, EvidenceFile, EvidenceFor, EvidencePart, Instance, Measure, Plan
from riia.alliance.plans.services.logging import Said, changed, held_evidence, note, person_of
from riia.alliance.plans.states import EvidenceState, VersionState
from riia.alliance.returns.timekeeping import now, today


@dataclass(frozen=True, slots=True)
class Shows:
    """What a piece of evidence shows of one measure. `councils` says for each council whether it counts.

    n without a value is no number, which is not 0. `covers` are the named proofs that the evidence is.
    """

    measure: Measure
    instance: Instance | None = None
    n: Decimal | None = None
    of: Decimal | None = None
    covers: tuple[str, ...] = ()
    councils: Mapping[Place, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """The evidence itself: exactly one of a file, a link and a note."""

    title: str
    effective_on: date
    expires_on: date | None = None
    link: str = ""
    note: str = ""
    file_name: str = ""
    content: bytes = b""

    @property
    def kind(self) -> str:
        if self.content or self.file_name:
            return Evidence.Kind.FILE
        return Evidence.Kind.LINK if self.link else Evidence.Kind.NOTE


@transaction.atomic
def record_evidence(*, plan: Plan, given: Given, shows: Sequence[Shows], by: Acts) -> Evidence:
    """Record evidence for one or more measures. It counts once somebody else has accepted it."""
    _check_given(given, shows)
    _check_may_record(plan, shows, by)
    policies.check_evidence_days(given.effective_on, given.expires_on, today())
    made = Evidence.objects.create(
        plan=plan,
        kind=given.kind,
        title=given.title.strip(),
        link=given.link,
        note=given.note.strip(),
        effective_on=given.effective_on,
        expires_on=given.expires_on,
        recorded_at=now(),
        recorded_by=person_of(by),
        recorder_label=by.as_actor().label,
        simulated=plan.simulated,
    )
    digest = _keep_file(made, given)
    for each in shows:
        _keep_shown(plan, made, each)
    keys = sorted({each.measure.kpi.key for each in shows})
    note(made, "record_evidence", f"Recorded evidence for {_kpis(keys)}", by=by,
         details={"kpis": keys, "effective_on": given.effective_on.isoformat(), "sha256": digest})  # fmt: skip
    for measure in {each.measure.kpi_id: each.measure for each in shows}.values():
        changed(plan, Said("evidence", "", f"recorded: {made.title}"), by=by, kpi=measure.kpi)
    return made


@transaction.atomic
def accept_evidence(*, one: Evidence, words: str = "", by: Acts) -> Evidence:
    """Accept evidence that somebody else recorded: from now on it counts."""
    return _review(one, EvidenceState.ACCEPTED, words.strip(), by)


@transaction.atomic
def send_back(*, one: Evidence, words: str, by: Acts) -> Evidence:
    """Send evidence back with what is missing; accepted evidence stops counting."""
    if not words.strip():
        raise Incomplete("Say what is missing.", {"words": "Say what is missing, so that it can be put right"})
    return _review(one, EvidenceState.SENT_BACK, words.strip(), by)


@transaction.atomic
def record_again(*, one: Evidence, given: Given, shows: Sequence[Shows], by: Acts) -> Evidence:
    """Put right what was sent back; it waits for another look. Without a new file the old one stays."""
    one = held_evidence(one)
    policies.check_evidence_move(EvidenceState(one.state), EvidenceState.RECORDED)
    keeps = one.kind == Evidence.Kind.FILE and given.kind != Evidence.Kind.LINK and not given.content
    _check_given(given, shows, has_file=keeps)
    _check_may_record(one.plan, shows, by)
    policies.check_evidence_days(given.effective_on, given.expires_on, today())
    one.kind = Evidence.Kind.FILE if keeps else given.kind
    one.title, one.link, one.note = given.title.strip(), given.link, given.note.strip()
    one.effective_on, one.expires_on = given.effective_on, given.expires_on
    one.state, one.revision, one.recorded_at = EvidenceState.RECORDED, one.revision + 1, now()
    one.recorded_by, one.recorder_label = person_of(by), by.as_actor().label
    one.reviewed_by, one.reviewer_label, one.reviewed_at = None, "", None
    one.save()
    if not keeps:
        EvidenceFile.objects.filter(evidence=one).delete()
    digest = _keep_file(one, given)
    one.shows.all().delete()
    for each in shows:
        _keep_shown(one.plan, one, each)
    note(one, "record_evidence_again", "Put evidence right and recorded it again", by=by, details={"sha256": digest})
    for measure in {each.measure.kpi_id: each.measure for each in shows}.values():
        changed(one.plan, Said("evidence", "sent back", f"recorded again: {one.title}"), by=by, kpi=measure.kpi)
    return one


@transaction.atomic
def withdraw_evidence(*, one: Evidence, reason: str, by: Acts) -> Evidence:
    """Take back evidence that has not been accepted. Its recorder does, or whoever keeps the plan."""
    one = held_evidence(one)
    scope = scope_of_actor(by)
    own = one.recorded_by is not None and person_of(by) == one.recorded_by
    if not own and not permissions.may_keep(scope, one.plan.alliance.region.code):
        raise NotYours("Evidence is withdrawn by whoever recorded it or keeps the plan.")
    before = EvidenceState(one.state)
    policies.check_evidence_move(before, EvidenceState.WITHDRAWN)
    one.state, one.revision, one.review_words = EvidenceState.WITHDRAWN, one.revision + 1, reason.strip()
    one.save(update_fields=["state", "revision", "review_words"])
    _tell(one, before, "withdraw_evidence", "Withdrew evidence", reason.strip(), by)
    return one


def _review(one: Evidence, to: EvidenceState, words: str, by: Acts) -> Evidence:
    one = held_evidence(one)
    recorder = str(one.recorded_by.reference) if one.recorded_by else None
    permissions.check_may_review(scope_of_actor(by), one.plan.alliance.region.code, recorder)
    before = EvidenceState(one.state)
    policies.check_evidence_move(before, to)
    one.state, one.revision, one.review_words = to, one.revision + 1, words
    one.reviewed_at, one.reviewed_by, one.reviewer_label = now(), person_of(by), by.as_actor().label
    one.save(update_fields=["state", "revision", "review_words", "reviewed_at", "reviewed_by", "reviewer_label"])
    accepted = to is EvidenceState.ACCEPTED
    _tell(one, before, "accept_evidence" if accepted else "send_back_evidence",
          "Accepted evidence" if accepted else "Sent evidence back", words, by)  # fmt: skip
    return one


def _tell(one: Evidence, before: EvidenceState, action: str, summary: str, why: str, by: Acts) -> None:
    shown = one.shows.select_related("measure__kpi")
    kpis = {each.measure.kpi_id: each.measure.kpi for each in shown}
    keys = sorted(each.key for each in kpis.values())
    note(one, action, f"{summary} for {_kpis(keys)}", by=by, why=why,
         details={"before": before.value, "after": one.state, "kpis": keys})  # fmt: skip
    for kpi in kpis.values():
        changed(one.plan, Said("evidence", before.value, f"{one.state}: {one.title}", why), by=by, kpi=kpi)


def _check_given(given: Given, shows: Sequence[Shows], *, has_file: bool = False) -> None:
    problems = {}
    if not given.title.strip():
        problems["title"] = "Enter what the evidence is, in a few words"
    if not shows:
        problems["measures"] = "Select what the evidence is for"
    kinds = [bool(given.content or given.file_name), bool(given.link), bool(given.note.strip())]
    if not any(kinds) and not has_file:
        problems["file"] = "Choose a file, enter a link or write a note"
    if kinds[0] and kinds[1]:
        problems["link"] = "Record the link as evidence of its own: one piece is a file or a link"
    for each in shows:
        if each.of is not None and (each.n is None or each.n > each.of):
            problems["n"] = "The number that counts must not be more than the number there are"
        if each.instance is not None and each.instance.measure_id != each.measure.pk:
            problems["instance"] = "Select an instance of the same measure"
        if set(each.covers) - set(each.measure.proofs):
            problems["covers"] = "Select only documents that the plan names for this measure"
    if problems:
        raise Incomplete("The evidence is not complete.", problems)


def _check_may_record(plan: Plan, shows: Sequence[Shows], by: Acts) -> None:
    wrong = [each for each in shows if each.measure.kpi.version.plan_id != plan.pk]
    if wrong:
        raise PlanError("Evidence is recorded for measures of one plan.")
    if any(each.measure.kpi.version.state == VersionState.DRAFT for each in shows):
        raise PlanError("This is a draft of the plan. Evidence is recorded once it is in force.")
    owners = {str(each.measure.kpi.owner.reference) if each.measure.kpi.owner else "" for each in shows}
    permissions.check_may_record(scope_of_actor(by), plan.alliance.region.code, owners)


def _keep_file(made: Evidence, given: Given) -> str:
    if not given.content and not given.file_name:
        return ""
    policies.check_file(given.file_name, given.content)
    digest = hashlib.sha256(given.content).hexdigest()
    EvidenceFile.objects.create(
        evidence=made, name=harmless(given.file_name), size=len(given.content), sha256=digest, content=given.content
    )
    return digest


def _keep_shown(plan: Plan, made: Evidence, shown: Shows) -> None:
    kept = EvidenceFor.objects.create(
        evidence=made, measure=shown.measure, instance=shown.instance, n=shown.n, of=shown.of,
        covers=sorted(set(shown.covers)),
    )  # fmt: skip
    if not shown.councils:
        return
    members = {each.pk for each in places.members(plan.alliance, made.effective_on)}
    if any(council.pk not in members for council in shown.councils):
        raise PlanError("Only councils of the alliance can count.")
    EvidencePart.objects.bulk_create(
        [EvidencePart(shows=kept, council=council, counts=counts) for council, counts in shown.councils.items()]
    )


def _kpis(keys: Sequence[str]) -> str:
    return f"KPI {keys[0]}" if len(keys) == 1 else f"KPIs {', '.join(keys)}"
