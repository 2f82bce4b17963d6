"""One item and one dataset of the register: what the gate says today, what the register says, what it said before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from riia.alliance.agreements.audiences import Audience, Privacy, admits
from riia.alliance.agreements.models import Dataset, ItemLine, RegisterItem, Supersession
from riia.alliance.agreements.policies_register import (
    Entry,
    refusal_to_collect,
    refusal_to_send,
    refusal_to_show,
)
from riia.alliance.agreements.presenters.register import TONES, named, often
from riia.alliance.agreements.states_register import Basis, ItemStatus
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Change, Link, Tone
from riia.indicators.returns.forms import FORMS, form_of


@dataclass(frozen=True)
class Verdict:
    """What the gate says to one question."""

    question: str
    yes: bool
    words: str


@dataclass(frozen=True)
class HistoryLine:
    """One line of an item's history, and what it changed."""

    status: str
    tone: Tone
    starts_on: date
    ends_on: date | None
    set_aside: bool
    planned: bool
    basis: str
    minute: str
    reason: str
    recorded: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ItemPage:
    """Everything the page of one item shows."""

    title: str
    heading: str
    item: RegisterItem
    back: Link
    facts: tuple[tuple[str, str], ...]
    verdicts: tuple[Verdict, ...]
    history: tuple[HistoryLine, ...]
    used: tuple[Link, ...]
    used_words: tuple[str, ...] = field(default_factory=tuple)
    marked: str = ""


def item_page(item: RegisterItem, entry: Entry, lines: Sequence[ItemLine], on: date, used: Sequence[Link]) -> ItemPage:
    """One item: the finding, what the gate says, what it is, and what it was."""
    now = next((line for line in lines if not line.set_aside and line.starts_on <= on), None)
    name = entry.title or item.key
    links, words = _use(item)
    return ItemPage(
        title=_item_finding(entry, name, on),
        heading=name,
        item=item,
        back=register_link(item.dataset),
        facts=_facts(now, item.dataset) if now else (),
        verdicts=_verdicts(entry, on),
        history=tuple(_history(lines, on)),
        used=(*links, *used),
        used_words=words,
        marked=_marked(now),
    )


def register_link(dataset: Dataset) -> Link:
    """Back to the register a dataset is in."""
    alliance = dataset.version.agreement.alliance
    return Link(f"Data register, {alliance.short_name}", reverse("agreements:register", args=[alliance.region.code]))


def _item_finding(entry: Entry, name: str, on: date) -> str:
    refused = refusal_to_collect(entry, on)
    if refused is not None:
        return f"“{name}” may not be collected now"
    out = entry.onward | entry.agreed_to
    if not out:
        return f"“{name}” may be collected and shown to {named(entry.audiences)}"
    return f"“{name}” may be collected, shown to {named(entry.audiences)} and sent to {named(out)}"


def _verdicts(entry: Entry, on: date) -> tuple[Verdict, ...]:
    collect, dfe = refusal_to_collect(entry, on), refusal_to_send(entry, Audience.DFE, on)
    seen = [each for each in Audience if refusal_to_show(entry, each, on) is None]
    shown = refusal_to_show(entry, Audience.PARTNERS, on)
    return (
        Verdict("Collect", collect is None, "Yes" if collect is None else f"No: it {collect.why}"),
        Verdict("Show", bool(seen), f"To {named(_widest(seen))}" if seen else f"No: it {shown.why}" if shown else "No"),
        Verdict("Send to DfE", dfe is None, "Yes" if dfe is None else f"No: {_plain(dfe.why, entry)}"),
    )


def _widest(seen: Sequence[Audience]) -> list[Audience]:
    """Audiences without those that another among them includes."""
    return [each for each in seen if not any(admits({other}, each) for other in seen if other is not each)]


def _plain(why: str, entry: Entry) -> str:
    return f"it {why.removeprefix(entry.dataset).strip()}"


def _facts(line: ItemLine, dataset: Dataset) -> tuple[tuple[str, str], ...]:
    found = (
        ("Definition", line.definition),
        ("Unit", line.unit),
        ("Numerator", line.numerator),
        ("Denominator", line.denominator),
        (
            "Aggregation",
            f"one figure for each {line.aggregation}" if line.aggregation == "council" else line.aggregation,
        ),
        ("Privacy level", Privacy(line.privacy).words),
        ("Collected by", line.collector),
        ("How often", often(line.frequency or dataset.frequency)),
        ("May be seen by", named(line.audiences_set)),
        ("May be sent on to", named(line.onward_set)),
        ("Onward sharing", line.onward_rule),
        ("Publication", line.publication_rule or dataset.publication_rule),
        ("Kept for", kept_for(dataset)),
        ("Key in files and programs", line.item.key),
        ("Source", line.source),
    )
    return tuple((label, said) for label, said in found if said)


def kept_for(dataset: Dataset) -> str:
    """How long data of a dataset are kept, or that nobody has settled it (R4.15)."""
    if dataset.retention_months is None:
        return "the agreement is silent: to be set"
    settled = f"Settled since: {dataset.settled_because}." if dataset.settled_because else ""
    return " ".join(f"{plural(dataset.retention_months, 'month')}. {dataset.destruction_rule} {settled}".split())


def _marked(line: ItemLine | None) -> str:
    if line is None:
        return ""
    return {
        None: "Nobody has marked yet whether it was new to the region.",
        True: "New to the region when the agreement began.",
        False: "Collected before the agreement began.",
    }[line.newly_collected]


def _history(lines: Sequence[ItemLine], on: date) -> Iterable[HistoryLine]:
    held = [line for line in lines if not line.set_aside]
    for line in lines:
        before = next((each for each in held if (each.starts_on, each.pk) < (line.starts_on, line.pk)), None)
        decided = f", decided on {long_date(line.decided_on)}" if line.decided_on else ""
        yield HistoryLine(
            status=ItemStatus(line.status).words,
            tone=TONES[ItemStatus(line.status)],
            starts_on=line.starts_on,
            ends_on=line.ends_on,
            set_aside=line.set_aside,
            planned=line.starts_on > on and not line.set_aside,
            basis=Basis(line.basis).words,
            minute=f"{line.minute}{decided}" if line.minute else "",
            reason=line.reason,
            recorded=f"{line.recorder_label}, {long_date(line.recorded_at)}",
            changes=_changes(before, line) if before else (),
        )


def _changes(before: ItemLine, after: ItemLine) -> tuple[Change, ...]:
    told = (
        ("Title", before.title, after.title),
        ("Definition", before.definition, after.definition),
        ("May be seen by", named(before.audiences_set), named(after.audiences_set)),
        ("May be sent on to", named(before.onward_set), named(after.onward_set)),
        ("How often", often(before.frequency), often(after.frequency)),
        ("Privacy level", Privacy(before.privacy).words, Privacy(after.privacy).words),
    )
    return tuple(Change(label, old, new) for label, old, new in told if old != new)


def _use(item: RegisterItem) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Where an item is used: the quarterly return that asks it, and the page of its indicator."""
    words, links = [], []
    for key in FORMS if item.dataset.key == "dataset-1" else ():
        form = form_of(key)
        asked = next((each for each in form.items if each.register_key == item.key and not each.part_of), None)
        if asked is not None:
            words.append(f"Asked as item {asked.label} of the return “{form.title}”.")
            links.append(Link("Definition and published figures", reverse("insight:indicator", args=[item.key])))
    return tuple(dict.fromkeys(links)), tuple(words)


@dataclass(frozen=True)
class DatasetPage:
    """Everything the page of a dataset shows."""

    title: str
    dataset: Dataset
    back: Link
    facts: tuple[tuple[str, str], ...]
    open_points: tuple[str, ...]
    supersessions: tuple[Supersession, ...]


def dataset_page(dataset: Dataset, entries: Sequence[Entry], on: date) -> DatasetPage:
    """One dataset: how much of it may be collected, its rules, and what its document leaves open."""
    may = sum(refusal_to_collect(entry, on) is None for entry in entries)
    superseded = tuple(dataset.supersessions.all())
    shown = {line.audiences for line in entries}
    everyone = frozenset().union(*shown) if shown else frozenset()
    onward = frozenset().union(*(entry.onward for entry in entries)) if entries else frozenset()
    title = f"{dataset}: {may or 'none'} of {plural(len(entries), 'item')} may be collected now"
    if superseded and superseded[0].released_on <= on:
        title = f"{dataset}: figures up to {long_date(superseded[0].covers_to)} are superseded by DfE’s release"
    facts = (
        ("Agreement", str(dataset.version)),
        ("Clause", dataset.clause),
        ("Privacy level", Privacy(dataset.privacy).words),
        ("How often", often(dataset.frequency)),
        ("May be seen by", named(everyone)),
        ("May be sent on to", named(onward)),
        ("Publication", dataset.publication_rule or "not stated"),
        ("Kept for", kept_for(dataset)),
        ("Source", dataset.source),
    )
    points = []
    if not dataset.frequency:
        points.append("How often it is collected is not stated in the document.")
    if dataset.retention_months is None:
        points.append("The agreement is silent on how long data are kept and how they are destroyed: set it.")
    if any(entry.status is ItemStatus.UNDER_REVIEW for entry in entries):
        points.append(
            "Items under review are refused by the gate: nothing is collected, shown or sent until directors decide."
        )
    return DatasetPage(title, dataset, register_link(dataset), facts, tuple(points), superseded)
