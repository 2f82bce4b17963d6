"""Signatures as the last pages of an agreement show them: who signs for whom, and the date as written. Pure.

Three kinds of page are read: tables with a row for each signature or each party; tables with a column for each office
or party; and blocks in which a party, an office and "Date ..." follow each other. Names of people are read past and
never given back. What is read is a proposal: a person compares it with the document before anything is recorded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

OFFICES: Final = (
    ("trust-chief-executive", re.compile(r"\b(?:chief executive|CEO|managing director)\b.*\btrust\b", re.I)),
    ("lead-member", re.compile(
        r"\b(?:lead|cabinet|executive)\s+(?:council\s+)?(?:member|councillor|cllr)|portfolio holder", re.I)),
    ("dcs", re.compile(
        r"\bDCS\b|\bdirector\b.{0,40}\b(?:child|people|education)|children.{0,3}s? services director|^director\b",
        re.I)),
    ("chief-executive", re.compile(
        r"\bchief executive\b|\bC\.?E\.?[XO]\b|head of paid service|^managing director\b|^chief officer\b", re.I)),
)  # fmt: skip
"""By which words each office is known, the narrower first."""
_BODY = re.compile(
    r"\b(?:councils?|borough|trust|board|partnership|authority|[MC]?BC|CC|ICB|police|constabulary|corporation)\b", re.I
)
_BEFORE_PARTY = re.compile(
    r"(?:(?:signed\s+)?(?:for and )?on behalf of|(?:signed )?for(?=\s)|"
    r"name of (?:the )?(?:local authority|council|party|organisation)|"
    r"(?:local authority|council|party|organisation)(?=\s*:))\s*:?\s*(?:the\s+)?",
    re.I,
)
_FIELD = re.compile(
    r"(?:(?:print(?:ed)? |full )?name|signature|signed|sign|date(?: signed)?|dated|position|(?:job )?title|role|by)"
    r"\s*(?:[:.…_]|$)|date[d]?\s+(?:the\s+)?\d",
    re.I,
)
_MONTH = r"[A-Za-z]{3,9}"
_DATE = re.compile(
    rf"(?:the\s+)?\b\d{{1,2}}\s*(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?\s+{_MONTH}\.?,?\s+[’']?\d{{2,4}}\b"
    rf"|\b\d{{1,4}}\s?[./–-]\s?\d{{1,2}}\s?[./–-]\s?\d{{1,4}}\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b",
)
_DATE_LABEL = re.compile(r"\b(?:date(?:d| signed)?)\b\s*:?\s*(.*)$", re.I)
_HEADS: Final = {
    "party": re.compile(
        r"^(?:name of )?(?:the )?(?:local )?(?:council|borough|party|organisation|authority|la|partner|member|body)s?$",
        re.I,
    ),
    "office": re.compile(r"^(?:position|office|role|job title|title|capacity|signatory|post)$", re.I),
    "date": re.compile(r"^(?:date|dated|date signed|date of signature|signed on)$", re.I),
    "other": re.compile(r"^(?:name|print(?:ed)? name|signature|signed|no\.?|#)$", re.I),
}
_BESIDE = re.compile(r"\s*[,–—(:]\s*|\s+-\s+|\s+for\s+|\s+of\s+(?=[A-Z])", re.I)
_RULE = re.compile(r"[\s|:+=_-]+")
_ONE_LINE = re.compile(
    r"(?:[-–•*]\s+)?(?P<behalf>(?:signed\s+)?(?:for and )?on behalf of\s+"
    r"|(?:signed\s+)?for\s+)?(?:the\s+)?(?P<party>[A-Z][^:;–—]{3,80}?)"
    r"\s*(?::|–|—|;|,(?=\s*signed))\s*(?P<rest>\S.{4,})",
    re.I,
)
_LONGEST_LINE = 200
_LONGEST_PARTY = 90
_LONGEST_SCRAWL = 40
_NEAR = 4
"""Lines between a name or office and the signature or date that makes it one of a page of signatures."""


@dataclass(frozen=True, slots=True)
class SignedAs:
    """One signature as printed: the party and office in the document's words, `office` as known here, blank where it is
    not named; `written` the date, blank where there is none; `line` where it stands, from 1."""

    party: str
    office: str
    written: str
    line: int


def read_signatures(text: str) -> tuple[SignedAs, ...]:
    """Every signature of a text, in order."""
    lines = text.splitlines()
    found = [*_Pages(lines).read()]
    have = {one.party.lower() for one in found}
    found += [one for one in _in_one_line(lines) if one.party.lower() not in have]
    return tuple(sorted(found, key=lambda one: one.line))


def _in_one_line(lines: Sequence[str]) -> Iterator[SignedAs]:
    """ "Shropshire Council: signed by T. Moss, Director of Children's Services, 12 August 2024", each in a line."""
    for place, raw in enumerate(lines, start=1):
        match = None if _cells(raw) or len(raw) > _LONGEST_LINE else _ONE_LINE.match(raw.strip())
        if match is None:
            continue
        party, rest = _party_name(match["party"]), match["rest"]
        behalf = bool(match["behalf"])
        if not (behalf or is_party(party)) or not (office_of(rest) or re.search(r"\bsigned\b", raw, re.I)):
            continue
        if behalf and not (is_party(party) or (party[:1].isupper() and len(party.split()) < 4)):
            continue
        yield SignedAs(party, office_of(rest), _date_in(rest), place)


def office_of(words: str) -> str:
    """The office that words name; blank where they name none."""
    return next((office for office, known in OFFICES if known.search(words.strip())), "")


def signature_lines(lines: Sequence[str]) -> frozenset[int]:
    """Places of the lines, outside tables, that belong to a page of signatures: no clause stands in them."""
    fields, around = set[int](), set[int]()
    for place, raw in enumerate(lines):
        line = raw.strip()
        if _cells(raw) or not line:
            continue
        if _FIELD.match(line) or (office_of(line) and (_DATE_LABEL.search(line) or re.search(r"[._…]{4,}", line))):
            fields.add(place)
        elif len(line) < _LONGEST_PARTY and (is_party(line) or (office_of(line) and _is_title(line))):
            around.add(place)
    with_date = {place for place in fields if re.match(r"(?:sign|date)", lines[place].strip(), re.I)}
    named = around | {place for place in fields if office_of(lines[place])}
    # A line such as "Title: …" on a first page is no signature: an office or a party must be near a signature or date.
    kept = {place for place in fields if place in named or any(abs(place - other) <= _NEAR for other in named)}
    near = kept & (with_date | named)
    kept |= {place for place in around if any(0 < other - place <= _NEAR for other in near)}
    return frozenset(kept) if kept & fields else frozenset()


def _cells(raw: str) -> list[str]:
    """The cells of a row of a table; empty where the line is none."""
    if raw.count("|") > 1:
        return [cell.strip() for cell in raw.strip().strip("|").split("|")]
    if "\t" in raw:
        return [cell.strip() for cell in raw.split("\t")]
    parts = re.split(r"\s{3,}", raw.strip())  # columns parted by blanks
    return parts if len(parts) > 2 and all(len(part) < _LONGEST_PARTY for part in parts) else []


def _is_title(line: str) -> bool:
    return not re.match(r"[\d(•*-]", line) and not line.rstrip().endswith((".", ";", ",")) and len(line) < 70


def is_party(words: str) -> bool:
    """Whether words are the name of a council or another body, and nothing else."""
    name = _party_name(words)
    if not name or len(name) > _LONGEST_PARTY or not _BODY.search(name) or name.endswith((".", ";")):
        return False
    small = {"of", "and", "the", "upon", "on", "with", "in", "for", "&", "le", "under"}
    parts = [word for word in re.split(r"[\s,-]+", name) if word and word.lower() not in small]
    return all(word[0].isupper() or word[0] in "(&" for word in parts) and 1 < len(parts) < 9 and not office_of(name)


def _party_name(words: str) -> str:
    return " ".join(_BEFORE_PARTY.sub("", words, count=1).split()).strip(" :").removeprefix("the ")


def _date_in(words: str) -> str:
    """A date within words, as written; what follows "Date" whatever it is; blank where there is none."""
    labelled = _DATE_LABEL.search(words)
    if labelled and labelled[1].strip(" ._…:"):
        return labelled[1].strip(" _…:|")
    found = _DATE.search(words)
    return found[0].strip() if found else ""


class _Pages:
    """Goes through the lines once, with the table, party and office it is in."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.marked = signature_lines(lines)
        self.columns: list[str] = []
        self.heads: list[str] = []
        self.party = ""
        self.open: SignedAs | None = None

    def read(self) -> Iterator[SignedAs]:
        for place, raw in enumerate(self.lines):
            cells = _cells(raw)
            if cells and _RULE.fullmatch(raw):
                continue
            if cells and self._is_head(cells):
                yield from self._close()
                continue
            if cells and self.columns:
                yield from self._row(cells, place + 1)
            elif cells or place in self.marked:
                for words in cells or [raw.strip()]:
                    yield from self._block(words, place + 1)
            elif raw.strip():
                self.columns = []
                # A scanned name or signature stands between the fields; a sentence ends the page.
                if len(raw.strip()) > _LONGEST_SCRAWL or re.search(r"\w\.$", raw.strip()):
                    yield from self._close()
                    self.party = ""
        yield from self._close()

    def _is_head(self, cells: list[str]) -> bool:
        kinds = [next((kind for kind, known in _HEADS.items() if known.match(cell)), "") for cell in cells]
        offices = [office_of(cell) for cell in cells]
        parties = [is_party(cell) for cell in cells]
        if kinds.count("date") == 1 and len([kind for kind in kinds if kind]) > 2:
            self.columns, self.heads = kinds, cells
        elif kinds.count("date") == 1 and kinds.count("party") == 1 and not any(_date_in(cell) for cell in cells):
            self.columns, self.heads = kinds, ["" for _ in cells]  # who signs stands under a head of its own
        elif len([office for office in offices if office]) > 1 and not any(_date_in(cell) for cell in cells):
            self.columns, self.heads = ["date" if office else "party" for office in offices], offices
        elif sum(parties) > 1 and not any(offices):
            self.columns, self.heads = ["cell"] * len(cells), [_party_name(cell) for cell in cells]
        else:
            return False
        self.party = ""
        return True

    def _row(self, cells: list[str], line: int) -> Iterator[SignedAs]:
        """A row of a table with a head: one signature, those of one party, or one office of every party."""
        pairs = list(zip(self.columns, cells, self.heads, strict=False))
        if self.columns[0] == "cell":
            for _, cell, party in pairs:
                if office_of(cell):
                    yield SignedAs(party, office_of(cell), _date_in(cell), line)
            return
        named = [cell for kind, cell, _ in pairs if kind == "party" and cell]
        self.party = _party_name(named[0]) if named else self.party
        if any(office_of(head) for head in self.heads) and "office" not in self.columns:
            for kind, cell, office in pairs:
                if kind == "date" and self.party:
                    yield SignedAs(self.party, office, _date_in(cell) or cell, line)
            return
        office = next((cell for kind, cell, _ in pairs if kind == "office"), "")
        office = office_of(office) or next((known for cell in cells if (known := office_of(cell))), "")
        signs = "date" in self.columns and any(kind in ("date", "other") and cell for kind, cell, _ in pairs)
        if self.party and (office or signs):
            written = next((cell for kind, cell, _ in pairs if kind == "date"), "")
            yield SignedAs(self.party, office, _date_in(written) or written, line)

    def _block(self, words: str, line: int) -> Iterator[SignedAs]:
        """One line of a block, or one cell of a table without a head."""
        office = office_of(words)
        # A trust's officer signs beside the council whose block it is.
        joins = self.party and office == "trust-chief-executive"
        if office and not joins and (beside := next((part for part in _BESIDE.split(words) if is_party(part)), "")):
            self.party = _party_name(beside)
        if is_party(words):
            yield from self._close()
            self.party = _party_name(words)
        elif office and self.party:
            yield from self._close()
            self.open = SignedAs(self.party, office, _date_in(words), line)
            if self.open.written:
                yield from self._close()
        elif self.party and (_DATE_LABEL.search(words) or _DATE.fullmatch(words.strip())):
            written = _date_in(words)
            if self.open is None and written:
                yield SignedAs(self.party, "", written, line)
            elif self.open is not None and written:
                self.open = SignedAs(self.open.party, self.open.office, written, self.open.line)
                yield from self._close()

    def _close(self) -> Iterator[SignedAs]:
        if self.open is not None:
            yield self.open
        self.open = None
