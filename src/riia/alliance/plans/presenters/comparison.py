"""What changed between two versions, as a page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from riia.alliance.kit.filters import and_list, plural
from riia.alliance.kit.pieces import Change, Chip, Tone
from riia.alliance.plans.comparison import Comparison, Match, Pair
from riia.alliance.plans.models import PlanVersion
from riia.alliance.plans.presenters.costs import Tag

TONES: Mapping[str, Tone] = {"added": "moving", "removed": "problem", "changed": "attention", "unchanged": "quiet"}


@dataclass(frozen=True, slots=True)
class PairShown:
    """A KPI that is in both versions or in one, with what is different."""

    id: str
    key: str
    words: str
    href: str
    tag: Tag
    how: str
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class ComparisonShown:
    """The whole comparison; `pairs` are those of the chosen kind."""

    title: str
    chips: Sequence[Chip]
    pairs: Sequence[PairShown]
    money: Sequence[Change]
    same: bool


def title_of(before: PlanVersion | None, after: PlanVersion, page: ComparisonShown | None) -> str:
    """The page's finding in one sentence."""
    if page is not None:
        return page.title
    if before is None:
        return f"{after.label} is the only version of this plan"
    unknown = [each.label for each in (before, after) if not each.content_known]
    if unknown:
        return f"The text of {and_list(unknown)} is not held, so it cannot be compared"
    return "Choose two different versions"


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared: how both are called, and the address of the comparison with what it carries."""

    before: str
    after: str
    address: str
    base: Mapping[str, str]


def versions_compared(before: PlanVersion, after: PlanVersion, region: str) -> Sides:
    """Two versions of a plan."""
    base = {"region": region, "a": before.label, "b": after.label}
    return Sides(before.label, after.label, reverse("plans:compare"), base)


def comparison_shown(found: Comparison, only: str, sides: Sides) -> ComparisonShown:
    """A comparison with its filters."""
    counted = found.counted()
    kinds = [kind for kind in ("added", "removed", "changed", "unchanged") if counted[kind]]
    chosen = [pair for pair in found.pairs if pair.happened == only or (not only and pair.happened != "unchanged")]
    base, address = dict(sides.base), sides.address
    chips = [Chip("What changed", f"{address}?{urlencode(base)}", current=not only)]
    chips += [
        Chip(kind, f"{address}?{urlencode(base | {'only': kind})}", counted[kind], only == kind) for kind in kinds
    ]
    said = [f"{counted[kind]} {kind}" for kind in ("added", "removed", "changed") if counted[kind]]
    title = f"{sides.before} to {sides.after}: nothing changed"
    if said:
        title = f"{sides.before} to {sides.after}: {and_list(said)} of {plural(len(found.pairs), 'KPI')}"
    elif found.money:
        title = f"{sides.before} to {sides.after}: KPIs are the same, {plural(len(found.money), 'amount')} changed"
    money = [Change(each.what, each.before, each.after, each.note) for each in found.money]
    return ComparisonShown(title, chips, [_pair(each) for each in chosen], money, found.is_same)


def _pair(pair: Pair) -> PairShown:
    here = pair.after or pair.before
    assert here is not None
    how = ""
    if pair.match is Match.WORDS:
        assert pair.before is not None
        how = f"It was {pair.before.key}: found {pair.match.value}, {pair.likeness}% of them in common."
    elif pair.match is Match.NUMBER_ONLY:
        how = f"Found {pair.match.value} ({pair.likeness}%)."
    elif pair.before is not None and pair.after is not None and pair.likeness is None:
        how = "Of one version only short words of ours are kept, so its words are not compared."
    changes = [Change(each.what, each.before, each.after, each.note) for each in pair.edits]
    if pair.before is None or pair.after is None:
        facts = [("words", here.words), ("kind", here.kind)]
        facts += [(f"measure {each.number}", f"{each.words}; {each.threshold}") for each in here.measures]
        changes = [Change(name, text if pair.after is None else None, text if pair.before is None else None)
                   for name, text in facts]  # fmt: skip
    return PairShown(f"kpi-{here.key}".replace(".", "-"), here.key, here.words, here.href,
                     (pair.happened, TONES[pair.happened]), how, changes)  # fmt: skip
