"""Changes of the data register: what an agreement holds is entered, what is decided is recorded."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.agreements.models import (
    Dataset,
    Guidance,
    ItemLine,
    RegisterItem,
    SharingRules,
    Supersession,
)
from riia.alliance.agreements.permissions_register import alliance_of, check_may
from riia.alliance.agreements.policies_register import check_said
from riia.alliance.agreements.queries.register import lines_on
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services.register_lines import ItemText, decision, write_line
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance
from riia.indicators.calendar import Frequency
from riia.indicators.model import day_in_words
from riia.indicators.returns.forms import FORMS


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of the directors' group: the meeting and minute, its day, from when it holds and why."""

    minute: str
    decided_on: date
    starts_on: date
    reason: str


@transaction.atomic
def decide_item(*, item: RegisterItem, status: ItemStatus, decided: Decided, by: Acts) -> ItemLine:
    """Record that directors put an item under review, keep it (active again) or drop it (R4.26).

    Items that were asked for become active by `requests.decide` only, after the analyst's check.
    """
    check_may(by, Action.DECIDE_ITEM, alliance_of(item.dataset))
    if status not in {ItemStatus.ACTIVE, ItemStatus.UNDER_REVIEW, ItemStatus.DROPPED, ItemStatus.SUPERSEDED}:
        raise RegisterChangeError(f"Directors do not decide that an item is {status.words}.")
    now = _line_now(item, decided.starts_on)
    if now.status in {ItemStatus.PROPOSED, ItemStatus.CHECKED}:
        raise RegisterChangeError(f"“{now.title}” is part of a request. Decide on the request instead.")
    reason = check_said(decided.reason, "why the directors decided so")
    grounding = decision(decided.minute, decided.decided_on, reason)
    line = write_line(
        item=item, text=ItemText.of(now), status=status, starts_on=decided.starts_on, grounding=grounding, by=by
    )
    _note(
        item,
        by,
        "decide_item",
        f"Recorded that “{line.title}” is {status.words} from {day_in_words(decided.starts_on)}",
        reason=reason,
        before=now.status,
        minute=grounding.minute,
        decided_on=decided.decided_on,
    )
    return line


@transaction.atomic
def mark_newly_collected(*, item: RegisterItem, newly: bool, reason: str, by: Acts) -> ItemLine:
    """Mark by hand whether the region collects an item for the first time: the document's colour was lost (R4.18)."""
    check_may(by, Action.KEEP_AGREEMENTS, alliance_of(item.dataset))
    said = check_said(reason, "where you have read it")
    today = timezone.localdate()
    now = _line_now(item, today)
    if now.newly_collected is newly:
        return now
    now.newly_collected = newly
    now.save(update_fields=["newly_collected"])  # a mark about the document, not a change of what is agreed
    words = "newly collected" if newly else "collected before"
    _note(item, by, "mark_item", f"Marked “{now.title}” as {words}", reason=said)
    return now


@transaction.atomic
def settle_dataset(
    *,
    dataset: Dataset,
    frequency: Frequency | None,
    retention_months: int | None,
    destruction_rule: str,
    reason: str,
    by: Acts,
) -> Dataset:
    """Settle what the document leaves open: how often, and how long data are kept (R4.33, R4.15)."""
    check_may(by, Action.KEEP_AGREEMENTS, alliance_of(dataset))
    said = check_said(reason, "who settled it and where it is written")
    if retention_months is not None and not 1 <= retention_months <= 300:
        raise RegisterChangeError("Data are kept for 1 to 300 months. Enter the number of months.")
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("version__agreement").get(pk=dataset.pk)
    before = {"frequency": dataset.frequency, "retention_months": dataset.retention_months}
    dataset.frequency = frequency.value if frequency else ""
    dataset.retention_months = retention_months
    dataset.destruction_rule = destruction_rule.strip()
    dataset.settled_because = said[:300]
    dataset.save(update_fields=["frequency", "retention_months", "destruction_rule", "settled_because"])
    after = {"frequency": dataset.frequency, "retention_months": retention_months}
    _note(dataset, by, "settle_dataset", f"Settled how often and how long: {dataset}", said, before=before, after=after)
    return dataset


@transaction.atomic
def record_release(
    *, dataset: Dataset, covers_to: date, released_on: date, release: str, address: str, by: Acts
) -> Supersession:
    """Record that DfE has published these figures: from that day ours up to `covers_to` are withdrawn (R4.13)."""
    check_may(by, Action.KEEP_AGREEMENTS, alliance_of(dataset))
    title = check_said(release, "the title of the release")
    if not dataset.until_superseded:
        raise RegisterChangeError(f"{dataset} is not published until DfE publishes its own, so nothing supersedes it.")
    if released_on <= covers_to:
        raise RegisterChangeError("A release comes after the figures it is about. Check both days.")
    if released_on > timezone.localdate():
        raise RegisterChangeError("The release is dated in the future. Record it on the day it is out.")
    if dataset.supersessions.filter(covers_to=covers_to).exists():
        raise RegisterChangeError(f"A release for figures up to {day_in_words(covers_to)} is recorded already.")
    made = Supersession.objects.create(
        dataset=dataset,
        covers_to=covers_to,
        released_on=released_on,
        release=title,
        address=address.strip(),
        recorder_label=by.as_actor().label,
    )
    summary = f"Recorded DfE’s release: {dataset} is superseded for figures up to {day_in_words(covers_to)}"
    _note(dataset, by, "record_release", summary, release=title, released_on=released_on, covers_to=covers_to)
    return made


@dataclass(frozen=True, slots=True)
class GuidanceText:
    """A version of an indicator set, of a standard template or of its guidance.

    `form` is the set as rounds name it; `data` the bytes of the file, of which the hash is kept and nothing else.
    """

    kind: str
    title: str
    label: str
    starts_on: date
    publisher: str = ""
    address: str = ""
    form: str = ""
    file_name: str = ""
    data: bytes | None = None


@transaction.atomic
def add_guidance(*, dataset: Dataset, text: GuidanceText, by: Acts) -> Guidance:
    """Record a version of the template or guidance; the one before ends the day before (R4.16).

    Of indicator sets several hold at a time, because an agreement and the Department may each name their own (R4.17).
    """
    check_may(by, Action.KEEP_AGREEMENTS, alliance_of(dataset))
    same = dataset.guidance.filter(kind=text.kind)
    many = text.kind == "set"
    if text.form and text.form not in FORMS:
        raise RegisterChangeError(f"No round asks a set {text.form!r}. Choose one of {', '.join(FORMS)}.")
    if same.filter(label=text.label).exists():
        raise RegisterChangeError(f"Version {text.label} of the {text.kind} is recorded already.")
    if not many and same.filter(starts_on__gte=text.starts_on).exists():
        raise RegisterChangeError("A later version is recorded already. Enter the day from which this one is used.")
    if not many:
        same.filter(ends_on=None).update(ends_on=date.fromordinal(text.starts_on.toordinal() - 1))
    made = Guidance.objects.create(
        dataset=dataset,
        kind=text.kind,
        title=check_said(text.title, "a title"),
        label=check_said(text.label, "its version"),
        starts_on=text.starts_on,
        publisher=text.publisher.strip(),
        address=text.address.strip(),
        form=text.form,
        file_name=text.file_name[:200] if text.data is not None else "",
        file_size=len(text.data) if text.data is not None else None,
        sha256=hashlib.sha256(text.data).hexdigest() if text.data is not None else "",
        recorder_label=by.as_actor().label,
    )
    words = f"Recorded the {made.get_kind_display()} {made} for {dataset}"
    _note(dataset, by, "add_guidance", words, sha256=made.sha256, starts_on=made.starts_on)
    return made


@transaction.atomic
def settle_sharing(*, alliance: Alliance, rules: SharingRules, reason: str, by: Acts) -> SharingRules:
    """Settle the notice for onward sharing, DfE's one contact, and who manages the sharing on which platform.

    R4.09, R4.11, R4.12. `rules` need not be saved yet.
    """
    check_may(by, Action.KEEP_AGREEMENTS, alliance)
    said = check_said(reason, "who settled it and where it is written")
    rules.notice_source = said
    facts = {
        "notice_working_days": rules.notice_working_days,
        "notice_source": said,
        "dfe_contact": rules.dfe_contact.strip(),
        "dfe_contact_address": rules.dfe_contact_address.strip(),
        "manager": rules.manager.strip(),
        "platform": rules.platform.strip(),
    }
    saved, _ = SharingRules.objects.update_or_create(alliance=alliance, defaults=facts)
    days = rules.notice_working_days
    summary = f"Settled the notice for onward sharing: {days if days is not None else 'not settled'} working days"
    record(by=by, action="agreements.settle_sharing", target=alliance, summary=summary, reason=said)
    return saved


def _line_now(item: RegisterItem, on: date) -> ItemLine:
    line = lines_on(on, pk=item.pk).get(item.pk)
    if line is None:
        raise RegisterChangeError(f"{item} is not in the register yet on {day_in_words(on)}. Choose a later day.")
    return line


def _note(
    target: Dataset | RegisterItem, by: Acts, verb: str, summary: str, reason: str = "", **details: object
) -> None:
    record(by=by, action=f"agreements.{verb}", target=target, summary=summary, reason=reason, details=details)
