"""Who gets the grant: parties against rows, names against the register, regions without a host. Pure."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from riia.documents.letters import clauses as of_clauses
from riia.documents.letters.material import Material, finding, listed, quoted
from riia.documents.letters.names import recipient
from riia.documents.letters.structure import Recipient
from riia.documents.model import Evidence, Finding
from riia.indicators.reference import Authority, Region, improvement_regions, place, region_of, successors


def parties(material: Material) -> Iterator[Finding]:
    """The parties are the recipients of the annex, both ways (R1.06)."""
    letter = material.letter
    named = [who for party in letter.parties for who in party.named]
    rows = [row.recipient for row in letter.rows]
    if named and rows:
        without_row = [who for who in named if not _among(who, rows)]
        strangers = [who for who in rows if not _among(who, named) and who.place]
        if without_row:
            yield finding(
                "PARTY-WITHOUT-ROW", without_row[0].where, without_row[0].name,
                f"{len(without_row)} of {len(named)} parties {'has' if len(without_row) == 1 else 'have'} no row "
                f"in the annex: {listed([who.name for who in without_row])}. The annex has {_rows(rows)}.",
                "Ask for the complete annex, or whether they are meant as parties.",
                [Evidence(rows[0].where, rows[0].name)],
            )  # fmt: skip
        if strangers:
            yield finding(
                "ROW-WITHOUT-PARTY", strangers[0].where, strangers[0].name,
                f"{listed([who.name for who in strangers])} {'has a row' if len(strangers) == 1 else 'have rows'} "
                f"in the annex, but {'is' if len(strangers) == 1 else 'are'} not among the {len(named)} parties.",
                "Ask whether the determination is made with them.", [Evidence(named[0].where, named[0].name)],
            )  # fmt: skip
    elif rows and all(who.is_region for who in rows):
        for party in letter.parties:
            listing = re.search(r"\b(?:listed|named|set out)\b", party.text)
            if listing and re.search(r"\band (?:the )?local authorities\b", party.text, re.I):
                yield finding(
                    "PARTY-WITHOUT-ROW", party.where, party.text,
                    f"Party {party.number} is {quoted(party.text)}, but no local authority has a row in the annex "
                    f"and none is named: its {len(rows)} rows are regions.",
                    "Ask which local authorities the determination is made with.",
                    [Evidence(rows[0].where, rows[0].name)],
                )  # fmt: skip


def _among(who: Recipient, others: list[Recipient]) -> bool:
    if any(who.place and who.place == other.place for other in others):
        return True
    unknown = [other for other in others if not other.place] if who.place else others
    return any(SequenceMatcher(None, who.name.lower(), other.name.lower()).ratio() > 0.8 for other in unknown)


def _rows(rows: list[Recipient]) -> str:
    return f"one row, {rows[0].name}" if len(rows) == 1 else f"{len(rows)} rows"


def names(material: Material) -> Iterator[Finding]:
    """Every recipient is an English council or region of the day, once."""
    letter = material.letter
    day = f" on {letter.on.day} {letter.on:%B %Y}" if letter.on else ""
    for row in letter.rows:
        who = row.recipient
        if who.problem and who.place:
            yield finding(
                "RECIPIENT-ENDED", who.where, who.name,
                f"{who.name} was no council{day}: {who.problem}.{_successor(who)}",
                "Ask who is meant to be paid.",
            )  # fmt: skip
        elif who.problem:
            yield finding(
                "RECIPIENT-UNKNOWN", who.where, who.name, f"{quoted(who.name)} is not in the register of English "
                f"councils and regions. {who.problem}", "Check the name and ask who is meant.",
            )  # fmt: skip
    for party in letter.parties:
        for who in party.named:
            if who.problem and not any(row.recipient.name == who.name for row in letter.rows):
                code = "RECIPIENT-ENDED" if who.place else "RECIPIENT-UNKNOWN"
                yield finding(
                    code, who.where, who.name, f"{quoted(who.name)}, named as a party, was no English "
                    f"council{day}: {who.problem}.{_successor(who)}".replace("..", "."), "Ask who is meant.",
                )  # fmt: skip


def twice(material: Material) -> Iterator[Finding]:
    """Nobody has two rows in one annex; a row in another annex is other money."""
    for annex in material.letter.annexes:
        seen: dict[str, Recipient] = {}
        for row in annex.rows:
            who = row.recipient
            if who.place and who.place in seen:
                first = seen[who.place]
                again = "" if who.name == first.name else f" (as {quoted(first.name)} and {quoted(who.name)})"
                yield finding(
                    "RECIPIENT-TWICE", who.where, who.name,
                    f"{who.name} has two rows in the annex{again}: {first.where} and {who.where}.",
                    "Ask whether both are meant, so that it is not paid twice.", [Evidence(first.where, first.name)],
                )  # fmt: skip
            seen.setdefault(who.place, who)


def _successor(who: Recipient) -> str:
    found = [place(item.successor).label for item in successors(who.place)] if who.place and not who.is_region else []
    return f" It was followed by {listed(found)}." if found else ""


def regions(material: Material) -> Iterator[Finding]:
    """Regions need a host that can be paid; a council supports its own region; every region is there."""
    letter = material.letter
    rows = [row.recipient for row in letter.rows]
    regional = [who for who in rows if who.is_region]
    if regional:
        paying = next((c for c in letter.clauses if of_clauses.named("Determination", c)), None)
        purpose = next((c for c in letter.clauses if of_clauses.named("Purpose", c)), None)
        clauses = [clause for clause in (purpose, paying) if clause is not None and "authorit" in clause.text]
        numbers = [str(clause.number) for clause in clauses if clause.number]
        said = f" (clause{'s' if len(numbers) > 1 else ''} {listed(numbers)})" if numbers else ""
        yield finding(
            "HOST-NEEDED", regional[0].where, regional[0].name,
            f"The grant is paid to local authorities{said}, but the annex allocates it to {len(regional)} "
            f"region{'s' if len(regional) > 1 else ''}: {listed([who.name for who in regional])}. A region is no "
            f"authority.",
            "Record for each region the local authority that receives the grant before anything is paid.",
            [Evidence(clause.where, clause.text) for clause in clauses],
        )  # fmt: skip
        yield from _missing_region(material, regional)
    for row in letter.rows:
        if row.region is None or not row.recipient.place or row.recipient.is_region:
            continue
        meant = recipient(row.region.text, row.region.where, letter.on)
        own = _region(row.recipient.place)
        if meant.is_region and own is not None and own.code != meant.place:
            yield finding(
                "RECIPIENT-REGION", row.region.where, row.region.text,
                f"{row.recipient.name} is to support {row.region.text}, but lies in {own.name}.",
                "Ask whether it is meant to support another region, or which of the two is right.",
                [Evidence(row.recipient.where, row.recipient.name)],
            )  # fmt: skip


def _region(code: str) -> Region | None:
    found = place(code)
    return region_of(code) if isinstance(found, Authority) else None


def _missing_region(material: Material, regional: list[Recipient]) -> Iterator[Finding]:
    """Eight of nine regions where the text promises something to each of them."""
    have = {who.place for who in regional}
    lacking = [region for region in improvement_regions() if region.code not in have]
    promised = next(
        (p for p in material.letter.purposes if re.search(r"\b(?:each|every|all nine) region", p.text, re.I)), None
    )
    counted = any(re.search(r"\b(?:all|the) (?:nine|9)\b", item.text, re.I) for item in material.parts.main)
    if promised and lacking and len(lacking) <= 3 and not counted:
        names = listed([region.name for region in lacking])
        yield finding(
            "REGION-MISSING", regional[-1].where, regional[-1].name,
            f"The purposes give money to each region, but {names} {'has' if len(lacking) == 1 else 'have'} no row "
            f"in the annex.",
            "Ask whether a row was left out.", [Evidence(promised.where, promised.text)],
        )  # fmt: skip
