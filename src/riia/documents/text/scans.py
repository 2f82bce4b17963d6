"""What a program damaged when it took the text from a scan or a PDF: lines read twice, words cut, signs lost."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from riia.documents.model import Block, BlockKind, Cell, Document, Evidence, Finding, Severity, Where
from riia.documents.money import amount_mentions
from riia.documents.rules import Rule, register

_SOURCE: Final = "R15.04, R12.13"
register(
    Rule(
        "SCAN-DUPLICATE",
        Severity.ARTEFACT,
        "A line was read twice, once damaged",
        "The damaged copy looks like a promise or number of its own.",
        "R15.04",
    ),
    Rule(
        "SCAN-WORD",
        Severity.ARTEFACT,
        "A word was cut in two",
        "Searches and checks do not find it, and dates written so are missed.",
        "R15.04",
    ),
    Rule(
        "SCAN-CUT",
        Severity.ARTEFACT,
        "The beginnings of lines were cut off",
        "Words that are missing may be those that matter.",
        "R15.04",
    ),
    Rule(
        "SCAN-AMOUNT",
        Severity.ARTEFACT,
        "A number in a column of money lost its pound sign or its order",
        "£0 read as 63, or £800 as 0083, changes the total.",
        _SOURCE,
    ),
    Rule(
        "SCAN-LETTERS",
        Severity.ARTEFACT,
        "Letters could not be read",
        "The text has signs that stand for letters nobody wrote.",
        "R15.04",
    ),
)
_ALIKE: Final = 0.6
_WORD: Final = re.compile(r"[A-Za-z]{3,}")
_ODD_NUMBER: Final = re.compile(r"\d{1,2}(?:\.0)+(?:\.\d{1,2})*(?!\d)|0\.\d|\d \S \d|\d\.0\.\d")
_TOKEN: Final = re.compile(r"[\w£%.,/-]+")
_SHORT: Final = (
    "a i o am an as at be by do go he if in is it me my no of on or so to up us we st nd rd th eg ie vs pm ap "
    "ai uk eu hr it la ad cv dr mr ms re qa bi em sw se ne nw cs co ex de ok tv id ii iv vi ix xi rm "
)
_SHORT_WORDS: Final = frozenset(_SHORT.split())
_SPLIT: Final = re.compile(r"(?<![\w.'’£&/-])([A-Za-z]{1,12}) ([a-z]{1,9})(?![\w'’&/-])")
_UNREAD: Final = re.compile(r"\ufffd|\(cid:\d+\)|[ÂÃâ](?:€[™œ\x9d\u201c\u201d“”˜¦–—]?|£|[\x80-\xbf])")
_BARE_MONEY: Final = re.compile(r"0\s\d|0\d{1,3}|6\s?3|[£E]?O")
_HIGH: Final = 400
"""Letters of a line that are compared; longer ones are whole paragraphs and read once."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A damaged line or cell beside the same as it is."""

    block: Block
    cell: Cell | None
    right: Where
    right_text: str

    @property
    def key(self) -> tuple[int, int]:
        """As `date_findings` takes it."""
        return id(self.block), (self.cell.where.column or 0) if self.cell else 0

    @property
    def where(self) -> Where:
        return self.cell.where if self.cell else self.block.where

    @property
    def text(self) -> str:
        return self.cell.text if self.cell else self.block.text


def twins(document: Document, words: Mapping[str, int]) -> list[Twin]:
    """Every line that stands beside its double and is the damaged one of the two."""
    found: list[Twin] = []
    for one, other in pairwise(document.blocks):
        if one.where.page != other.where.page or one.where.sheet or other.where.sheet:
            continue
        if (one.kind is BlockKind.ROW) != (other.kind is BlockKind.ROW):
            continue
        found += _twins(one, other, words)
    return found


def _twins(one: Block, other: Block, words: Mapping[str, int]) -> list[Twin]:
    """Lines or cells of neighbouring rows of which one is the other damaged; signs in all columns count together."""
    for bad, good in ((one, other), (other, one)):
        pairs: list[tuple[Cell | None, Where, str, str]] = [
            (cell, beside.where, cell.text, beside.text) for cell, beside in zip(bad.cells, good.cells, strict=False)
        ] or [(None, good.where, bad.text, good.text)]
        damaged = [(cell, at, right, _signs(text, right, words)) for cell, at, text, right in pairs]
        if sum(signs for *_, signs in damaged) >= 2:
            return [Twin(bad, cell, at, right) for cell, at, right, signs in damaged if signs]
    return []


def _signs(text: str, right: str, words: Mapping[str, int]) -> int:
    """How many words of a text are those of another, damaged; 0 where the two are not nearly alike.

    A number before the words that no list counts with ("0.0.0", "6 F 9") is a sign too, beside a damaged word.
    """
    if text.lower().startswith("signed"):
        return 0  # signatures below each other are alike
    if min(len(text), len(right)) < 12 or len(text) > _HIGH or len(right) > 4 * _HIGH or text == right:
        return 0
    ours = _TOKEN.findall(text)
    if len(ours) < 4 or not any(words.get(letters, 0) < 2 for word in ours if (letters := _letters(word))):
        return 0  # every word stands elsewhere too, so none of them is damaged
    if len(right) > 1.6 * len(text):
        right = right[-len(text) - 4 :]  # the end of a cell was read again
    matcher = SequenceMatcher(None, text, right, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
        return 0
    theirs = _TOKEN.findall(right)
    left = [word for word in theirs if word not in ours]
    shared = sum(word in theirs for word in ours)
    odd = sum(word not in theirs and _is_damaged(word, left, words) for word in ours)
    numbered = bool(_ODD_NUMBER.match(text)) and not _ODD_NUMBER.match(right)
    if not odd or shared + odd + numbered < 0.6 * (len(ours) - 2 * numbered):
        return 0
    return odd + numbered


def _letters(word: str) -> str:
    return "".join(_WORD.findall(word)).lower()


def _is_damaged(word: str, others: Sequence[str], words: Mapping[str, int]) -> bool:
    if re.search(r"\w[_/.\\]\w{2}|_|\d", word):
        return False  # a path, a code or an address
    letters = _letters(word)
    if not letters or words.get(letters, 0) > 1:
        return False
    for other in others:
        known = _letters(other)
        if known[:-2] == letters[: len(known) - 2] or letters[:-2] == known[: len(letters) - 2]:
            continue  # the same word in another form
        if abs(len(known) - len(letters)) < 3 and SequenceMatcher(None, letters, known, autojunk=False).ratio() >= 0.6:
            return True
    return False


def twin_findings(found: Sequence[Twin]) -> Iterator[Finding]:
    """One finding for each damaged line, whatever columns of it are damaged."""
    by_block: dict[int, list[Twin]] = {}
    for twin in found:
        by_block.setdefault(id(twin.block), []).append(twin)
    for group in by_block.values():
        written = " | ".join(twin.text for twin in group)
        right = " | ".join(twin.right_text for twin in group)
        yield Finding(
            "SCAN-DUPLICATE",
            Severity.ARTEFACT,
            group[0].where if group[0].cell is None else group[0].block.where,
            written,
            f"This is a damaged copy of the line beside it, “{right[:160]}”, and was left out of every other check.",
            "Delete the damaged line in the text that is entered.",
            tuple(Evidence(twin.right, twin.right_text) for twin in group),
        )


def word_findings(document: Document, words: Mapping[str, int], damaged: Collection[int] = ()) -> Iterator[Finding]:
    """Words with a space in them that the document has elsewhere without: "Decembe r"; each once."""
    told: dict[str, list[tuple[Where, str]]] = {}
    for block in document.blocks:
        if id(block) in damaged:
            continue
        for cell in block.cells or (block,):
            for match in _SPLIT.finditer(cell.text):
                whole = (match[1] + match[2]).lower()
                if _is_split(match[1].lower(), match[2].lower(), words):
                    told.setdefault(whole, []).append((cell.where, match[0]))
    for places in told.values():
        where, written = places[0]
        yield Finding(
            "SCAN-WORD",
            Severity.ARTEFACT,
            where,
            written,
            f"“{written}” is one word with a space in it" + (f", in {len(places)} places." if len(places) > 1 else "."),
            "Read it as one word; nothing in the document has to change.",
            tuple(Evidence(other, said) for other, said in places[1:20]),
        )


def _is_split(first: str, second: str, words: Mapping[str, int]) -> bool:
    whole = first + second
    if len(whole) < 5 or words.get(whole, 0) < 2:
        return False
    return any(len(part) < 3 and part not in _SHORT_WORDS for part in (first, second))


def cut_findings(document: Document, words: Mapping[str, int]) -> Iterator[Finding]:
    """Lines of a column whose beginnings are missing: at least three near each other that begin inside known words."""
    open_run: list[tuple[Where, str, str]] = []
    last = 0
    for number, block in enumerate(document.blocks):
        for cell in block.cells:
            if whole := _cut_word(cell.text, words):
                if open_run and number - last > 4:
                    yield from _cut(open_run)
                    open_run = []
                open_run.append((cell.where, cell.text, whole))
                last = number
    yield from _cut(open_run)


def _cut_word(text: str, words: Mapping[str, int]) -> str:
    """The word of which a cell has lost the beginning; blank where it begins as it should."""
    first = re.match(r"([a-z]{4,})\b", text)
    if first is None or words.get(first[1], 0) > 1:
        return ""
    return next((w for w, n in words.items() if n > 1 and w.endswith(first[1]) and 1 < len(w) - len(first[1]) < 5), "")


def _cut(run: Sequence[tuple[Where, str, str]]) -> Iterator[Finding]:
    if len(run) < 3:
        return
    where, written, whole = run[0]
    yield Finding(
        "SCAN-CUT",
        Severity.ARTEFACT,
        where,
        written,
        f"The beginnings of {len(run)} lines are cut off: “{written.split()[0]}” may be the end of “{whole}”.",
        "Read these lines in the document itself.",
        tuple(Evidence(other, said) for other, said, _ in run[1:20]),
    )


def letter_findings(document: Document) -> Iterator[Finding]:
    """Signs that stand where letters could not be read, all in one finding."""
    places = [
        (cell.where, match[0], cell.text)
        for block in document.blocks
        for cell in (block.cells or (block,))
        for match in _UNREAD.finditer(cell.text)
    ]
    if not places:
        return
    where, sign, text = places[0]
    at = text.find(sign)
    yield Finding(
        "SCAN-LETTERS",
        Severity.ARTEFACT,
        where,
        text[max(0, at - 30) : at + 30].strip(),
        f"{len(places)} letters were not read, the first here: “{sign}” stands in its place.",
        "Give the document in the form it was written in, or read these places in it.",
        tuple(Evidence(other, said) for other, _, said in places[1:20]),
    )


def amount_findings(document: Document) -> Iterator[Finding]:
    """Bare numbers in a column in which all else is pounds, in a form that pounds take when they are misread."""
    for rows in _tables(document):
        width = max(len(row.cells) for row in rows)
        for column in range(width):
            cells = [row.cells[column] for row in rows if column < len(row.cells) and row.cells[column].text]
            money = [cell for cell in cells if amount_mentions(cell.text) and len(cell.text) < 20]
            if len(money) < 3:
                continue
            for cell in cells:
                if _BARE_MONEY.fullmatch(cell.text) and cell.value is None:
                    yield Finding(
                        "SCAN-AMOUNT",
                        Severity.ARTEFACT,
                        cell.where,
                        cell.text,
                        f"“{cell.text}” stands in a column of pounds without a pound sign, and is likely "
                        f"{_likely(cell.text)} misread.",
                        "Take the amount from the document itself, and check that the column adds up with it.",
                    )


def _likely(text: str) -> str:
    """Read backwards, a 3 is the pound sign: 0083 is £800 and 03 is £0."""
    turned = re.sub(r"\s", "", text)[::-1]
    return f"£{int(turned[1:])}" if re.fullmatch(r"3\d{2,}", turned) else "£0"


def _tables(document: Document) -> Iterator[list[Block]]:
    """Rows that stand together, split where the text between them says that another table begins."""
    rows: list[Block] = []
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            rows.append(block)
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows
