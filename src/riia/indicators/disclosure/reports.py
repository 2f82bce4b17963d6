"""What an attacker makes of published tables: the interval of every hidden cell, and which are too tight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from riia.indicators.disclosure.attacking import Interval, attack_cells
from riia.indicators.disclosure.contradictions import contradiction
from riia.indicators.disclosure.dimensions import Dimension, Key, TableError, key_of
from riia.indicators.disclosure.linking import Linked, link
from riia.indicators.disclosure.policies import Policy, policy_named
from riia.indicators.disclosure.recognising import rounded_throughout, with_rounding
from riia.indicators.disclosure.releases import Succession, read_earlier
from riia.indicators.disclosure.systems import Cell, DisclosureError, Within
from riia.indicators.disclosure.tables import Table

_TOLD: Final = 10
_NOTHING_FITS: Final = "No table of whole numbers agrees"
"""How the attacker begins to say so."""


@dataclass(frozen=True, slots=True)
class Attack:
    """The attacker's report.

    `intervals` has the least and the greatest possible count of every hidden cell (`math.inf` where nothing bounds it),
    `rests` the same for cells that are printed rounded, as not available, or nowhere. `at_risk` are those that fall
    inside the policy's protection interval, `in_the_open` small counts that are simply printed.
    """

    policy: Policy
    intervals: Mapping[Key, Interval]
    rests: Mapping[Key, Interval]
    at_risk: tuple[Key, ...]
    in_the_open: tuple[Key, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_safe(self) -> bool:
        """Whether nothing small can be told."""
        return not self.at_risk and not self.in_the_open

    @property
    def tightest(self) -> tuple[Key, Interval] | None:
        """The hidden cell (of a table that was only rounded, the rounded one) that can be told most closely.

        None where every count is printed.
        """
        among = self.intervals or self.rests
        if not among:
            return None
        key = min(among, key=lambda one: (_width(among[one]), among[one][0]))
        return key, among[key]

    def interval(self, cell: Key | Mapping[str, str]) -> Interval:
        """Where a hidden cell must lie, by its labels: `interval({"council": "Derby", "sex": "boys"})`.

        Labels of totals are left out. Raises KeyError for a cell that is not hidden.
        """
        key = key_of(cell.items() if isinstance(cell, Mapping) else cell)
        return self.intervals[key] if key in self.intervals else self.rests[key]

    @property
    def words(self) -> str:
        """The report in a few lines."""
        lines = [f"{_number(len(self.intervals), 'cell')} hidden (policy {self.policy.name})."]
        if self.tightest is not None:
            key, interval = self.tightest
            lines.append(f"Tightest: {key!r} must be {in_words(interval)}.")
        if self.in_the_open:
            lines.append(f"NOT SAFE: {_number(len(self.in_the_open), 'small count')} printed openly:")
            lines += [f"  {key!r}" for key in self.in_the_open[:_TOLD]]
            if len(self.in_the_open) > _TOLD:
                lines.append(f"  and {len(self.in_the_open) - _TOLD:,} more")
        if self.at_risk:
            protection = self.policy.protection
            what = "exactly" if protection is None else f"to be within {protection[0]} to {protection[1]}"
            lines.append(f"NOT SAFE: {_number(len(self.at_risk), 'cell')} can be worked out {what}:")
            lines += [f"  {key!r} must be {in_words(self.interval(key))}" for key in self.at_risk[:_TOLD]]
            if len(self.at_risk) > _TOLD:
                lines.append(f"  and {len(self.at_risk) - _TOLD:,} more")
        elif self.is_safe:
            lines.append("Safe: nothing small can be worked out.")
        lines += [f"Note: {note}." for note in self.notes[:_TOLD]]
        return "\n".join(lines)

    def __str__(self) -> str:
        """The report in a few lines."""
        return self.words


def attack_tables(
    tables: Sequence[Table],
    policy: Policy | str,
    earlier: Sequence[Table] = (),
    *,
    hierarchies: Sequence[Dimension] = (),
    at_least: int | None = None,
    ties_known: bool = True,
    earlier_is: Succession | str | None = None,
) -> Attack:
    """What can be worked out from these tables and earlier ones, by whoever has them all. See `attack`."""
    policy = policy_named(policy)
    read = [rounded_throughout(with_rounding(table)) for table in tables]
    before = read_earlier(read, [with_rounding(table) for table in earlier], earlier_is)
    linked = link(read, before, at_least=at_least, hierarchies=hierarchies)
    return report_of(linked, assault(linked, ties_known=ties_known), policy)


def report_of(linked: Linked, found: Mapping[Key, Interval], policy: Policy) -> Attack:
    """The report on these intervals of the cells whose exact count is printed nowhere."""
    hidden: dict[Key, Interval] = {key: found[key] for key in linked.hidden if key not in linked.exposed}
    hidden |= {key: (count, count) for key, count in linked.exposed.items()}
    unseen = (*linked.rests, *linked.rounded, *linked.unknown)
    others = {key: found[key] for key in unseen if key not in hidden and key in found}
    unseen_at = {**hidden, **others}
    risky = [key for key, interval in unseen_at.items() if is_inside(interval, policy)]
    at_risk = tuple(sorted(risky, key=lambda key: (_width(unseen_at[key]), unseen_at[key][0])))
    in_the_open = tuple(
        key
        for key, count in linked.counts.items()
        if count is not None and key not in linked.before and policy.is_small(count)
    )
    return Attack(policy, hidden, others, at_risk, in_the_open, tuple(linked.notes))


def assault(
    linked: Linked, *, figures: bool = True, ties_known: bool = True, more: Iterable[Within] = ()
) -> dict[Key, Interval]:
    """The interval of every cell whose exact count is printed nowhere.

    Raises TableError where nothing agrees with all that is printed, naming what contradicts itself.
    """
    counts = {**linked.counts, **linked.exposed}
    unseen = [key for key, count in linked.counts.items() if count is None and key not in linked.exposed]
    telling = [one for one in linked.figures if figures and any(counts[key] is None for key in one.cells)]
    within = [*linked.known, *more]
    within += [known for figure in telling for known in figure.knowledge(ties_known=ties_known)]
    least: dict[Cell, float] = {key: linked.least.get(key, 1) for key in unseen}
    if not unseen:
        return {}
    known: dict[Cell, object] = dict(counts.items())
    try:
        found = attack_cells(known, unseen, linked.relations, least, within=within)
    except DisclosureError as error:
        where = contradiction(linked, telling) if str(error).startswith(_NOTHING_FITS) else None
        raise TableError(f"{_NOTHING_FITS} with what is printed. {where}") if where else error from None
    assert isinstance(found, dict)
    return {key: found[key] for key in unseen}


def is_inside(interval: Interval, policy: Policy) -> bool:
    """Whether a cell that lies in this interval is told too closely: certainly small, and within the protection."""
    low, high = interval
    if high == 0:
        return False  # a true zero is nobody
    if policy.protection is None:
        return low == high and policy.is_small(low)
    return policy.protection[0] <= low and high <= policy.protection[1]


def in_words(interval: Interval) -> str:
    """An interval in words: "exactly 3", "2 to 9", "1 or more"."""
    low, high = interval
    if low == high:
        return f"exactly {low:,}"
    return f"{low:,} or more" if high == inf else f"{low:,} to {high:,.0f}"


def _width(interval: Interval) -> float:
    return interval[1] - interval[0]


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
