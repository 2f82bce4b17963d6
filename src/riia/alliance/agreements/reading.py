"""Reading the text of an agreement into clauses and the items listed under them. Pure: no database.

It keeps what is printed, so that `numbering` can say what the document got wrong; it corrects nothing. Sections are
"4. Term", clauses "4.2", items "b)", "(b)", "ii)" or bullets. A line that begins in lower case after a blank goes on
with what came before: documents lose their layout at the end of a page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MARK = r"[-•*–·▪‣◦●■\uf0b7\uf0a7]"
_NAMED = r"(?:clause|section|article|part)"
_LABEL = r"(?:[a-z]|[ivx]{2,5})"
_CLAUSE = re.compile(rf"(?:{_MARK}\s+)?(\d{{1,2}}(?:\.\d{{1,2}})+)\.?\s+(\S.*)")
_SECTION = re.compile(rf"(?:{_MARK}\s+)?(?:{_NAMED}\s+(\d{{1,2}})\s*[.:–-]?|(\d{{1,2}})\.)\s+(\S.*)", re.I)
_LETTER = re.compile(rf"(?:{_MARK}\s+)?(?:\(?({_LABEL}|\d{{1,2}})\)|({_LABEL})\.)\s+(\S.*)")
_BULLET = re.compile(rf"(?:{_MARK}|o(?=\t))\s*(\S.*)")
# A word processor puts a tab between a number and its text; any other tab is a cell of a table.
_LABEL_AND_TAB = re.compile(
    rf"({_MARK}|o|\(?(?:\d[\d.]{{0,7}}|{_LABEL})[.)]?|{_NAMED}\s+\d{{1,2}}[.:]?)\t+(?=\S)", re.I
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True, slots=True)
class ReadClause:
    """One clause or item as printed.

    `printed` is its number in the document, blank where it has none; `number` is what it is called here; `under` is the
    number of the clause it is listed under, blank for a clause of its own.
    """

    number: str
    printed: str
    under: str
    text: str


def read_clauses(text: str) -> tuple[ReadClause, ...]:
    """The clauses and items of a text, in order. Empty lines and tables, such as pages of signatures, are left out."""
    return named(_Reader().read(text))


def named(found: Sequence[ReadClause]) -> tuple[ReadClause, ...]:
    """The same clauses, each with a number no other has: "2.5(c)", "1.2(4)", "1.5 again"."""
    names: list[ReadClause] = []
    taken: set[str] = set()
    counts: dict[str, int] = {}
    calls: dict[int, str] = {}
    parents: dict[str, str] = {}
    for position, clause in enumerate(found):
        if clause.under:
            parent = parents[clause.under]
            counts[parent] = counts.get(parent, 0) + 1
            label = clause.printed or _unprinted(found, position, counts[parent])
            number = f"{parent}({label})"
        else:
            parent, number = "", clause.number
        while number in taken:
            number = f"{number} again"
        taken.add(number)
        calls[position] = number
        if not clause.under:
            parents[clause.number] = number
        names.append(replace(clause, number=number, under=parent))
    return tuple(names)


def successor(label: str, *, roman: bool = False) -> str:
    """The letter or small Roman number after this one; blank after the last known."""
    if roman:
        place = _ROMAN.index(label) + 1 if label in _ROMAN else len(_ROMAN)
        return _ROMAN[place] if place < len(_ROMAN) else ""
    return chr(ord(label) + 1) if len(label) == 1 and label < "z" else ""


def is_roman(labels: Sequence[str]) -> bool:
    """Whether labels count i, ii, iii rather than a, b, c."""
    return bool(labels) and labels[0] == "i" and any(len(label) > 1 for label in labels)


def _unprinted(found: Sequence[ReadClause], position: int, count: int) -> str:
    """What to call an item without a label: the letter that was lost if its neighbours tell, else its count."""
    here = found[position]
    siblings = [clause for clause in found if clause.under == here.under]
    labels = [clause.printed for clause in siblings if clause.printed]
    earlier = [clause.printed for clause in found[:position] if clause.under == here.under]
    if not labels or not earlier or not earlier[-1]:
        return str(count)
    lost = successor(earlier[-1], roman=is_roman(labels))
    return lost if lost and lost not in labels else str(count)


class _Reader:
    """Goes through the lines once, with the section and list it is in."""

    def __init__(self) -> None:
        self.found: list[ReadClause] = []
        self.section = 0
        self.lead = ""
        self.in_list = 0
        self.paragraphs = 0
        self.after_blank = True

    def read(self, text: str) -> list[ReadClause]:
        in_table = False
        for raw in text.splitlines():
            line = raw.lstrip()
            labelled = _LABEL_AND_TAB.match(line)
            if labelled:
                line = f"{labelled[1]}{'\t' if labelled[1] == 'o' else ' '}{line[labelled.end() :]}"
            cells = "\t" in line.removeprefix("o\t") or (in_table and raw[:1] == "\t" and not labelled)
            in_table = cells or (in_table and not line.strip())
            if cells or not line.strip():
                self.after_blank = True
                continue
            self._line(line.strip())
            self.after_blank = False
        return self.found

    def _line(self, line: str) -> None:
        if match := _CLAUSE.fullmatch(line):
            self._clause(match[1], match[2])
        elif match := _SECTION.fullmatch(line):
            self._section(int(match[1] or match[2]), match[3])
        elif (match := _LETTER.fullmatch(line)) and self.lead:
            self._item(match[1] or match[2], match[3])
        elif (match := _BULLET.fullmatch(line)) and self.lead:
            self._item("", match[1])
        elif self.found and (not self.after_blank or line[0].islower()):
            last = self.found[-1]
            self.found[-1] = replace(last, text=f"{last.text} {line}")
        else:
            self._paragraph(line)

    def _clause(self, printed: str, text: str) -> None:
        self.section, self.in_list = int(printed.split(".")[0]), 0
        self._own(printed, printed, text)

    def _section(self, number: int, text: str) -> None:
        goes_on = self.in_list and (number == self.in_list + 1 or self.in_list < number != self.section + 1)
        if goes_on or (number == 1 and self.section):
            self.in_list = number
            self._item(str(number), text)
            return
        self.section, self.in_list = number, 0
        self._own(str(number), str(number), text)

    def _paragraph(self, line: str) -> None:
        self.in_list = 0
        self.paragraphs += 1
        self._own(f"paragraph {self.paragraphs}", "", line)

    def _own(self, number: str, printed: str, text: str) -> None:
        names = {clause.number for clause in self.found if not clause.under}
        while number in names:  # a number that repeats is a finding; its items must still know which one they are under
            number = f"{number} again"
        self.found.append(ReadClause(number, printed, "", text))
        self.lead = number

    def _item(self, printed: str, text: str) -> None:
        self.found.append(ReadClause("", printed, self.lead, text))
