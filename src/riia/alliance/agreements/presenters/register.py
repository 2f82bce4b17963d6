"""The register as pages show it: what may be collected now, item by item, with its history and what the gate says."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.agreements.audiences import Audience, admits
from riia.alliance.agreements.models import Dataset, ItemLine
from riia.alliance.agreements.policies_register import (
    Entry,
    refusal_to_collect,
)
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.kit.pieces import Chip, Tone
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.places.models import Alliance
from riia.indicators.calendar import Frequency

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TONES: Mapping[ItemStatus, Tone] = {
    ItemStatus.PROPOSED: "moving",
    ItemStatus.CHECKED: "moving",
    ItemStatus.ACTIVE: "done",
    ItemStatus.UNDER_REVIEW: "attention",
    ItemStatus.DROPPED: "quiet",
    ItemStatus.SUPERSEDED: "quiet",
}
NOT_STATED = "not stated: to be settled"


def often(frequency: str) -> str:
    """How often, in words."""
    return Frequency(frequency).words if frequency else NOT_STATED


def named(audiences: Iterable[Audience]) -> str:
    """Audiences as a sentence names them, in a fixed order; "nobody" where there is none."""
    chosen = set(audiences)
    names = [each.words for each in Audience if each in chosen]
    return and_list(names) if names else "nobody"


def in_words(count: int) -> str:
    """Small numbers as words."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


@dataclass(frozen=True)
class ItemRow:
    """An item in the list."""

    number: str
    title: str
    key: str
    href: str
    status: str
    tone: Tone
    why: str
    privacy: str
    frequency: str
    audiences: str
    onward: str


@dataclass(frozen=True)
class DatasetGroup:
    """A dataset with those of its items that are shown."""

    title: str
    href: str
    about: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True)
class RegisterPage:
    """Everything the page of a register shows."""

    title: str
    alliance: Alliance
    agreement: str
    not_open: str
    groups: tuple[DatasetGroup, ...]
    shown: int
    total: int
    chips: tuple[Chip, ...] = ()
    export: str = ""
    simulated: bool = False
    non_statutory: bool = False


@dataclass(frozen=True)
class Chosen:
    """What the address asks to be shown."""

    dataset: str = ""
    status: str = ""
    privacy: str = ""
    audience: str = ""

    def keeps(self, entry: Entry) -> bool:
        """Whether an item is among those asked for."""
        return (
            self.dataset in {"", entry.dataset_key}
            and self.status in {"", entry.status or ""}
            and self.privacy in {"", entry.privacy}
            and (not self.audience or admits(entry.audiences | entry.onward, Audience(self.audience)))
        )


def finding(entries: Sequence[Entry], datasets: int, on: date) -> str:
    """How many items there are and how many may be collected now."""
    if not entries:
        return "There is no data register yet"
    kept = [entry for entry in entries if entry.status not in {ItemStatus.DROPPED, ItemStatus.SUPERSEDED}]
    may = sum(refusal_to_collect(entry, on) is None for entry in kept)
    where = f"{in_words(datasets)} dataset{'' if datasets == 1 else 's'}"
    how_many = "all may" if may == len(kept) else f"{may or 'none'} may"
    return f"{plural(len(kept), 'item')} in {where}; {how_many} be collected now"


def page(
    alliance: Alliance,
    datasets: Sequence[Dataset],
    entries: Sequence[Entry],
    chosen: Chosen,
    link: Callable[[str | None], str],
    on: date,
) -> RegisterPage:
    """The register of an alliance. `link` filters by a status."""
    kept = [entry for entry in entries if chosen.keeps(entry)]
    without_status = Chosen(chosen.dataset, "", chosen.privacy, chosen.audience)
    counts = Counter(entry.status for entry in entries if without_status.keeps(entry))
    standings = list(dict.fromkeys(entry.standing for entry in entries))
    agreement = datasets[0].version.agreement if datasets else None
    return RegisterPage(
        title=finding(entries, len(datasets), on),
        alliance=alliance,
        agreement="; ".join(each.words for each in standings),
        not_open="; ".join(f"{each.words}: {each.why}" for each in standings if each.why),
        groups=tuple(group for each in datasets if (group := _group(each, kept, on)).rows),
        shown=len(kept),
        total=len(entries),
        chips=(
            Chip("All", link(None), sum(counts.values()), current=not chosen.status),
            *(
                Chip(each.words.capitalize(), link(each.value), counts[each], current=chosen.status == each)
                for each in ItemStatus
                if counts[each] or chosen.status == each
            ),
        ),
        simulated=bool(agreement and agreement.simulated),
        non_statutory=bool(agreement and agreement.non_statutory),
    )


def _group(dataset: Dataset, entries: Iterable[Entry], on: date) -> DatasetGroup:
    rows = tuple(row_of(each, on) for each in entries if each.dataset_pk == dataset.pk)
    href = reverse("agreements:dataset", args=[dataset.reference])
    return DatasetGroup(str(dataset), href, dataset.about, rows)


def row_of(entry: Entry, on: date) -> ItemRow:
    """One line of the list."""
    refused = refusal_to_collect(entry, on)
    status = entry.status
    return ItemRow(
        number=str(entry.number),
        title=entry.title or entry.key,
        key=entry.key,
        href=reverse("agreements:register_item", args=[entry.item_reference]),
        status=status.words if status else "not begun",
        tone=TONES[status] if status else "quiet",
        why=refused.why if refused and status is ItemStatus.ACTIVE else "",
        privacy=entry.privacy.words,
        frequency=often(entry.frequency),
        audiences=named(entry.audiences),
        onward=named(entry.onward | entry.agreed_to),
    )


COLUMNS = (
    "dataset", "item", "key", "title", "status", "since", "definition", "unit", "numerator", "denominator",
    "aggregation", "privacy", "collector", "frequency", "seen_by", "sent_on_to", "onward_rule", "publication_rule",
    "newly_collected", "kept_months", "agreement", "clause", "source", "may_be_collected_now",
)  # fmt: skip


def csv_rows(
    datasets: Sequence[Dataset], entries: Sequence[Entry], lines: Mapping[int, ItemLine], on: date
) -> Iterable[list[str]]:
    """The register as rows of a file, a heading first. Texts that a spreadsheet would run are disarmed."""
    yield list(COLUMNS)
    by_pk = {dataset.pk: dataset for dataset in datasets}
    for entry in entries:
        line, dataset = lines.get(entry.item_pk), by_pk[entry.dataset_pk]
        newly = {None: "not marked", True: "yes", False: "no"}[line.newly_collected if line else None]
        may = "yes" if refusal_to_collect(entry, on) is None else "no"
        row = [
            dataset.key, str(line.item.number) if line else "", entry.key, entry.title,
            entry.status.words if entry.status else "not begun", line.starts_on.isoformat() if line else "",
            *([line.definition, line.unit, line.numerator, line.denominator, line.aggregation] if line else [""] * 5),
            entry.privacy.words, line.collector if line else "", often(entry.frequency), named(entry.audiences),
            named(entry.onward | entry.agreed_to), entry.onward_rule, entry.publication_rule, newly,
            "not settled" if dataset.retention_months is None else str(dataset.retention_months),
            entry.standing.words, entry.clause, line.source if line else "", may,
        ]  # fmt: skip
        yield [safe_cell(cell) for cell in row]


@dataclass(frozen=True)
class RightsPage:
    """What comparing the platform's rights found: in a sentence, and user by user."""

    title: str
    wider: tuple[tuple[str, str], ...]


def rights_page(platform: Mapping[str, frozenset[str]], wider: Mapping[str, Sequence[str]]) -> RightsPage:
    """Whose rights on the platform go beyond the register's, and how."""
    users = plural(len(platform), "user")
    if not wider:
        return RightsPage(f"The rights of {users} keep within the register", ())
    return RightsPage(
        f"{len(wider)} of {users} may read more on the platform than the register allows",
        tuple((user, ", ".join(keys)) for user, keys in wider.items()),
    )
