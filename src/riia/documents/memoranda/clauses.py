"""Reading the text of an agreement into clauses and the items listed under them. Pure: no database.

It keeps what is printed, so that `numbering` can say what the document got wrong; it corrects nothing. Sections are
"4. Term", "Section 4: Term" or a bare "4" before a tab; clauses "4.2"; items "b)", "(b)", "ii)" or bullets, which may
have items of their own. Schedules, annexes, parts and lettered sections number anew: their clauses are called after
them ("Schedule 2, 1"). A line that begins in lower case after a blank goes on with what came before: documents lose
their layout at the end of a page. Tables, pages of signatures, page numbers and running heads are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from riia.documents.memoranda.labels import ROMAN, Level, begins, follows, is_roman, kinds_of, successor
from riia.documents.memoranda.signature_pages import signature_lines

LONGEST_NUMBER = 20
"""Letters in what a clause is called."""

_MARK = r"[-•*–·▪‣◦●■\uf0b7\uf0a7]"
_NAMED = r"(?:clause|section|article)"
_PART = r"(?:schedule|annexe?|appendix|attachment|part)"
_LABEL = r"(?:[a-z]|[ivx]{2,5})"
_CLAUSE = re.compile(rf"(?:{_MARK}\s+)?(?:clause\s+)?(\d{{1,2}}(?:\.\d{{1,2}})+)[.:]?\s+(\S.*)", re.I)
_SECTION = re.compile(rf"(?:{_MARK}\s+)?(?:{_NAMED}\s+(\d{{1,2}})\s*[.:–-]?|(\d{{1,2}})\.)\s+(\S.*)", re.I)
_PLAIN = re.compile(r"(\d{1,2})\s+([A-Z].*)")
_PART_HEAD = re.compile(
    rf"({_PART})\s+([A-Z]|\d{{1,2}}|[IVX]{{1,5}})(?:\s*[.:–—-]\s*(.*)|\s+([A-Z(“\"].{{0,80}}))?", re.I
)
_LETTERED = re.compile(r"([A-Z]|[IVX]{2,5})\.\s+([A-Z].{1,79})")
_ALONE = re.compile(rf"\(?(?:\d{{1,2}}(?:\.\d{{1,2}})+\.?|\d{{1,2}}[.)]|{_LABEL}[.)])")
_LETTER = re.compile(
    rf"(?:{_MARK}\s+)?(?:\(?({_LABEL}|\d{{1,2}})\)|\(([A-Z])\)|({_LABEL})\.|([A-Z]\d{{1,2}})(?=[.)\t]|\s\s))[.)]?\s+(\S.*)"
)
_BULLET = re.compile(rf"(?:{_MARK}|o(?=\t))\s*(\S.*)")
# A word processor puts a tab between a number and its text; any other tab is a cell of a table.
_LABEL_AND_TAB = re.compile(
    rf"({_MARK}|o|\(?(?:\d[\d.]{{0,7}}|{_LABEL}|[A-Z]\d{{1,2}})[.)]?|\([A-Z]\)|{_NAMED}\s+\d{{1,2}}[.:]?)\t+(?=\S)",
    re.I,
)
_FURNITURE = re.compile(r"(?:page\s*)?[-–—|]?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*[-–—|]?|page\s+\d+.{0,12}", re.I)
_PAGE = re.compile(r"\s*\|?\s*\bpage\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?$", re.I)
_CONTENTS = re.compile(r".*(?:\.{4,}|…{2,}|(?:\s\.){3,})\s*\d{1,3}")
"""A line of a table of contents."""
_ENDED = (".", ";", ":", "!", "?")
_SHORT = 45
"""A line shorter than this, without a full stop, ends its paragraph: a heading, or the end of an address."""


@dataclass(frozen=True, slots=True)
class ReadClause:
    """One clause or item as printed.

    `printed` is its number in the document, blank where it has none; `number` is what it is called here; `under` is the
    number of the clause or item it is listed under, blank for a clause of its own.
    """

    number: str
    printed: str
    under: str
    text: str
    line: int = 0
    """Where it begins, from 1; 0 where it was not read from lines."""


def read_clauses(text: str) -> tuple[ReadClause, ...]:
    """The clauses and items of a text, in order."""
    return _named(_Reader(text).found)


@dataclass(slots=True)
class _Node:
    """A clause or item while it is read: `parent` is the place of what it is listed under, `scope` its schedule."""

    printed: str
    text: str
    parent: int | None = None
    scope: str = ""
    line: int = 0


@dataclass(slots=True)
class _Context:
    """Where the reader is: the section and the lists it is in."""

    section: int = 0
    scope: str = ""
    place: int = 0
    """Of a lettered section: which it is."""
    lead: int | None = None
    lists: list[Level] = field(default_factory=list)
    set_aside: list[Level] = field(default_factory=list)
    """Lists that a paragraph interrupted: an item that goes on with one belongs to it."""


class _Reader:
    """Goes through the lines once."""

    def __init__(self, text: str) -> None:
        self.found: list[_Node] = []
        self.at = _Context()
        self.after_blank = True
        self.before = ""
        lines = text.splitlines()
        left_out = signature_lines(lines)
        self._heads = _running_heads(lines)
        self._letters = _lettering(lines)
        self._alone = ""
        self._number = 0
        in_table = False
        for place, raw in enumerate(lines):
            self._number = place + 1
            if place in left_out:
                self.after_blank = True
                continue
            in_table = self._take(raw, in_table)

    def _take(self, raw: str, in_table: bool) -> bool:
        """Read one line; answers whether it is in a table."""
        line = raw.lstrip()
        if (
            not line.strip()
            or line.count("|") > 1
            or _unpaged(line) in self._heads
            or _FURNITURE.fullmatch(line.strip())
            or _CONTENTS.fullmatch(line.strip())
        ):
            # What stands between pages does not end a sentence: only an empty line may.
            self.after_blank = self.after_blank or not line.strip() or "|" in line
            return in_table
        tabbed = _LABEL_AND_TAB.match(line)
        if tabbed:
            line = f"{tabbed[1]}{'\t' if tabbed[1] == 'o' or tabbed[1][0].isupper() else ' '}{line[tabbed.end() :]}"
        if "\t" in line.removeprefix(f"{tabbed[1]}\t" if tabbed else "") or (
            in_table and raw[:1] == "\t" and not tabbed
        ):
            self.after_blank = True
            return True
        if _ALONE.fullmatch(line.strip()):
            self._alone = f"{line.strip()} "  # its text is in the next line
            return False
        line, self._alone = f"{self._alone}{line}", ""
        self._line(line.strip(), len(raw) - len(raw.lstrip()), tabbed is not None)
        self.after_blank = False
        self.before = line.strip()
        return False

    def _line(self, line: str, indent: int, tabbed: bool) -> None:
        if match := _CLAUSE.fullmatch(line):
            self.at.section = int(match[1].split(".")[0])
            self._own(match[1], match[2])
        elif match := self._part_head(line):
            self._part(match)
        elif self._letters and (match := _LETTERED.fullmatch(line)) and (place := self._next_letter(match[1])):
            self.at = _Context(scope=match[1], place=place)
            self._own(match[1], match[2], scope="")
        elif match := _SECTION.fullmatch(line):
            self._section(int(match[1] or match[2]), match[3], indent)
        elif (match := _PLAIN.fullmatch(line)) and self._counts_on(int(match[1]), tabbed):
            self._section(int(match[1]), match[2], indent)
        elif (match := _LETTER.fullmatch(line)) and self.at.lead is not None:
            self._item(match[1] or match[2] or match[3] or match[4], match[5], indent)
        elif (match := _BULLET.fullmatch(line)) and self.at.lead is not None:
            self._item("", match[1], indent)
        elif self.found and self._goes_on(line):
            self.found[-1].text += f" {line}"
        else:
            self._paragraph(line)

    def _goes_on(self, line: str) -> bool:
        if line[0].islower():
            return True
        # Only a title or heading stands this short before a line that begins anew.
        ended = len(self.before) < _SHORT and not self.before.endswith((*_ENDED, ",", " and", " of", " the"))
        return not self.after_blank and not (ended and line[0].isupper() and _is_heading(self.before))

    def _part_head(self, line: str) -> re.Match[str] | None:
        """A schedule, annex or part that begins here; not a sentence that mentions one."""
        match = _PART_HEAD.fullmatch(line)
        alone = self.after_blank or line.isupper() or _is_heading(self.before)
        if match is None or not alone or line.endswith((".", ";", ",")) or len(line) > 100:
            return None
        return None if match[4] and match[4][0].islower() else match

    def _part(self, match: re.Match[str]) -> None:
        what = f"{match[1].capitalize()} {match[2].upper()}"
        self.at = _Context(scope=what)
        self._own(what, match[3] or match[4] or what, scope="")

    def _next_letter(self, letter: str) -> int:
        """Which section a letter begins, counted from 1; 0 where it begins none here."""
        place = self._letters.index(letter) + 1 if letter in self._letters else 0
        return place if self.after_blank and 1 <= place - self.at.place <= 3 else 0

    def _counts_on(self, number: int, tabbed: bool) -> bool:
        """A bare number before its text: with a tab always; else only where it goes on after a sentence that ended."""
        if tabbed:
            return True
        last = [int(level.last) for level in self.at.lists if level.kind == "1" and level.last.isdigit()]
        return number - 1 in (self.at.section, *last) and (self.after_blank or self.before.endswith((".", ";")))

    def _section(self, number: int, text: str, indent: int) -> None:
        here = self.at
        counted = next((level for level in reversed(here.lists) if level.kind == "1"), None)
        counted = counted or next((level for level in here.set_aside if level.kind == "1"), None)
        last = int(counted.last) if counted and counted.last.isdigit() else 0
        goes_on = last and (number == last + 1 or (counted in here.lists and last < number != here.section + 1))
        if goes_on or (number == 1 and here.section):
            self._item(str(number), text, indent)
            return
        here.section = number
        self._own(str(number), text)

    def _paragraph(self, line: str) -> None:
        last = self.found[-1] if self.found else None
        if last and last.parent is None and last.text == last.printed and last.text and _is_heading(line):
            last.text = line  # the title of a schedule stands on a line of its own
            return
        aside = self.at.lists or self.at.set_aside
        self._own("", line)
        self.at.set_aside = aside

    def _own(self, printed: str, text: str, scope: str | None = None) -> None:
        self.at.lead = len(self.found)
        self.at.lists, self.at.set_aside = [], []
        self.found.append(_Node(printed, text, None, self.at.scope if scope is None else scope, self._number))

    def _item(self, label: str, text: str, indent: int) -> None:
        level = self._level_for(label, indent)
        while self.at.lists and self.at.lists[-1] is not level:
            self.at.lists.pop()
        if not self.at.lists:
            self.at.lists, self.at.set_aside = [level], []
        level.last = label or level.last
        self.found.append(_Node(label, text, level.parent, self.at.scope, self._number))

    def _level_for(self, label: str, indent: int) -> Level:
        """The open list an item goes on with, or a new one under what came last."""
        lists = self.at.lists
        kinds = kinds_of(label)
        for level in (*reversed(lists), *reversed(self.at.set_aside)):
            if label and level.kind in kinds and follows(label, level):
                return level
        for level in reversed(lists):
            if label and level.kind in kinds and not begins(label):
                return level
        if not label and lists:
            bullets = next((level for level in reversed(lists) if level.kind == ""), None)
            if bullets and not (indent > lists[-1].indent + 1 and lists[-1] is bullets):
                return bullets
            if not bullets and not self._announces() and indent <= lists[-1].indent + 1:
                return lists[-1]  # a letter that was lost
        elif lists and lists[-1].kind in kinds and not self._announces():
            return lists[-1]  # it begins again: said by `numbering`
        elif lists and label != "" and lists[-1].kind == "" and not self._announces():
            return lists[-1]
        kind = kinds[0] if label else ""
        if lists:
            made = Level(len(self.found) - 1, kind, "", indent)
            lists.append(made)
            return made
        assert self.at.lead is not None
        return Level(self.at.lead, kind, "", indent)

    def _announces(self) -> bool:
        return self.found[-1].text.rstrip().endswith((":", "–", "—", ":-"))


def _is_labelled(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_CLAUSE, _SECTION, _LETTER, _PLAIN, _BULLET)) or "\t" in line


def _running_heads(lines: Sequence[str]) -> frozenset[str]:
    """Lines that come back on every page, with or without its number."""
    times = Counter(_unpaged(line) for line in lines if line.strip())
    paged = {_unpaged(line) for line in lines if _unpaged(line) != line.strip()}
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if any(_FURNITURE.fullmatch(each.strip()) for each in (before, after)):
            paged.add(line.strip())
    return frozenset(
        line for line, count in times.items() if count > (1 if line in paged else 2) and not _is_labelled(line)
    )


def _unpaged(line: str) -> str:
    """A line without the number of its page."""
    return _PAGE.sub("", line.strip())


def _is_heading(line: str) -> bool:
    """A short line without a full stop, as titles are; a labelled one is judged by its words."""
    return 0 < len(line) < _SHORT and not line[0].islower() and not line.endswith((*_ENDED, ","))


def _lettering(lines: Sequence[str]) -> tuple[str, ...]:
    """How sections are counted that are called A., B., C. or I., II., III.: not the initials of somebody's name."""
    found = [match[1] for line in lines if (match := _LETTERED.fullmatch(line.strip()))]
    for known in (tuple(label.upper() for label in ROMAN), tuple(ascii_uppercase)):
        if known[0] in found and known[1] in found[found.index(known[0]) + 1 :]:
            return known
    return ()


def _named(found: Sequence[_Node]) -> tuple[ReadClause, ...]:
    """The clauses, each with a number no other has: "2.5(c)", "1.2(4)", "Schedule 2, 1", "1.5 again"."""
    names: list[str] = []
    taken: set[str] = set()
    counts: Counter[int | None] = Counter()
    children: dict[int, list[_Node]] = {}
    for node in found:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    for node in found:
        if node.parent is not None or not node.printed:
            counts[node.parent] += 1
        if node.parent is None:
            name = node.printed or f"paragraph {counts[None]}"
            name = f"{node.scope}, {name}" if node.scope and node.printed else name
        else:
            label = node.printed or _unprinted(children[node.parent], counts[node.parent])
            name = f"{names[node.parent]}({label})"
        names.append(_free(name, len(names) + 1, taken))
    return tuple(
        ReadClause(name, node.printed, "" if node.parent is None else names[node.parent], node.text, node.line)
        for name, node in zip(names, found, strict=True)
    )


def _free(name: str, place: int, taken: set[str]) -> str:
    """A name that is free and not too long to be kept."""
    short = name.replace("paragraph ", "par. ") if len(name) > LONGEST_NUMBER - 6 else name
    tries = (name, f"{name} again", f"{name} again again", short, f"{short} again", f"line {place}")
    chosen = next(each for each in tries if each not in taken and len(each) <= LONGEST_NUMBER)
    taken.add(chosen)
    return chosen


def _unprinted(siblings: Sequence[_Node], count: int) -> str:
    """What to call an item without a label: the letter that was lost if its neighbours tell, else its count."""
    labels = [each.printed for each in siblings if each.printed]
    before = siblings[count - 2].printed if count > 1 else ""
    if not labels or not before or before.isdigit():
        return str(count)
    lost = successor(before, roman=is_roman(labels))
    return lost if lost and lost not in labels else str(count)
