"""Who the parties of an agreement are, and by which names they go. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from riia.documents.agreed.lines import Sentence, Table
from riia.documents.letters.names import is_known, recipient
from riia.documents.model import Where

_BODIES: Final = (
    r"(?:councils?|boroughs?|authorit(?:y|ies)|trust|board|partnership|police|constabulary|ICB|college|university"
    r"|corporation|BC|CC|MBC)"
)
_BODY: Final = re.compile(rf"\b{_BODIES}\b|^(?:City|County|Royal Borough|London Borough) of ", re.I)
_NAME_END: Final = re.compile(
    r"^(?:the\s+)?(?P<name>(?:London Borough|Royal Borough|City|County|Borough|Council) of "
    r"(?:the\s+)?[A-Z][\w’'-]*(?: (?:and|upon|on|with|[A-Z][\w’'-]*))*"
    r"(?: Council)?|[A-Z][^,;(|–—]*?\b(?:Council|Trust|Board|Authority|Partnership|Police|ICB|Corporation)"
    r"|[A-Z][^,;(|–—]*?\bBorough)\b"
)
_PLAIN: Final = frozenset(
    [
        "the",
        "council",
        "councils",
        "county",
        "borough",
        "metropolitan",
        "district",
        "city",
        "of",
        "unitary",
        "authority",
        "london",
        "royal",
        "and",
        "cc",
        "bc",
        "mbc",
        "mdc",
        "mb",
    ]
)
_LEADS: Final = re.compile(
    r"^\W*(?:the\s+)?(?:parties|partners|members|councils|signatories|who we are|between|parties to this "
    r"\w+)\b[^.]{0,60}$"
    r"|\b(?:between|made by|parties are|members are|partners are|councils are|named below|listed below|following "
    r"(?:\w+\s+){0,3}(?:councils|authorities|boroughs|parties|partners|members))\b[^.]{0,90}:\s*$",
    re.I,
)
_IN_LINE: Final = re.compile(
    r"\b(?:between|made by|we are(?:\s+the)?|(?:parties|members|partners|councils|signatories"
    r"|authorities)(?:\s+\w+){0,4}\s+are"
    r"|(?:parties|members|partners|councils|authorities|boroughs)(?:\s+(?:of|in|to)(?:\s+[\w]+){1,5})?\s*[:,(])",
    re.I,
)
SIGN_HEAD: Final = re.compile(r"\b(?:sign(?:ed|ature|atory)?|dated?)\b", re.I)
_AFTER_NAME: Final = re.compile(
    r"\s*(?:$|[,;(.:–—-]|(?:of|at|and|whose|acting|together|each|collectively|in|as)\b)(?!.{140})"
)
COUNCIL_NAME: Final = re.compile(
    r"\b(?:(?:London|Royal) Borough of [A-Z]\w+(?: (?:and|upon) [A-Z]\w+)?|(?:[A-Z][\w’'-]+(?:[ ,&]+(?:and |upon "
    r"|on |with |of )?)){1,5}?Council)\b"
)


@dataclass(frozen=True, slots=True)
class Party:
    """A party as named, and its place."""

    name: str
    where: Where

    @property
    def key(self) -> str:
        return key_of(self.name)


@dataclass(slots=True)
class Signed:
    """Who signs: the name of the party, the place of the signature."""

    party: str
    where: Where
    written: str = ""


@dataclass(slots=True)
class Known:
    """The parties of a document and where they were named."""

    parties: list[Party] = field(default_factory=list)
    where: Where | None = None

    def has(self, name: str) -> bool:
        """Whether a name is that of a party."""
        mine = key_of(name)
        return any(same(mine, party.key) for party in self.parties)


def key_of(name: str) -> str:
    """What tells one party from another: its name without the words that all have."""
    words = re.findall(r"[a-z’'-]+", name.lower().replace("&", " and ").replace("-", " "))
    kept = [word for word in words if word not in _PLAIN]
    return " ".join(kept or words)


def same(one: str, other: str) -> bool:
    """Whether two keys are those of one party."""
    return one == other or (
        min(len(one), len(other)) > 5 and (one.startswith(f"{other} ") or other.startswith(f"{one} "))
    )


def name_in(text: str) -> str:
    """The body that a line begins with; blank where it begins with none."""
    plain = re.sub(r"^(?:\(?\w{1,3}[.)]\s*|[-–•*▪]\s*)", "", text.strip())
    found = _NAME_END.match(plain)
    if found and _BODY.search(found["name"]) and len(found["name"]) < 80:
        return found["name"].strip()
    first = re.split(r"[,;(–—]| - | of (?=[A-Z])", plain)[0].strip(" .:")
    return first if is_known(first) else ""


def resolved(signed: Sequence[Signed], sentences: Sequence[Sentence], tables: Sequence[Table]) -> list[Signed]:
    """Signatures "for the Lead Borough" as those of the party that is defined so."""
    said = [sentence.text for sentence in sentences] + [
        " ".join(cell.text for cell in row) for table in tables for row in table.rows
    ]
    found: list[Signed] = []
    for one in signed:
        name = one.party
        if not _BODY.search(name) or re.match(r"(?:lead|host)\b", name, re.I):
            term = re.compile(
                rf"[“\"]{re.escape(name.removeprefix('the '))}[”\"]\s*(?:means|is|,|:|–"
                rf"|-)?\s*(?:the\s+)?(?P<who>[^.;]+)",
                re.I,
            )
            match = next((match for text in said if (match := term.search(text))), None)
            name = (name_in(match["who"]) or name) if match else name
        found.append(Signed(name, one.where, one.written))
    return found


def parties_of(sentences: Sequence[Sentence], tables: Sequence[Table]) -> Known:
    """The parties: a list or table under a line that announces them, or a sentence that names them."""
    for read in (_listed, _tabled, _in_sentence):
        known = read(sentences, tables)
        if len(known.parties) > 1:
            return known
    return Known()


def _listed(sentences: Sequence[Sentence], _: Sequence[Table]) -> Known:
    for at, lead in enumerate(sentences[:80]):
        if not _LEADS.search(lead.text) or len(lead.text) > 240:
            continue
        known, gap = Known([], lead.where), 0
        for item in sentences[at + 1 : at + 60]:
            name = name_in(item.text)
            rest = item.text.partition(name)[2] if name else ""
            if name and _AFTER_NAME.match(rest) and len(COUNCIL_NAME.findall(item.text)) < 2:
                known.parties.append(Party(name, item.where))
                gap = 0
            elif known.parties or gap > 1:
                if gap or not known.parties or len(item.text) > 60:
                    break
                gap += 1
            else:
                gap += 1
        if len(known.parties) > 1:
            return known
    return Known()


def _tabled(sentences: Sequence[Sentence], tables: Sequence[Table]) -> Known:
    for table in tables:
        head = " ".join(cell.text for row in table.heads for cell in row)
        before = next((one for one in reversed(sentences) if table.near - 3 <= one.near < table.near), None)
        announced = before is not None and _LEADS.search(before.text)
        if not announced or SIGN_HEAD.search(head):
            continue
        for column in range(table.width):
            cells = [row[column] for row in table.rows if column < len(row)]
            names = [Party(name_in(cell.text), cell.where) for cell in cells if name_in(cell.text)]
            if len(names) > 1 and len(names) == len(cells):
                return Known(names, before.where if before else None)
    return Known()


def _in_sentence(sentences: Sequence[Sentence], _: Sequence[Table]) -> Known:
    for sentence in sentences[:60]:
        for lead in _IN_LINE.finditer(sentence.text):
            names = _names(sentence.text[lead.end() :])
            if len(names) > 1:
                return Known([Party(name, sentence.where) for name in names], sentence.where)
    return Known()


_NAMED: Final = re.compile(
    r"(?:\(\d\)\s*)?(?:the\s+)?(?P<name>(?:London Borough|Royal Borough|City|County|Borough) of "
    r"(?:the\s+)?[A-Z][\w’'-]+(?: (?:and|upon) [A-Z][\w’'-]+)?(?: Council)?"
    r"|[A-Z][\w’'-]+(?:(?:,? (?:and |& |upon |on |with |of |the )?|-)[A-Z][\w’'-]+)*?(?: (?:City|County|Borough"
    r"|Metropolitan|District|Unitary|Combined))* "
    r"(?:Council|Trust|Board|Authority)|[A-Z][\w’'-]+(?: (?:and |& )?[A-Z][\w’'-]+){0,3})(?=\s*(?:,|;|\.|\)|\(|$"
    r"|\s+and\b|\s+&))"
)


def _names(text: str) -> list[str]:
    """The bodies of a list in a sentence; empty where anything in it is none."""
    from riia.documents.letters.names import split_names

    end = re.search(r"\.(?:\s|$)|\(?(?:together|collectively|each)\b|\bwho\b|\bwhich\b", text)
    part = re.sub(r"\(\d+\)|\([^)]*\)", " ", text[: end.start()] if end else text)
    known = [name for _, name in split_names(part)]
    left = part
    for name in known:
        left = left.replace(name, " ")
    if len(known) > 1 and not re.search(
        r"[A-Z][a-z]+", re.sub(r"\b(?:Council|Councils|Borough|City|County)\b", "", left)
    ):
        return [name for one in known if (name := _bare_name(one))]
    pieces = [
        piece.strip(" .:;")
        for piece in re.split(r",\s*(?:and\s+)?|;\s*(?:and\s+)?|\s+and\s+(?=[A-Z])", part)
        if piece.strip(" .:;")
    ]
    names = [re.sub(r"^(?:the|and)\s+", "", piece) for piece in pieces]
    if len(names) > 1 and all(_BODY.search(name) and name[0].isupper() and len(name) < 70 for name in names):
        return names
    return []


def _bare_name(name: str) -> str:
    """A council's name without words before it; blank for the name of a region."""
    bare = re.sub(r"^(?:We are|Between|The|And|Of) ", "", name).strip(" :;")
    return "" if recipient(bare, Where(), None).is_region else bare
