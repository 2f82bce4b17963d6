"""Who the parties of an agreement are, how many it says they are, who signs, and who has a part in it. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from riia.documents.agreed.amounts import NUMBER, WORDS, number_of
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence, Table
from riia.documents.letters.names import is_known, recipient
from riia.documents.model import Evidence, Finding, Where

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
_MANY: Final = re.compile(
    rf"(?P<det>\b(?:the|all|our|these|between|by|for|of|its|both)\s+(?:the\s+|of\s+the\s+"
    rf"|of\s+our\s+)?)?(?<![\w.,/£-])(?P<n>{NUMBER})"
    r"\s+(?:(?:member|partner|local|participating|signatory|founding|party|London|constituent|upper-tier|named)\s+)*"
    r"(?P<noun>councils|members|partners|parties|boroughs|local authorities|authorities|organisations"
    r"|signatories)\b(?!\s+of\s+the\s+(?:board|group|panel))",
    re.I,
)
_NOT_ALL: Final = re.compile(
    r"\b(?:at least|any|up to|other|first|last|next|more than|fewer than|less than|fewer|minimum of|only|one of"
    r"|two of|least|most|another|quorum|further"
    r"|some|either|additional|least of|than|remaining|or)\W+(?:of\s+the\s+)?$",
    re.I,
)
_OF_A_BODY: Final = re.compile(
    r"\b(?:board|group|committee|panel|forum|team|executive)\b[^.;]{0,30}\b(?:has|have|of|with|comprises|consists "
    r"of|includes)\s+$",
    re.I,
)
_SIGN_HEAD: Final = re.compile(r"\b(?:sign(?:ed|ature|atory)?|dated?)\b", re.I)
_ROLE: Final = re.compile(
    r"\b(?:lead|host|accountable|administering|commissioning)\s+(?:authority|council|body|borough|partner)\b"
    r"|\bhosts?\b|\bhosted\b|\bchair(?:s|ed)?\b|\btreasurer\b"
    r"|\bholds the (?:budget|fund|grant)|\bemploys\b|\binvoices\b",
    re.I,
)
_AFTER_NAME: Final = re.compile(
    r"\s*(?:$|[,;(.:–—-]|(?:of|at|and|whose|acting|together|each|collectively|in|as)\b)(?!.{140})"
)
_COUNCIL_NAME: Final = re.compile(
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
        return any(_same(mine, party.key) for party in self.parties)


def key_of(name: str) -> str:
    """What tells one party from another: its name without the words that all have."""
    words = re.findall(r"[a-z’'-]+", name.lower().replace("&", " and ").replace("-", " "))
    kept = [word for word in words if word not in _PLAIN]
    return " ".join(kept or words)


def _same(one: str, other: str) -> bool:
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
            if name and _AFTER_NAME.match(rest) and len(_COUNCIL_NAME.findall(item.text)) < 2:
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
        if not announced or _SIGN_HEAD.search(head):
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


def party_findings(
    known: Known, sentences: Sequence[Sentence], tables: Sequence[Table], signed: Sequence[Signed]
) -> Iterator[Finding]:
    """What does not fit the parties: counts, signatures, tables, parts that somebody else has."""
    yield from _counts(known, sentences)
    if signed:
        yield from _signatures(known, signed)
    yield from _rows(known, tables)
    yield from _roles(known, sentences)


def _counts(known: Known, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    listed = len({party.key for party in known.parties})
    seen: set[int] = set()
    for sentence in sentences:
        for match in _MANY.finditer(sentence.text):
            many = number_of(match["n"])
            before = sentence.text[: match.start("n")]
            if (
                many in (listed, 0, 1)
                or many in seen
                or _NOT_ALL.search(before)
                or not _is_of_all(match, sentence, many, listed)
            ):
                continue
            seen.add(many)
            yield told(
                "PARTY-COUNT", sentence.where, match[0].strip(),
                f"“{match[0].strip()}”, but {listed} are named: {_names_of(known)}.",
                "Ask whether somebody was left out or added.",
                [Evidence(party.where, party.name) for party in known.parties[:1]],
            )  # fmt: skip


def _is_of_all(match: re.Match[str], sentence: Sentence, many: int, listed: int) -> bool:
    """Whether a count speaks of all parties, not of some of them."""
    after = sentence.text[match.end() :]
    if (
        re.match(
            r"\s+(?:concerned|in question|who|that|which|each\b|from|must|are present|present|is present|to be "
            r"present|vote)",
            after,
        )
        and not match["det"]
    ):
        return False
    if _OF_A_BODY.search(sentence.text[: match.start("n")]):
        return False
    if re.match(r"\s+(?:concerned|in question)", after) or re.search(
        r"\b(?:quorum|present|vote|majority)\b", sentence.text, re.I
    ):
        return False
    det = (match["det"] or "").lower()
    if many == 2:
        return "all" in det or "both" in det or "between" in det
    if re.search(r"\b(?:all|our|between|these)\b", det):
        return True
    if match["noun"][0].isupper() or det.strip() in ("the", "of the", "by the", "for the"):
        return True
    return bool(re.match(r"\s*(?::|listed|named|below|signing|,|$|\.|\))", after)) and not re.search(r"\bof\b", det)


def _names_of(known: Known) -> str:
    names = [party.name for party in known.parties]
    return ", ".join(names[:12]) + (" and others" if len(names) > 12 else "")


def _signatures(known: Known, signed: Sequence[Signed]) -> Iterator[Finding]:
    keys = {key_of(one.party) for one in signed if one.party}
    lacking = [party for party in known.parties if not any(_same(party.key, key) for key in keys)]
    strangers = [
        one for one in signed if one.party and not known.has(one.party) and not re.search(r"\bTrust\b", one.party)
    ]
    strangers = list({key_of(one.party): one for one in reversed(strangers)}.values())[::-1]
    if lacking and len(lacking) < len(known.parties):
        names = ", ".join(party.name for party in lacking)
        yield told(
            "PARTY-UNSIGNED", lacking[0].where, lacking[0].name,
            f"{len(lacking)} of {len(known.parties)} parties {'has' if len(lacking) == 1 else 'have'} no "
            f"signature: {names}.",
            "Ask for the missing signatures, or whether they are parties.",
            [Evidence(signed[0].where, signed[0].party)],
        )  # fmt: skip
    if strangers and len(lacking) < len(known.parties) and 2 * len(strangers) <= max(2, len(keys)):
        for one in strangers:
            yield told(
                "PARTY-UNKNOWN", one.where, one.party,
                f"{one.party} signs, and is not among the {len(known.parties)} parties: {_names_of(known)}.",
                "Ask whether it is a party.", [Evidence(known.parties[0].where, known.parties[0].name)],
            )  # fmt: skip


def _rows(known: Known, tables: Sequence[Table]) -> Iterator[Finding]:
    """A table with a row for nearly every party, and none for one; or one for somebody else."""
    for table in tables:
        head = " ".join(cell.text for row in table.heads for cell in row)
        if _SIGN_HEAD.search(head):
            continue
        for column in range(min(table.width, 3)):
            cells = [row[column] for row in table.rows if column < len(row) and row[column].text]
            keys = {key_of(cell.text): cell for cell in cells}
            has = [party for party in known.parties if any(_same(party.key, key) for key in keys)]
            lacking = [party for party in known.parties if party not in has]
            if len(has) < 3 or 3 * len(has) < 2 * len(known.parties):
                continue
            if lacking and all(party.where != cell.where for party in known.parties for cell in cells):
                names = ", ".join(party.name for party in lacking)
                yield told(
                    "PARTY-NO-ROW", cells[0].where, cells[0].text,
                    f"The table {f'“{head[:50]}” ' if head else ''}has a row for {len(has)} of "
                    f"{len(known.parties)} parties, and "
                    f"none for {names}.",
                    "Ask whether a row was left out.", [Evidence(lacking[0].where, lacking[0].name)],
                )  # fmt: skip
            strange = [cell for cell in cells if is_known(cell.text) and not known.has(cell.text)]
            for cell in strange[:2]:
                yield told(
                    "PARTY-UNKNOWN", cell.where, cell.text,
                    f"{cell.text} has a row, and is not among the {len(known.parties)} parties: {_names_of(known)}.",
                    "Ask whether it is a party.",
                )  # fmt: skip
            break


def _roles(known: Known, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    seen: set[str] = set()
    for sentence in sentences:
        text = sentence.text
        if not _ROLE.search(text) or re.search(
            r"\b(?:former|formerly|until|previous|replac\w+|successor|not a party)\b", text, re.I
        ):
            continue
        for match in _COUNCIL_NAME.finditer(text):
            name = re.sub(r"^(?:The|For|By|In|And|Each|Every|Any|If|While|Where|When) ", "", match[0])
            found = recipient(name, sentence.where, None)
            if known.has(name) or name in seen or not (found.place or is_known(name)):
                continue
            seen.add(name)
            yield told(
                "PARTY-UNKNOWN", sentence.where, name,
                f"{name} has a part here and is not among the {len(known.parties)} parties ({_names_of(known)}): "
                f"“{text[:140]}”",
                "Ask who is meant.",
            )  # fmt: skip


__all__ = ["WORDS", "Known", "Party", "Signed", "key_of", "name_in", "parties_of", "party_findings"]
