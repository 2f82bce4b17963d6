"""Reading the columns of a plan from text taken out of a PDF, where tables are broken over lines and pages.

A row of the text is a line of the table, not a row of it: a cell's text goes on over many lines, and where the program
gave up on the table the columns follow each other as lists. What belongs to which column is told by the header, by the
numbers (an activity's number comes before that of its KPI) and by what stopped in the middle of a sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from riia.documents.model import Block, BlockKind, Cell, Where
from riia.documents.plans.cards import label_of
from riia.documents.plans.columns import Role, roles_of
from riia.documents.plans.entries import Entry, Gathered, Level, joined, plain
from riia.documents.plans.garbled import cells_without_twins
from riia.documents.plans.identifiers import (
    PART,
    Marked,
    base,
    follows,
    is_area,
    marked,
    refers,
    split_inside,
    with_point,
)
from riia.documents.plans.structure import Damage

PAGE_GAP: Final = 4
"""Lines apart: three blank lines stand for the end of a page where the file has no other sign."""
_SHORT_START: Final = re.compile(r"(?:Quarterly|Monthly|Termly|Annually|Weekly)\s*[,–-]\s*[A-Za-z]")
_VERBS: Final = re.compile(
    r"(?:Create|Maintain|Publish|Produce|Establish|Appoint|Deliver|Hold|Share|Launch|Develop)\s+[a-zA-Z]"
)
_GOES_ON: Final = re.compile(r"[a-z]|20\d\d\b")
_LONGEST_LEAD: Final = 70
_NOTE: Final = re.compile(r"(?:notes?|nb)\b\s*:", re.I)
_ROLE_LEVEL: Final = {Role.REQUIREMENT: Level.REQUIREMENT, Role.ACTIVITY: Level.ACTIVITY, Role.KPI: Level.KPI}


class Flow:
    """Goes through the blocks between the first header and the costings, and gathers."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.roles: dict[int, Level] = {}
        self.current = Level.ACTIVITY
        self.waiting: list[Level] = []
        """The columns whose text stopped mid-sentence at the end of the last page, from left to right."""
        self.inside = False
        self.before: Block | None = None
        self.noted = False
        self.current_named = False
        """Whether a number stood on this page already."""

    def read(self, blocks: Sequence[Block]) -> None:
        at = 0
        above = {
            one for header, block in enumerate(blocks) if self._is_header(block) for one in above_table(blocks, header)
        }
        while at < len(blocks):
            block = blocks[at]
            if at in above:
                self.gathered.outside.append(joined([(plain(block.text), block.where, block.text)]))
                self.before = block
                at += 1
                continue
            if self._is_header(block):
                self._start_table(blocks, at)
                at += 1
                while at < len(blocks) and self._goes_on(blocks[at], blocks[at - 1]):
                    at += 1
                self.before = blocks[at - 1]
                continue
            if self._new_page(block):
                self._turn_page()
            if block.kind is BlockKind.ROW:
                end = at
                while end < len(blocks) and blocks[end].kind is BlockKind.ROW and not self._is_header(blocks[end]):
                    if end > at and gap(blocks[end - 1], blocks[end]) >= PAGE_GAP:
                        break
                    end += 1
                self._rows(blocks[at:end])
                self.before = blocks[end - 1]
                at = end
                continue
            self._paragraph(block)
            self.before = block
            at += 1

    def _is_header(self, block: Block) -> bool:
        return block.kind is BlockKind.ROW and roles_of(block.cells) is not None

    def _goes_on(self, block: Block, before: Block) -> bool:
        """Whether a row carries the header on: the rest of a broken heading, or the note beside it."""
        if block.kind is not BlockKind.ROW or any(re.match(r"\W*\d\.\d", cell.text) for cell in block.cells):
            return False
        filled = [plain(cell.text) for cell in block.cells if cell.text.strip()]
        starred = any(text.startswith("*") for text in (cell.text.strip() for cell in block.cells))
        if starred and (found := re.search(r"not all activities have a KPI", block.text, re.I)):
            self.gathered.exempts = found[0]
        carried = len(filled) == 1 and "*" in before.text and before.text[-1:] not in ".)" and not starred
        return starred or carried or (bool(filled) and all(len(text) < 25 and text[:1].islower() for text in filled))

    def _start_table(self, blocks: Sequence[Block], at: int) -> None:
        roles = roles_of(blocks[at].cells) or {}
        self.roles = {column: _ROLE_LEVEL[role] for column, role in roles.items() if role in _ROLE_LEVEL}
        note = next((cell.text for cell in blocks[at].cells if "not all activities have a KPI" in cell.text), "")
        self.gathered.exempts = self.gathered.exempts or note
        named = above_table(blocks, at)
        title = plain(blocks[named[0]].text).lstrip("# ") if named else ""
        known = [said for said, _ in self.gathered.headings]
        if title and (not known or known[-1] != title):
            self.gathered.headings.append((title, blocks[named[0]].where))
        self.inside, self.current, self.waiting, self.noted = True, Level.ACTIVITY, [], False
        self.current_named = False

    def _new_page(self, block: Block) -> bool:
        return self.before is not None and gap(self.before, block) >= PAGE_GAP

    def _turn_page(self) -> None:
        self.waiting = [level for level in Level if (last := self.gathered.last(level)) is not None and last.open]
        self.current, self.current_named = Level.ACTIVITY, False

    # Rows

    def _rows(self, rows: Sequence[Block]) -> None:
        columns = self._columns(rows)
        kept, damages = cells_without_twins(rows)
        self.gathered.damages.extend(damages)
        if columns is None:
            self._split_words(rows)
            return
        for cells in kept:
            number = cells[0].text if cells and re.fullmatch(r"\d{1,2}\.\d{1,2}", cells[0].text.strip()) else ""
            for at, cell in enumerate(cells):
                text = plain(cell.text)
                if at == 0 and number and len(cells) > len(self.roles):
                    continue
                if number and at == 1 and len(cells) > len(self.roles):
                    text = f"{number} {text}"
                if text and at in columns:
                    if columns[at] is Level.REQUIREMENT and marked(text) is None:
                        self._lost_number(cells, columns, text)
                    self._cell(text, cell, columns[at])

    def _lost_number(self, cells: Sequence[Cell], columns: dict[int, Level], text: str) -> None:
        """A requirement begins whose number was lost: the activity beside it is the first of a new one."""
        beside = next((plain(c.text) for at, c in enumerate(cells) if columns.get(at) is Level.ACTIVITY), "")
        said = marked(beside)
        if said is None or said.depth != 3 or not text[:1].isalpha():
            return
        number = said.number.rpartition(".")[0]
        if said.number.endswith(".1") and number not in self.gathered.numbers(Level.REQUIREMENT):
            self._entry(Level.REQUIREMENT, "", number).stated = False

    def _columns(self, rows: Sequence[Block]) -> dict[int, Level] | None:
        """What each position of these rows holds. None where words were torn apart between columns."""
        width = max(len(row.cells) for row in rows)
        counted: dict[int, int] = {}
        for row in rows:
            for at, cell in enumerate(row.cells):
                said = marked(plain(cell.text))
                if said is not None and said.depth == 3:
                    counted[at] = counted.get(at, 0) + 1
        if width >= 3:
            if width == len(self.roles) or not counted or set(counted) <= set(self.roles):
                return self.roles
            first = min(counted)
            made = dict.fromkeys(range(first), Level.REQUIREMENT)
            made[first] = Level.ACTIVITY
            return made | dict.fromkeys(range(first + 1, width), Level.KPI)
        if counted.get(0) and width == 2 and all(row.cells[0].text for row in rows):
            return None
        if counted.get(1):
            said = next(
                found for row in rows if len(row.cells) > 1 and (found := marked(plain(row.cells[1].text))) is not None
            )
            return {0: Level.REQUIREMENT, 1: self._level(said, None)}
        return {0: Level.REQUIREMENT, 1: Level.ACTIVITY}

    def _split_words(self, rows: Sequence[Block]) -> None:
        """Rows of two cells where the table's line ran through the words."""
        written = " / ".join(row.text.replace("\t", " | ") for row in rows)
        self.gathered.damages.append(Damage(written, rows[0].where, "parted words"))
        for row in rows:
            self._text(plain("".join(cell.text for cell in row.cells)), row.where, row.text, None)

    def _cell(self, text: str, cell: Cell, level: Level) -> None:
        for piece in split_inside(text):
            self._text(piece, cell.where, cell.text, level)

    # Paragraphs and lists

    def _paragraph(self, block: Block) -> None:
        text = plain(block.text)
        if not any(letter.isalnum() for letter in text):
            return
        title = text.lstrip("# ")
        if is_area(title) or self._is_lead(block):
            if is_area(title):
                self.gathered.headings.append((title, block.where))
            self.gathered.outside.append(joined([(text, block.where, block.text)]))
            return
        said = marked(text)
        numbered = said is not None and (
            said.depth >= 3 or said.is_kpi or said.of_work or (self.inside and self._is_requirement(said))
        )
        if not numbered and (not self.inside or self._ends_table(block, text)):
            self.inside = False
            self.gathered.outside.append(joined([(text, block.where, block.text)]))
            return
        self.inside = True
        self.noted = not numbered and (self.noted or _NOTE.match(text) is not None)
        if self.noted:
            self.gathered.outside.append(joined([(text, block.where, block.text)]))
            return
        apart = self.before is None or gap(self.before, block) > 1
        for piece in split_inside(text):
            if marked(piece) is not None:
                self._text(piece, block.where, block.text, None)
            else:
                self._text(piece, block.where, block.text, self._continued(block, piece, apart), apart)

    def _is_lead(self, block: Block) -> bool:
        """ "Lead: Data officer" under an activity and its KPIs: who leads it."""
        label, activity = label_of(block), self.gathered.last(Level.ACTIVITY)
        if label is None or label.role is not Role.OWNER or activity is None or len(block.text) > _LONGEST_LEAD:
            return False
        self.gathered.owners[activity.number] = plain(label.cell.text)
        return True

    def _continued(self, block: Block, text: str, apart: bool) -> Level:
        """The column that a paragraph without a number goes on."""
        goes_on = bool(_GOES_ON.match(text))
        listed = block.kind is BlockKind.ITEM and not goes_on
        if not (apart or (goes_on and block.kind is BlockKind.ITEM)) or listed:
            if listed and self.current is Level.REQUIREMENT:
                self.current = Level.ACTIVITY
            return self.current
        if self.waiting:
            first = self.waiting[0]
            if goes_on or (not self.current_named and first is not Level.KPI):
                self.waiting.pop(0)
                self.current = first
                return first
        return self.current

    def _ends_table(self, block: Block, text: str) -> bool:
        """Whether a line is a title outside the table: after a gap, short, in capitals, with nothing left open."""
        if self.before is None or gap(self.before, block) < 2 or self.noted:
            return False
        if block.kind is BlockKind.HEADING and not self.waiting:
            return True
        last = self.gathered.entries[-1] if self.gathered.entries else None
        if (
            self.waiting
            or (last is not None and last.empty)
            or len(text) > 110
            or text[-1:] in ".,;:"
            or PART.match(text)
        ):
            return False
        words = [word for word in re.findall(r"[A-Za-z'’]+", text) if len(word) > 3]
        return len(words) >= 2 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)

    # One piece of text

    def _text(self, text: str, where: Where, raw: str, level: Level | None, apart: bool = False) -> None:
        said = marked(text)
        if PART.match(text) and (last_kpi := self.gathered.last(Level.KPI)) is not None and "." in last_kpi.number:
            said = None  # "KPI 1", counted within the activity
        if said is not None and said.depth == 2 and not said.word and not self._is_requirement(said, level):
            said = self._missing_point(said, level)
        last_of = self.gathered.last(level) if level is not None else None
        if last_of is not None and last_of.pieces and not apart and refers(last_of.pieces[-1][0]):
            said = None
        if said is not None and (said.depth >= 2 or said.word) and not self._is_mention(said, text):
            self._named(said, text, where, raw, level)
            return
        if self.noted:
            self.gathered.outside.append(joined([(text, where, raw)]))
            return
        level = level or self.current
        part = PART.match(text)
        last = self.gathered.last(level)
        if part and (owner := self.gathered.last(Level.KPI)) is not None:
            self._part(part, owner, text, where, raw)
            return
        if last is not None and (apart or not last.open) and self._starts_alone(text, level, apart, last):
            entry = self._entry(level, "", "", parent=f"{last.activity.rpartition('.')[0]}.")
            entry.add(text, where, raw)
            return
        if last is not None:
            last.add(text, where, raw)
        elif level is Level.REQUIREMENT:
            self._entry(level, "", "").add(text, where, raw)

    def _is_mention(self, said: Marked, text: str) -> bool:
        """Whether a line only happens to begin with a number, in the middle of a sentence: "7.1. is based on"."""
        if said.is_kpi or (said.word and ":" in text[: said.rest]) or not re.match(r"[a-z]", text[said.rest :]):
            return False
        return said.depth == 2 or (
            said.number in self.gathered.numbers(Level.ACTIVITY) and said.number in self.gathered.numbers(Level.KPI)
        )

    def _starts_alone(self, text: str, level: Level, apart: bool, last: Entry) -> bool:
        """Whether a text without a number is an activity or KPI of its own."""
        if level is Level.REQUIREMENT or last.empty:
            return False
        return bool(_SHORT_START.match(text)) or (apart and self.current_named and bool(_VERBS.match(text)))

    def _part(self, part: re.Match[str], owner: Entry, text: str, where: Where, raw: str) -> None:
        number = base(owner.number)
        if owner.empty:
            self.gathered.entries.remove(owner)
        entry = self._entry(Level.KPI, f"{number} KPI {part['part']}", number, letter=f"-KPI{part['part']}")
        entry.add(text[part.end() :] or "", where, raw)
        entry.pieces = entry.pieces or [("", where, raw)]

    def _named(self, said: Marked, text: str, where: Where, raw: str, level: Level | None) -> None:
        found = self._level(said, level) if said.depth != 2 or said.word else Level.REQUIREMENT
        if found is Level.REQUIREMENT:
            self.current = Level.ACTIVITY
        else:
            self.current = found
        self.current_named, self.noted = True, False
        entry = self._entry(found, said.written, said.number, letter=said.letter, kind=said.kind)
        entry.add(text[said.rest :], where, raw)
        if not entry.pieces:
            entry.pieces = [("", where, raw)]

    def _entry(
        self, level: Level, written: str, number: str, *, letter: str = "", kind: str = "", parent: str = ""
    ) -> Entry:
        entry = Entry(level, written, number, letter, kind, max(0, len(self.gathered.headings) - 1), parent)
        self.gathered.entries.append(entry)
        return entry

    def _level(self, said: Marked, level: Level | None) -> Level:
        """Whether a number of three parts is an activity's or a KPI's."""
        if said.is_kpi:
            return Level.KPI
        if said.of_work or said.of_requirement:
            return Level.ACTIVITY if said.of_work else Level.REQUIREMENT
        if level in (Level.ACTIVITY, Level.KPI):
            return level
        as_activity = said.number in self.gathered.numbers(Level.ACTIVITY)
        as_kpi = said.number in {base(number) for number in self.gathered.numbers(Level.KPI)}
        if as_activity != as_kpi:
            return Level.KPI if as_activity else Level.ACTIVITY
        last_activity = self.gathered.last_numbered(Level.ACTIVITY)
        next_activity = last_activity == "0.0.0" or said.number in follows(last_activity)
        next_kpi = said.number in follows(self.gathered.last_numbered(Level.KPI))
        if next_activity != next_kpi:
            return Level.ACTIVITY if next_activity else Level.KPI
        return self.current if self.current is not Level.REQUIREMENT else Level.ACTIVITY

    def _is_requirement(self, said: Marked, level: Level | None = None) -> bool:
        """Whether a number of two parts is the next requirement's."""
        if said.depth != 2 or said.letter:
            return False
        last = next((entry for entry in reversed(self.gathered.of(Level.REQUIREMENT)) if entry.number), None)
        if level is Level.REQUIREMENT:
            return True
        if last is None:
            return True
        ahead = follows(last.number) | {number for after in follows(last.number) for number in follows(after)}
        return said.number in ahead

    def _missing_point(self, said: Marked, level: Level | None) -> Marked | None:
        """ "7.35" where 7.3.5 is next: the number with its point put in; else None."""
        for found in (Level.ACTIVITY, Level.KPI):
            last = self.gathered.last_numbered(found)
            if level in (None, found) and (mended := with_point(said, last)) is not None:
                return replace(mended, is_kpi=found is Level.KPI)
        return None


def gap(before: Block, after: Block) -> int:
    """Lines from the end of one block to the start of the next; a new page is a wide gap."""
    if before.where.page != after.where.page:
        return PAGE_GAP
    if before.where.line is None or after.where.line is None:
        return 1
    return after.where.line - before.where.line - before.text.count("\n")


def above_table(blocks: Sequence[Block], at: int) -> range:
    """Positions of the heading above a table's header and of what stands between them; none where there is none."""
    for position in range(at - 1, max(-1, at - 7), -1):
        block = blocks[position]
        text = plain(block.text)
        if block.kind is BlockKind.ROW or (marked(text) is not None and block.kind is not BlockKind.HEADING):
            break
        if re.match(r"(?:To|In) [a-z]", text):
            continue  # what the area is for
        if block.kind is BlockKind.HEADING or (len(text) <= 80 and text[-1:] not in ".,;:" and text[:1].isupper()):
            return range(position, at)
    return range(at, at)
