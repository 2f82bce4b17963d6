"""What is wrong with a file, told so that it can be put right."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from riia.indicators.model.findings import identifies

_PLACES_SHOWN = 5
_GROUPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `line` counts from 1, the heading being line 1; 0 means the whole file. `column` may be "".

    `table` is the sheet, list or module of a file that holds several.
    """

    line: int
    column: str
    value: str
    rule: str
    remedy: str
    table: str = ""

    @property
    def place(self) -> str:
        """Where, in words, without any child's identifier."""
        shown = f" {self.value[:60]!r}" if self.value and not identifies(self.column) else ""
        return f"line {self.line}{shown}" if self.line else f"the whole file{shown}"


class FileRefused(ValueError):
    """The file breaks at least one rule, and nothing of it was used."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        """Keep the problems and build a message that tells each kind once."""
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
        super().__init__(f"{file} was not read. {_told(self.problems)}")


def _told(problems: tuple[Problem, ...]) -> str:
    groups: dict[tuple[str, str, str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.table, problem.column, problem.rule, problem.remedy].append(problem)
    lines = []
    for (table, column, rule, remedy), found in list(groups.items())[:_GROUPS_SHOWN]:
        places = ", ".join(problem.place for problem in found[:_PLACES_SHOWN])
        more = f" and {len(found) - _PLACES_SHOWN} more" if len(found) > _PLACES_SHOWN else ""
        where = (f"{table}, " if table else "") + (f"column {column}, " if column else "")
        lines.append(f"- {where}{places}{more}: {rule} {remedy}")
    if len(groups) > _GROUPS_SHOWN:
        lines.append(f"- and {len(groups) - _GROUPS_SHOWN} more kinds of problem.")
    count = f"{len(problems):,} problem{'s' if len(problems) > 1 else ''}"
    return f"{count}:\n" + "\n".join(lines)
