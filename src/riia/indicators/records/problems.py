"""What is wrong with a file of records, told without ever repeating what stands in it.

A message names the file, the sheet, the lines, the column, the rule and the remedy. The value itself is left out, and
so are headings and names of sheets that are not the dataset's own: any of them may be the name of a child.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from riia.indicators.records.identifiers import Trait

_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """One cause, with everywhere it was found. `lines` are the first ones, `count` is all of them; none is the file.

    `trait` says that it is about an identifying value.
    """

    file: str
    table: str
    column: str
    rule: str
    remedy: str
    lines: tuple[int, ...] = ()
    count: int = 1
    trait: Trait | None = None

    @property
    def where(self) -> str:
        """File, sheet, column and lines, in words."""
        shown = ", ".join(map(str, self.lines[:_LINES]))
        more = (
            f" and {self.count - min(len(self.lines), _LINES):,} more" if self.count > len(self.lines[:_LINES]) else ""
        )
        lines = f"{'line' if self.count == 1 else 'lines'} {shown}{more}" if self.lines else ""
        return ", ".join(filter(None, (self.file, self.table, self.column, lines)))

    @property
    def words(self) -> str:
        """The problem in one line."""
        return f"{self.where}: {self.rule} {self.remedy}"


class RecordsRefused(ValueError):
    """The files break at least one rule, and nothing of them was used or kept."""

    def __init__(self, problems: Iterable[RecordProblem]) -> None:
        """Keep the problems: those about identities first."""
        self.problems = tuple(sorted(problems, key=lambda one: one.trait is None))
        lines = "".join(f"\n- {one.words}" for one in self.problems)
        super().__init__(f"Nothing was kept of these files.{lines}")

    @property
    def identifies(self) -> bool:
        """Whether something in the files looks as if it named somebody."""
        return any(one.trait for one in self.problems)

    @property
    def counts(self) -> dict[str, int]:
        """How often each kind of thing was found, for a record of the refusal that holds nothing of the file."""
        found: dict[str, int] = {}
        for one in self.problems:
            kind = one.trait.words if one.trait else "a rule of the dataset"
            found[kind] = found.get(kind, 0) + one.count
        return found


def found_in(
    lines: Sequence[int], file: str, table: str, column: str, rule: str, remedy: str, trait: Trait | None = None
) -> RecordProblem:
    """A problem of some lines of a column."""
    return RecordProblem(file, table, column, rule, remedy, tuple(lines[:_LINES]), len(lines), trait)
