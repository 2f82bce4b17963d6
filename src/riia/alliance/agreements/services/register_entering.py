"""Entering the register that comes with an agreement: before people sign it, or copied from what they have signed.

What is entered before the signatures is what people sign. What one person copies from a document that is signed already
waits, refused by the gate, until a second person has compared it with the document (R4.10, R14.01).
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.agreements.audiences import Privacy
from riia.alliance.agreements.models import AgreementVersion, Dataset, RegisterItem
from riia.alliance.agreements.permissions_register import alliance_of, check_may, check_not_own
from riia.alliance.agreements.policies_register import check_said
from riia.alliance.agreements.queries.register import lines_on
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services.register_lines import Grounding, ItemText, new_item, write_line
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import Basis, ItemStatus
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record


@dataclass(frozen=True, slots=True)
class DatasetText:
    """What an agreement says of a dataset."""

    number: int
    title: str
    clause: str
    privacy: Privacy
    source: str
    about: str = ""
    frequency: str = ""
    publication_rule: str = ""
    until_superseded: bool = False

    @property
    def key(self) -> str:
        return f"dataset-{self.number}"


type Entered = tuple[str, ItemText, ItemStatus]
"""An item as it is entered: its key, what the document says of it, and active or under review."""


@transaction.atomic
def enter_dataset(*, version: AgreementVersion, text: DatasetText, by: Acts) -> Dataset:
    """Enter a dataset as the document has it.

    Raises RegisterChangeError where the version is over, or the number is taken.
    """
    check_may(by, Action.KEEP_AGREEMENTS, version.agreement.alliance)
    AgreementVersion.objects.select_for_update().get(pk=version.pk)  # one dataset of a version at a time
    if isinstance(by, Person) and version.state in {VersionState.REVOKED, VersionState.SUPERSEDED}:
        raise RegisterChangeError(f"{version} is {version.state}, so nothing is added to it. Use the present version.")
    if version.datasets.filter(number=text.number).exists():
        raise RegisterChangeError(f"{version} already has a dataset {text.number}. Choose another number.")
    dataset = Dataset.objects.create(
        version=version,
        number=text.number,
        key=text.key,
        title=check_said(text.title, "the title of the dataset"),
        about=text.about,
        clause=text.clause,
        privacy=text.privacy,
        frequency=text.frequency,
        publication_rule=text.publication_rule,
        until_superseded=text.until_superseded,
        source=text.source,
        entered_by=by if isinstance(by, Person) else None,
    )
    _note(dataset, by, "enter_dataset", f"Entered {dataset} in the register of {version}")
    return dataset


@transaction.atomic
def enter_items(*, dataset: Dataset, items: list[Entered], starts_on: date, by: Acts) -> list[RegisterItem]:
    """Enter items as the document has them, with one entry in the trail.

    Copied by a person from a version that is signed already they are only proposed: see `confirm_dataset`.
    """
    check_may(by, Action.KEEP_AGREEMENTS, alliance_of(dataset))
    if not items:
        raise RegisterChangeError("Enter at least one item.")
    copied = isinstance(by, Person) and dataset.version.is_signed  # the loader of the document itself is no person
    if copied and dataset.items.count() > len(copied_items(dataset, timezone.localdate())):
        raise RegisterChangeError(
            f"{dataset} is in use, so it grows by requests: the analyst checks and the directors’ group "
            "decides. Make a request."
        )
    made = []
    for key, text, status in items:
        item = new_item(dataset, key)
        grounding = Grounding(Basis.AGREEMENT, "Copied from the signed document" if copied else "")
        first = ItemStatus.PROPOSED if copied else status
        write_line(item=item, text=text, status=first, starts_on=starts_on, grounding=grounding, by=by)
        made.append(item)
    keys = [item.key for item in made]
    summary = f"Entered {len(made)} items of {dataset}{', to be compared with the document' if copied else ''}"
    _note(dataset, by, "enter_items", summary, items=keys, starts_on=starts_on)
    return made


@transaction.atomic
def enter_all(
    *, version: AgreementVersion, text: DatasetText, items: list[Entered], starts_on: date, by: Acts
) -> Dataset:
    """Enter a dataset and its items in one go, or nothing of either."""
    dataset = enter_dataset(version=version, text=text, by=by)
    enter_items(dataset=dataset, items=items, starts_on=starts_on, by=by)
    return dataset


@transaction.atomic
def confirm_dataset(*, dataset: Dataset, by: Acts) -> int:
    """A second person has compared a copy with the signed document: its items become active. Gives how many."""
    check_may(by, Action.DECIDE_ITEM, alliance_of(dataset))
    dataset = (
        Dataset.objects.select_for_update(of=("self",))
        .select_related("entered_by", "version__agreement")
        .get(pk=dataset.pk)
    )
    check_not_own(by, dataset.entered_by, "compares", "copy of a document")
    today = timezone.localdate()
    waiting = copied_items(dataset, today)
    if not waiting:
        raise RegisterChangeError(f"Nothing of {dataset} waits to be compared. Reload the page.")
    for item, text, starts_on in waiting:
        said = Grounding(Basis.AGREEMENT, "Compared with the signed document by a second person")
        for status in (ItemStatus.CHECKED, ItemStatus.ACTIVE):
            write_line(item=item, text=text, status=status, starts_on=starts_on, grounding=said, by=by)
    keys = [item.key for item, _, _ in waiting]
    _note(dataset, by, "confirm_dataset", f"Compared {dataset} with the signed document: active", items=keys)
    return len(waiting)


def copied_items(dataset: Dataset, on: date) -> list[tuple[RegisterItem, ItemText, date]]:
    """Items of a dataset that one person has copied and nobody has compared yet, with what they say and from when."""
    lines = lines_on(on, dataset=dataset)
    waiting = [line for line in lines.values() if (line.status, line.basis) == (ItemStatus.PROPOSED, Basis.AGREEMENT)]
    return [(line.item, ItemText.of(line), line.starts_on) for line in waiting]


def _note(dataset: Dataset, by: Acts, verb: str, summary: str, **details: object) -> None:
    record(by=by, action=f"agreements.{verb}", target=dataset, summary=summary, details=details)
