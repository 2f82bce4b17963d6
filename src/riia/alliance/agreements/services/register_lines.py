"""The one way a line gets into the register: in the order of the states, from a day on, and never rewritten."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from django.utils import timezone

from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import Dataset, ItemLine, RegisterItem
from riia.alliance.agreements.policies_register import check_move, check_said
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.states_register import FIRST_STATUS, ITEM_MOVES, Basis, ItemStatus
from riia.alliance.audit.actors import Acts
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class ItemText:
    """What a line says of an item."""

    title: str
    privacy: Privacy
    definition: str = ""
    unit: str = ""
    numerator: str = ""
    denominator: str = ""
    aggregation: str = ""
    collector: str = ""
    frequency: str = ""
    audiences: frozenset[Audience] = frozenset()
    onward: frozenset[Audience] = frozenset()
    onward_rule: str = ""
    publication_rule: str = ""
    newly_collected: bool | None = None
    source: str = ""

    @classmethod
    def of(cls, line: ItemLine) -> "ItemText":
        """What a line says, to be carried into the next one."""
        kept: dict[str, Any] = {each.name: getattr(line, each.name) for each in fields(cls)}
        found = kept | {"audiences": line.audiences_set, "onward": line.onward_set, "privacy": Privacy(line.privacy)}
        return cls(**found)

    def reaching(self, audience: Audience) -> "ItemText":
        """The same item, open to one more audience; one outside the alliance may then be sent it."""
        if audience.is_onward:
            return replace(self, onward=self.onward | {audience})
        return replace(self, audiences=self.audiences | {audience})


@dataclass(frozen=True, slots=True)
class Grounding:
    """On what a line rests: the agreement itself, a request, or a minuted decision; and why."""

    basis: Basis
    reason: str = ""
    minute: str = ""
    decided_on: date | None = None


def decision(minute: str, decided_on: date, reason: str) -> Grounding:
    """A decision of the directors' group. Raises RegisterChangeError without a minute, or for a day to come."""
    said = check_said(minute, "the meeting and minute of the decision")
    if decided_on > timezone.localdate():
        raise RegisterChangeError("The decision is dated in the future. Record it once it has been taken.")
    return Grounding(Basis.DECISION, reason.strip(), said, decided_on)


def new_item(dataset: Dataset, key: str, number: int | None = None) -> RegisterItem:
    """An item under a key that the version's register does not have yet, with the next number unless one is given."""
    Dataset.objects.select_for_update().get(pk=dataset.pk)  # one new item of a dataset at a time
    if RegisterItem.objects.filter(dataset__version=dataset.version, key=key).exists():
        raise RegisterChangeError(
            f"The register of {dataset.version} already has an item “{key}”. Use that item, or another title."
        )
    last = dataset.items.order_by("-number").values_list("number", flat=True).first() or 0
    return RegisterItem.objects.create(dataset=dataset, key=key, number=number or last + 1)


def write_line(
    *,
    item: RegisterItem,
    text: ItemText,
    status: ItemStatus,
    starts_on: date,
    grounding: Grounding,
    by: Acts,
    ends_on: date | None = None,
) -> ItemLine:
    """Add a line to an item from a day on. Lines planned for later are set aside: the newest decision holds.

    Raises RegisterChangeError where the states do not allow it, or the day lies before the line that holds already.
    """
    RegisterItem.objects.select_for_update().get(pk=item.pk)  # one line of an item at a time
    held = item.lines.filter(set_aside=False)
    _check_order(item, starts_on, status, grounding)
    held.filter(starts_on__gte=starts_on).update(set_aside=True)
    said = asdict(text) | {
        "privacy": text.privacy.value,
        "audiences": sorted(text.audiences),
        "onward": sorted(text.onward),
    }
    return ItemLine.objects.create(
        item=item,
        status=status,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=grounding.basis,
        reason=grounding.reason,
        minute=grounding.minute,
        decided_on=grounding.decided_on,
        recorder_label=by.as_actor().label,
        **said,
    )


def _check_order(item: RegisterItem, starts_on: date, status: ItemStatus, grounding: Grounding) -> None:
    held = item.lines.filter(set_aside=False)
    if grounding.decided_on is not None and starts_on < grounding.decided_on:
        raise RegisterChangeError(
            "A decision does not reach back before the day it was taken. Choose a later first day."
        )
    begun = held.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on").first()
    if begun is not None and starts_on < begun.starts_on:
        raise RegisterChangeError(
            f"“{begun.title}” has stood as {ItemStatus(begun.status).words} since {day_in_words(begun.starts_on)}. "
            "A change begins on that day or later."
        )
    before = held.filter(starts_on__lte=starts_on).order_by("-starts_on").first() or held.order_by("starts_on").first()
    if before is not None:
        check_move(ITEM_MOVES, ItemStatus(before.status), status, f"“{before.title}”")
    elif status not in FIRST_STATUS.get(grounding.basis, frozenset()):
        raise RegisterChangeError(
            f"A new item does not begin as {status.words}. It is entered as the signed agreement has it, or proposed "
            "by a request."
        )
