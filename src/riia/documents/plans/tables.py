"""Reading a plan from tables whose rows are rows: Word, Excel, CSV, and PDF with ruled lines. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from riia.documents.model import Block, BlockKind, Cell
from riia.documents.plans.amounts import money_of
from riia.documents.plans.cards import Label, in_cards, label_of
from riia.documents.plans.columns import Role
from riia.documents.plans.entries import Entry, Gathered, Level, joined, plain
from riia.documents.plans.heads import heads_of
from riia.documents.plans.identifiers import PART, base, is_area, marked, normal, refers, split_inside, with_point
from riia.documents.plans.structure import Due, PlanRow, PlanTotal
from riia.documents.plans.when import of_value

_BY: Final = re.compile(r"By (?:the )?(?:end of )?(?:\d{1,2}|[A-Z][a-z]+ 20|Q[1-4]\b)")
"""How a KPI without a number begins."""
_TOTAL: Final = re.compile(r"(?:grand |overall |plan )?total(?:s|\s+(?:cost|budget|spend))?\s*:?", re.I)
_WRAPPED: Final = 3
"""Lines over which a labelled line may go on."""
_PART_OF_YEAR: Final = re.compile(r"\bq[1-4]\b|quarter [1-4]|milestone|\b(?:apr|jul|oct|jan)[a-z]*\s*(?:to|-|–)")
_SHORT_START: Final = re.compile(r"(?:Quarterly|Monthly|Termly|Annually|Weekly)\s*[,–-]\s*[A-Za-z]")


class Tables:
    """Goes through the blocks row by row, and gathers."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.roles: dict[int, Role] = {}
        self.place: tuple[object, ...] = ()
        self.area = ""
        self.requirement: Entry | None = None
        self.activity: Entry | None = None
        self.width = 0
        self.table = 0
        self.referred = ""
        """The activity that the row names by its number only."""
        self.carded = False
        self.timed = False
        """Whether the table has columns for the parts of the year."""
        self.loose = False
        """Whether an activity stood in a paragraph of its own since the last row."""
        self.card: list[tuple[Label, Block]] = []
        self.heading: int | None = None
        """The heading that a column of its own names, where there is one."""

    def read(self, blocks: Sequence[Block]) -> None:
        heads = heads_of(blocks).plan
        self.carded = not heads and in_cards(blocks)
        for at, block in enumerate(blocks):
            label = label_of(block) if self.carded else None
            if label is not None:
                self._label(label, block)
                continue
            if self.card and block.kind is BlockKind.ROW and self._same_card(block):
                continue  # a label that says nothing of what a plan is read for
            if self.card and block.kind is not BlockKind.ROW and self._goes_on(block):
                continue
            self._end_card()
            if block.kind is not BlockKind.ROW:
                self._outside(block)
                continue
            if at in heads:
                self._start(heads[at], blocks, at)
            elif self.roles and (self._place(block) == self.place or len(block.cells) == self.width):
                self.place = self._place(block)
                self._row(block)
            else:
                self._outside(block)
        self._end_card()

    def _label(self, label: Label, block: Block) -> None:
        """A line of a card: a new KPI or activity, or one that says something a second time, starts the next."""
        known = {one.role for one, _ in self.card}
        later = label.role in (Role.ACTIVITY, Role.REQUIREMENT) and Role.KPI in known
        if label.role in known or later or (self.card and not self._same_card(block)):
            self._end_card()
        self.card.append((label, block))

    def _goes_on(self, block: Block) -> bool:
        """Whether a line is the rest of the labelled line above it; then it is added to that."""
        label, above = self.card[-1]
        line = above.where.line
        if line is None or block.where.line is None or not block.text[:1].islower():
            return False
        if not 1 <= block.where.line - line <= _WRAPPED:
            return False
        cell = replace(label.cell, text=f"{label.cell.text} {block.text}")
        self.card[-1] = (replace(label, cell=cell), above)
        return True

    def _same_card(self, block: Block) -> bool:
        """Whether a row is of the table of the card that is being read."""
        last = self.card[-1][1].where
        return last.table is None or (last.table, last.page) == (block.where.table, block.where.page)

    def _end_card(self) -> None:
        if not self.card:
            return
        card, self.card = self.card, []
        cells = {label.role: label.cell for label, _ in card}
        self.roles = dict(enumerate(cells))
        self._placed_row(card[0][1], cells)

    def _place(self, block: Block) -> tuple[object, ...]:
        return (block.where.sheet, block.where.table)

    def _start(self, roles: dict[int, Role], blocks: Sequence[Block], at: int) -> None:
        block = blocks[at]
        note = next((cell.text for cell in block.cells if "not all activities have a KPI" in cell.text), "")
        self.gathered.exempts = self.gathered.exempts or note
        continued = self.roles == roles and self.place[:1] == (block.where.sheet,) and block.where.page is not None
        heads = [cell.text.lower() for cell in block.cells]
        self.timed = sum(bool(_PART_OF_YEAR.search(head)) for head in heads) > 1
        self.roles, self.place, self.width = roles, self._place(block), len(block.cells)
        title = _title(blocks, at)
        if title and (not self.gathered.headings or self.gathered.headings[-1][0] != title):
            self.gathered.headings.append((title, block.where))
            continued = False
        self.table += not continued
        continued, self.loose = continued or self.loose, False
        if not continued:
            self.requirement = self.activity = None

    def _outside(self, block: Block) -> None:
        text = plain(block.text.replace("\t", " "))
        if block.kind is not BlockKind.ROW and is_area(text.lstrip("# ")):
            self.gathered.headings.append((text.lstrip("# "), block.where))
            self.requirement = self.activity = None
        said = marked(text)
        own = said is not None and (said.depth == 3 or said.is_kpi or said.of_work or (self.carded and said.depth == 2))
        if block.kind is not BlockKind.ROW and own:
            self._loose(text, block)
            return
        if text:
            self.gathered.outside.append(joined([(text, block.where, block.text)]))

    def _loose(self, text: str, block: Block) -> None:
        """An activity or KPI that stands in a paragraph of its own."""
        self.loose = True
        for piece in split_inside(text):
            said = marked(piece)
            level = Level.KPI if said is not None and said.is_kpi else Level.ACTIVITY
            if said is not None and not said.word and said.number in self.gathered.numbers(Level.ACTIVITY):
                level = Level.KPI
            self._cell(piece, Cell(piece, block.where), level, fresh=True)

    def _row(self, block: Block) -> None:
        cells = {role: block.cells[at] for at, role in self.roles.items() if at < len(block.cells)}
        texts = {role: cell.text.strip() for role, cell in cells.items()}
        if not any(texts.values()):
            return
        filled = [cell for cell in block.cells if cell.text.strip()]
        if Role.MONEY in texts and any(_TOTAL.fullmatch(plain(text)) for text in texts.values()):
            self.gathered.totals.append(PlanTotal(self.table, money_of(cells[Role.MONEY])))
            return
        if len(filled) == 1 and len(self.roles) > 2 and filled[0] is block.cells[0] and _is_band(filled[0].text):
            self.gathered.headings.append((plain(filled[0].text), filled[0].where))
            self.requirement = self.activity = None
            return
        self._placed_row(block, cells)

    def _placed_row(self, block: Block, cells: dict[Role, Cell]) -> None:
        """A row whose cells are known by what they hold."""
        texts = {role: cell.text.strip() for role, cell in cells.items()}
        for role in (Role.STRAND, Role.AREA):
            if texts.get(role):
                self._band(" ".join(texts.get(part, "") for part in (Role.STRAND, Role.AREA)).strip(), cells[role])
                break
        self._requirement(cells, texts)
        before, count = self.activity, len(self.gathered.entries)
        if texts.get(Role.ACTIVITY):
            self._activity(cells, texts)
        self.referred = ""
        if not texts.get(Role.ACTIVITY) and texts.get(Role.ACTIVITY_REF):
            self._referred(normal(texts[Role.ACTIVITY_REF]))
        self._kpi(cells, texts, fresh=self.activity is not before or self.carded or bool(texts.get(Role.REF)))
        made = self.gathered.entries[count:]
        self._facts(block, cells, texts, made)
        activities = [entry for entry in made if entry.level is Level.ACTIVITY and entry.number]
        bare = [entry for entry in made if entry.level is Level.KPI and not entry.number]
        if len(activities) == len(bare) > 1:
            for activity, entry in zip(activities, bare, strict=True):
                entry.parent = activity.number

    def _facts(self, block: Block, cells: dict[Role, Cell], texts: dict[Role, str], made: Sequence[Entry]) -> None:
        """What the row says beside its activity and KPIs."""
        wanted = (Role.START, Role.DUE, Role.NEEDS, Role.MONEY, Role.OWNER)
        if not made or not any(role in self.roles.values() for role in wanted):
            return
        named = [entry.identifier for entry in made if entry.level is not Level.REQUIREMENT and entry.number]
        start, end = (self._day(cells.get(role)) for role in (Role.START, Role.DUE))
        needs, money = cells.get(Role.NEEDS), cells.get(Role.MONEY)
        self.gathered.rows.append(
            PlanRow(
                tuple(dict.fromkeys(named)),
                f"row “{joined(made[-1].pieces).text[:60].rstrip()}”" if not named else named[0],
                block.where,
                self.table,
                start,
                cells[Role.START].where if start else None,
                end,
                cells[Role.DUE].where if end else None,
                plain(needs.text) if needs else "",
                needs.where if needs else None,
                money_of(money) if money and money.text.strip() else None,
                texts.get(Role.OWNER, "") if Role.OWNER in self.roles.values() else None,
                self._area(),
                texts.get(Role.DUE, "") if Role.DUE in self.roles.values() else None,
                texts.get(Role.STATUS, ""),
                cells[Role.STATUS].where if texts.get(Role.STATUS) else None,
            )
        )

    def _area(self) -> str:
        """The heading under which a row stands."""
        headings = self.gathered.headings
        at = len(headings) - 1 if self.heading is None else self.heading
        return headings[at][0] if headings else ""

    @staticmethod
    def _day(cell: Cell | None) -> Due | None:
        """The one date of a cell; None where there are several or none."""
        dues = of_value(cell.value, plain(cell.text)) if cell is not None and cell.text.strip() else ()
        return dues[0] if len(dues) == 1 else None

    def _band(self, title: str, cell: Cell) -> None:
        known = next((at for at, (said, _) in enumerate(self.gathered.headings) if said == title), None)
        if known is None:
            known = len(self.gathered.headings)
            self.gathered.headings.append((title, cell.where))
        self.heading = known

    def _requirement(self, cells: dict[Role, Cell], texts: dict[Role, str]) -> None:
        text, reference = texts.get(Role.REQUIREMENT, ""), texts.get(Role.REQUIREMENT_REF, "")
        if not text and not reference:
            return
        cell = cells[Role.REQUIREMENT if text else Role.REQUIREMENT_REF]
        said = marked(plain(text)) if text else None
        number = normal(reference) if reference else said.number if said else ""
        if self.requirement is not None:
            same = self.requirement.number == number and (number or self.requirement.pieces[0][0] == plain(text))
            going_on = not number and self.requirement.open and plain(text)[:1].islower()
            if same or going_on:
                if going_on:
                    self.requirement.add(plain(text), cell.where, cell.text)
                return
        entry = self._entry(Level.REQUIREMENT, reference or (said.written if said else ""), number)
        rest = plain(text)[said.rest :] if said and not reference else plain(text)
        entry.add(rest, cell.where, cell.text)
        entry.pieces = entry.pieces or [("", cell.where, cell.text)]
        self.requirement = entry
        self.activity = None

    def _activity(self, cells: dict[Role, Cell], texts: dict[Role, str]) -> None:
        cell, text = cells[Role.ACTIVITY], plain(texts[Role.ACTIVITY])
        said = marked(text)
        reference = normal(texts.get(Role.ACTIVITY_REF) or "")
        own = normal(texts.get(Role.REF) or "")
        if reference or (own and said is None):
            number = reference or base(own)
            known = next((entry for entry in self.gathered.of(Level.ACTIVITY) if entry.number == number), None)
            if known is not None and joined(known.pieces).text == re.sub(r"\s+", " ", text):
                self.activity = known
                return
            if known is not None and not reference:
                number = own
            self.activity = self._entry(Level.ACTIVITY, texts.get(Role.ACTIVITY_REF) or texts[Role.REF], number)
            self.activity.id_where = cells[Role.ACTIVITY_REF if texts.get(Role.ACTIVITY_REF) else Role.REF].where
            self.activity.add(text, cell.where, cell.text)
            return
        self._cell(texts[Role.ACTIVITY], cell, Level.ACTIVITY, fresh=True)

    def _referred(self, number: str) -> None:
        """A row that names its activity by number only."""
        known = next((entry for entry in self.gathered.of(Level.ACTIVITY) if entry.number == number), None)
        self.activity = known or self.activity
        self.referred = number

    def _kpi(self, cells: dict[Role, Cell], texts: dict[Role, str], fresh: bool) -> None:
        text = texts.get(Role.KPI, "")
        if not text:
            return
        cell = cells[Role.KPI]
        reference = texts.get(Role.REF, "")
        count = len(self.gathered.entries)
        if reference and marked(plain(text)) is None:
            number = normal(reference)
            found = re.fullmatch(r"(\d[\d.]*)([A-Z])", number)
            entry = self._entry(Level.KPI, reference, found[1] if found else number, letter=found[2] if found else "")
            entry.parent = self.referred or (self.activity.number if self.activity else "")
            entry.id_where = cells[Role.REF].where
            kind = re.match(r"(Action|Performance)\s+KPI\s*[:–-]?\s*", plain(text))
            entry.kind = kind[1] if kind else ""
            entry.add(plain(text)[kind.end() if kind else 0 :], cell.where, cell.text)
        else:
            self._cell(text, cell, Level.KPI, fresh)
        made = [entry for entry in self.gathered.entries[count:] if entry.level is Level.KPI]
        for entry in made:
            self._beside(entry, cells, texts)

    def _beside(self, entry: Entry, cells: dict[Role, Cell], texts: dict[Role, str]) -> None:
        """What stands in the other columns of a KPI's row."""
        if kind := re.match(r"(Action|Performance)\b", texts.get(Role.KIND, ""), re.I):
            entry.kind = kind[1].capitalize()
        entry.owner = texts.get(Role.OWNER, "")
        entry.timed = self.timed
        entry.frequency, entry.evidence = texts.get(Role.FREQUENCY, ""), texts.get(Role.EVIDENCE, "")
        if texts.get(Role.TARGET):
            entry.target = plain(texts[Role.TARGET])
            entry.add(entry.target, cells[Role.TARGET].where, cells[Role.TARGET].text)
        if texts.get(Role.DUE):
            cell = cells[Role.DUE]
            entry.due = (of_value(cell.value, plain(cell.text)), plain(cell.text))
            entry.add(plain(cell.text), cell.where, cell.text)

    def _cell(self, text: str, cell: Cell, level: Level, fresh: bool) -> None:
        """The entries in a cell: each begins with its number; what has none goes on with the one before."""
        started = False
        numbered = any((said := marked(plain(line))) is not None and said.is_kpi for line in text.split("\n"))
        for line in text.split("\n"):
            for piece in split_inside(plain(line)):
                said = marked(piece)
                last = self.gathered.last(level)
                if said is not None and started and last is not None and last.pieces and refers(last.pieces[-1][0]):
                    said = None
                part = PART.match(piece)
                if part and last is not None and "." in last.number:
                    said = None  # "KPI 1", counted within the activity
                if said is not None and (mended := with_point(said, self.gathered.last_numbered(level))) is not None:
                    said = mended
                if (
                    said is not None
                    and said.depth == 2
                    and level is Level.KPI
                    and not said.is_kpi
                    and not self._two_deep
                ):
                    said = None
                if part and level is Level.KPI and last is not None and (started or not fresh):
                    number = base(last.number)
                    if last.empty:
                        self.gathered.entries.remove(last)
                    entry = self._entry(level, f"{number} KPI {part['part']}", number, letter=f"-KPI{part['part']}")
                    entry.add(piece[part.end() :], cell.where, cell.text)
                elif said is not None:
                    entry = self._entry(level, said.written, said.number, letter=said.letter, kind=said.kind)
                    entry.add(piece[said.rest :], cell.where, cell.text)
                elif (
                    last is None
                    or (fresh and not started and (self.carded or not (last.open and piece[:1].islower())))
                    or (started and not last.open and _SHORT_START.match(piece))
                    or (started and level is Level.KPI and not numbered and _BY.match(piece))
                ):
                    kind = re.match(r"(Action|Performance)\s+KPI\s*[:–-]?\s*", piece) if level is Level.KPI else None
                    entry = self._entry(level, "", "", kind=kind[1] if kind else "")
                    entry.parent = self.activity.number if self.activity and level is Level.KPI else ""
                    entry.add(piece[kind.end() if kind else 0 :], cell.where, cell.text)
                else:
                    last.add(piece, cell.where, cell.text)
                    started = True
                    continue
                entry.pieces = entry.pieces or [("", cell.where, cell.text)]
                started = True
                if level is Level.ACTIVITY:
                    self.activity = entry

    @property
    def _two_deep(self) -> bool:
        """Whether activities of this plan have numbers of two parts."""
        numbers = [entry.number for entry in self.gathered.of(Level.ACTIVITY) if entry.number]
        return bool(numbers) and sum(number.count(".") == 1 for number in numbers) * 2 > len(numbers)

    def _entry(self, level: Level, written: str, number: str, *, letter: str = "", kind: str = "") -> Entry:
        latest = max(0, len(self.gathered.headings) - 1)
        entry = Entry(level, written, number, letter, kind, latest if self.heading is None else self.heading)
        if level is Level.ACTIVITY and self.requirement is not None:
            entry.parent = self.requirement.number
        self.gathered.entries.append(entry)
        return entry


def _is_band(text: str) -> bool:
    """Whether the only text of a row is a heading over the rows below."""
    text = plain(text)
    return len(text) <= 90 and text[-1:] not in ".;" and not re.search(r"\d\.\d", text)


def _title(blocks: Sequence[Block], at: int) -> str:
    """The heading that stands above a table, or the name of its sheet."""
    for block in reversed(blocks[max(0, at - 5) : at]):
        if block.kind is BlockKind.ROW:
            filled = [cell.text.strip() for cell in block.cells if cell.text.strip()]
            if len(filled) == 1 and len(filled[0]) <= 90:
                return plain(filled[0])
            break
        text = plain(block.text).lstrip("# ")
        if re.search(r"\b(?:version|updated|revised|draft)\b", text, re.I):
            continue
        if block.kind is BlockKind.HEADING or (len(text) <= 80 and text[-1:] not in ".,;:"):
            return text
    return blocks[at].where.sheet
