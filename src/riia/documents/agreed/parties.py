"""How many parties an agreement says it has, who of them signs, and who has a part in it without being one. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.agreed.amounts import NUMBER, number_of
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence, Table
from riia.documents.agreed.party_names import COUNCIL_NAME, SIGN_HEAD, Known, Signed, key_of, same
from riia.documents.letters.names import is_known, recipient
from riia.documents.model import Evidence, Finding

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
_ROLE: Final = re.compile(
    r"\b(?:lead|host|accountable|administering|commissioning)\s+(?:authority|council|body|borough|partner)\b"
    r"|\bhosts?\b|\bhosted\b|\bchair(?:s|ed)?\b|\btreasurer\b"
    r"|\bholds the (?:budget|fund|grant)|\bemploys\b|\binvoices\b",
    re.I,
)
_OF_A_BODY: Final = re.compile(
    r"\b(?:board|group|committee|panel|forum|team|executive)\b[^.;]{0,30}\b(?:has|have|of|with|comprises|consists "
    r"of|includes)\s+$",
    re.I,
)


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
    lacking = [party for party in known.parties if not any(same(party.key, key) for key in keys)]
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
        if SIGN_HEAD.search(head):
            continue
        for column in range(min(table.width, 3)):
            cells = [row[column] for row in table.rows if column < len(row) and row[column].text]
            keys = {key_of(cell.text): cell for cell in cells}
            has = [party for party in known.parties if any(same(party.key, key) for key in keys)]
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
        for match in COUNCIL_NAME.finditer(text):
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
