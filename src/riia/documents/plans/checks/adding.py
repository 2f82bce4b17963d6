"""What is known of a table of costings while its levels are added up, from the lines to the totals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from riia.documents.model import Where
from riia.documents.plans.checks.catalogue import cut
from riia.documents.plans.structure import CostLine, CostTable, Money

POUND = 100
_MOST = 8
_PENCE_WRITTEN = re.compile(r"\.\d\d\)?$")


@dataclass(slots=True)
class Sums:
    """What is known of a table while its levels are checked from the lines up."""

    table: CostTable
    rounded: list[tuple[Where, str, str]] = field(default_factory=list)
    """Differences of a pound: place, text, arithmetic."""
    spend: dict[int, int | None] = field(default_factory=dict)
    """By position of the line: what its spend must be, by all its cells."""
    quarter: dict[tuple[int, int], int | None] = field(default_factory=dict)
    mended: bool = False
    """Whether an amount of a line was told to be wrong, so that totals may be right against what it must be."""
    apart: dict[tuple[int, int], int] = field(default_factory=dict)
    """By position of a line and number of the period, 0 for the spend: pence by which it may be wrong, as was told."""

    def follows(self, difference: int, lines: Iterable[int], period: int) -> bool:
        """Whether a total is off by what lines are wrong by that were told."""
        held = [self.apart[at, period] for at in lines if (at, period) in self.apart][:_MOST]
        return any(sum(some) == difference for size in range(1, len(held) + 1) for some in combinations(held, size))


def is_whole(amounts: Iterable[Money | None]) -> bool:
    """Whether amounts are in whole pounds and written so: only then can a sum be off by rounding."""
    held = [money for money in amounts if money is not None and money.as_written]
    return all(
        (money.pence or 0) % POUND == 0 and not _PENCE_WRITTEN.search(money.as_written.strip()) for money in held
    )


def name_of(line: CostLine) -> str:
    """A line as a finding names it."""
    said = line.label or (
        f"{line.sub_requirement} ({line.scope})"
        if line.scope and line.sub_requirement
        else line.scope or line.sub_requirement
    )
    within = f" in {cut(line.area, 60)}" if line.area else ""
    return f"“{cut(said, 60)}”{within}" if said else f"the line at {line.where}{within}"


def unseen(parts: int) -> int:
    """Pence by which a sum may seem off because a workbook holds parts of a penny that it does not show."""
    return (parts + 1) // 2 + 1
