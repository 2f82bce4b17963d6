"""Parties: as many as said, each once, of the region that is named, and those who sign and pay the same. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from riia.documents.memoranda.checks.bodies import Body, body_of, councils_in, region_by_code, regions_in
from riia.documents.memoranda.checks.material import NUMBER, Material, Party, Unit, made, number, short
from riia.documents.memoranda.checks.tables import Row, Table
from riia.documents.memoranda.signature_pages import is_party
from riia.documents.model import BlockKind, Finding, Where
from riia.indicators.reference import PlaceError, councils

_WHO: Final = (
    r"(?:(?:London|local|member|partner|participating|signatory|unitary|upper-tier|founding|neighbouring|"
    r"(?-i:[A-Z][a-z-]+)|and the|of)\s+){0,4}?"
    r"(?P<noun>councils|authorities|parties|partners|boroughs|members|organisations|signatories|bodies)\b"
)
_COUNTED: Final = re.compile(rf"\b(?P<many>{NUMBER})\s+(?:\(\d+\)\s+)?{_WHO}", re.I)
_ELSEWHERE: Final = re.compile(
    rf"\b(?:(?:all|each|every one|any|some|majority|none|\d+|{NUMBER})\s+(?:of\s+)?(?:the\s+|our\s+|these\s+)?|"
    rf"(?:the|our|these)\s+)"
    rf"(?P<many>{NUMBER})\s+{_WHO}"
    r"(?!\s+(?:concerned|involved|that|which|who|named|whose|in|with|at|on|listed|above|below|affected|may|can))",
    re.I,
)
_TABLED: Final = re.compile(
    rf"\b(?P<many>{NUMBER})\s+{_WHO}\s+(?:(?:named|listed|shown|set out)\s+)?(?:in the (?:table|list)|above|"
    rf"below)\b",
    re.I,
)
_OTHERS: Final = re.compile(rf"\bthe other\s+(?P<many>{NUMBER})\b(?:\s+{_WHO})?(?=\s*[.,;]|\s+in writing|$)", re.I)
_ALL_KINDS: Final = ("parties", "partners", "members", "organisations", "signatories", "bodies")
_SIGNING: Final = re.compile(
    r"(?:(?:schedule|section|part|annex|appendix)\s*\w{0,3}|[A-Z\d.]{1,4})?\s*[.:–—-]?\s*(?:page of |the )?"
    r"(?:signed|signatures?|signator(?:y|ies)|execut(?:ed|ion)|agreed by|agreement and signature|sign-?off|"
    r"signing)\b.{0,60}",
    re.I,
)
_SIGNS: Final = re.compile(r"(?:signed|executed|agreed)\b.{0,20}\b(?:for|by|behalf)\b", re.I)
_OF_ONE: Final = re.compile(r"(?P<who>[A-Z][^:–—]{3,60}?)\s*(?::|–|—|\s-)\s+\S")
"""A line that says something of one party: "Kent County Council – Head of Service"."""
_FOR_ALL: Final = re.compile(
    r"\b(?:on behalf of (?:all|each|the (?:councils|parties|partners|authorities|boroughs))|counterparts?|"
    r"separate (?:page|sheet|document)s?|signature pages?\b.{0,40}\b(?:held|kept)|each (?:council|party|"
    r"partner)\b.{0,30}"
    r"\bsigns? (?:a|its own)|electronically by)\b",
    re.I,
)
_NO_SHARE: Final = re.compile(
    r"\b(?:no contribution|not contribute|pays? nothing|exempt|makes? no|nil contribution|in kind|not pay|hosts?)\b",
    re.I,
)
_MOST: Final = 3
"""Missing parties that are told one by one."""


def party_findings(material: Material) -> Iterator[Finding]:
    """What is wrong with who the parties are."""
    if len(material.parties) < 2 or material.named_by is None:
        return
    yield from _counted(material, material.named_by)
    yield from _twice(material)
    yield from _region(material)
    yield from _unsigned(material)
    for table in material.tables:
        yield from _table(material, table)
    yield from _listed(material)


def _many(material: Material, noun: str) -> set[int]:
    """How many a count can mean: all parties, or the councils among them."""
    keys = {party.key for party in material.parties}
    own = {key for key in keys if key.isdigit()}
    return {len(keys)} if noun.lower() in _ALL_KINDS else {len(keys), len(own)}


def _counted(material: Material, named_by: Unit) -> Iterator[Finding]:
    told = False
    listed = len({party.key for party in material.parties})
    for unit, sentence in material.sentences():
        intro = unit is named_by
        before = sentence.split(material.parties[0].name)[0] if intro else sentence
        found = (_COUNTED.search(before) if intro else None) or _TABLED.search(sentence) or _ELSEWHERE.search(sentence)
        others = _OTHERS.search(sentence)
        if found is None and others is None:
            continue
        stated = number((found or others)["many"]) if found or others else 0  # type: ignore[index]
        if others is not None and found is None:
            stated += 1
        noun = (found or others)["noun"] or "councils"  # type: ignore[index]
        if stated in _many(material, noun) or (stated == 2 and not intro) or told or _of_some(sentence, unit, material):
            continue
        told = intro
        missing = _missing_of_region(material, stated)
        yield made(
            "COUNT-LIST", unit.at(sentence), (found or others)[0],  # type: ignore[index]
            f"“{short(sentence)}” says {stated} {noun}, and {listed} are named as parties.{missing}",
            "Ask who the parties are, and settle it before anybody signs.",
            [(material.parties[0].where, "; ".join(party.name for party in material.parties))],
        )  # fmt: skip


def _of_some(sentence: str, unit: Unit, material: Material) -> bool:
    """Whether a count is of some of the parties: those named beside it, or under it."""
    if unit is material.named_by:
        return False
    named = {body.key for body in councils_in(sentence, material.dated)}
    return len(named) > 1 or sentence.rstrip().endswith(":")


def _missing_of_region(material: Material, stated: int) -> str:
    """The councils of the region that are no parties, where there are as many in it as said."""
    codes = [party.key for party in material.parties if party.key.isdigit()]
    if not codes:
        return ""
    region = Counter(region_by_code(code).code for code in codes).most_common(1)[0][0]
    try:
        there = councils(on=material.dated, region=region)
    except PlaceError:
        return ""
    left = [one.official_name for one in there if one.code not in codes]
    return f" {left[0]} is of the region and not among them." if len(there) == stated and len(left) == 1 else ""


def _twice(material: Material) -> Iterator[Finding]:
    seen: dict[str, Party] = {}
    for party in material.parties:
        if (party.key in seen and party.where != seen[party.key].where) or (
            party.key in seen and f"{party.name}, " in material.text
        ):
            first = seen[party.key]
            yield made(
                "MOU-PARTY-TWICE", party.where, party.name, f"{party.name} stands among the parties twice.",
                "Ask whether another party was meant.", [(first.where, first.name)],
            )  # fmt: skip
        seen.setdefault(party.key, party)


def _region(material: Material) -> Iterator[Finding]:
    """A council of another region than all others, in an agreement of a region."""
    codes = {party.key: party for party in material.parties if party.key.isdigit()}
    homes = Counter(region_by_code(code).code for code in codes)
    if len(codes) < 4:
        return
    home, times = homes.most_common(1)[0]
    if (
        times < len(codes) * 0.7
        or times == len(codes)
        or home not in {region.code for region in regions_in(material.text)}
    ):
        return
    for code, party in codes.items():
        other = region_by_code(code)
        if other.code != home and not re.search(rf"\b{re.escape(other.name)}\b", material.text):
            name = region_by_code(next(one for one in codes if region_by_code(one).code == home)).name
            yield made(
                "MOU-PARTY-REGION", party.where, party.name,
                f"{party.name} lies in {other.name}, and the other {times} councils in {name}, of which the agreement "
                "speaks.",
                "Ask whether it was meant to be a party, or say that it joins from another region.",
            )  # fmt: skip


def _unsigned(material: Material) -> Iterator[Finding]:
    """Parties for whom nobody signs, where others do; and those who sign and are no party."""
    if _FOR_ALL.search(material.text):
        return
    signed, places = _signers(material)
    keys = {party.key: party for party in material.parties}
    if not signed or not set(keys) & set(signed):
        return
    missing = [party for key, party in keys.items() if key not in signed]
    first = places[0]
    if len(missing) <= _MOST:
        for party in missing:
            yield made(
                "MOU-SIGNATURE", first, party.name, f"{party.name} is named as a party, and nobody signs for it.",
                "Ask for its signature, or whether it is a party.", [(party.where, party.name)],
            )  # fmt: skip
    else:
        names = ", ".join(party.name for party in missing)
        yield made(
            "MOU-SIGNATURE", first, names, f"{len(missing)} of the {len(keys)} parties do not sign: {names}.",
            "Ask for their signatures, or for the words by which one signs for all.",
            [(party.where, party.name) for party in missing],
        )  # fmt: skip
    for key, (where, name) in signed.items():
        if key not in keys and key.isdigit() and all(one.isdigit() for one in keys):
            yield _stranger(where, name, "signs")


def _stranger(where: Where, name: str, does: str) -> Finding:
    return made(
        "MOU-STRANGER", where, name, f"{name} {does}, and is not named as a party.",
        "Ask whether it is a party: its name is missing at the beginning, or it has no place here.",
    )  # fmt: skip


def _signers(material: Material) -> tuple[dict[str, tuple[Where, str]], list[Where]]:
    """Who is named on the pages of signatures: by what identifies it, its place and name."""
    signed: dict[str, tuple[Where, str]] = {}
    for one, where in zip(material.signatures, material.signature_places, strict=True):
        if body := _who(one.party, material):
            signed.setdefault(body.key, (where, one.party))
    inside, heading, before = False, None, 0
    for block in material.document.blocks:
        named = councils_in(block.text, material.dated)
        if not named and _SIGNING.fullmatch(block.text) and len(block.text) < 90 and block.kind is not BlockKind.ROW:
            inside, heading = True, heading or block.where
        elif re.match(r"(?:schedule|annexe?|appendix)\b", block.text, re.I):
            inside = False
        elif inside or _SIGNS.match(block.text) or (before and (block.where.line or 0) == before + 1):
            before = 0 if inside else block.where.line or 0  # a sentence goes on in the next line
            for body in named:
                signed.setdefault(body.key, (block.where, body.name))
            for role, key in material.known_as.items():
                if re.search(rf"\b{re.escape(role)}\b", block.text):
                    signed.setdefault(key, (block.where, role))
            for text in [cell.text for cell in block.cells] or [block.text]:
                if is_party(text) and (body := body_of(text, material.dated)):
                    signed.setdefault(body.key, (block.where, body.name))
    places = [heading] if heading else [where for where, _ in signed.values()]
    return signed, places


def _table(material: Material, table: Table) -> Iterator[Finding]:
    """Who has a row in a table of contributions and is no party, is in it twice, or has none."""
    signing = any(re.search(r"\bsign|\bdate", head, re.I) for head in table.head)
    money = any("£" in cell.text or "%" in cell.text for row in table.rows for cell in row.cells)
    named = [(row, body.key) for row in table.body if (body := _who(_first(row), material))]
    if signing or not money or len(named) < 2 or len(named) * 3 < len(table.body) * 2:
        return
    keys = {party.key: party for party in material.parties}
    times = Counter(key for _, key in named)
    if sum(key in keys for key in times) * 3 < len(times) * 2:
        return  # a table of others
    seen = set()
    for row, key in named:
        if key not in keys:
            yield _stranger(row.cells[0].where, row.name, "has a share")
        elif key in seen:
            says = f"{row.name} has {times[key]} rows in one table."
            yield made("MOU-PARTY-TWICE", row.cells[0].where, row.name, says, "Ask which party was meant.")
        seen.add(key)
    for key, party in keys.items():
        if key not in times and (len(times) * 5 >= len(keys) * 3) and not _excused(material, party):
            yield made(
                "MOU-SHARE-MISSING", table.blocks[0].where, party.name,
                f"{party.name} is named as a party and has no row in the table of shares, unlike the other "
                f"{len(times)}.",
                "Ask what it pays, or for a sentence that it pays nothing.", [(party.where, party.name)],
            )  # fmt: skip


def _who(name: str, material: Material) -> Body | None:
    """The body that a name or one of its short forms means."""
    key = material.known_as.get(name.strip())
    return Body(name, 0, key, True) if key else body_of(name, material.dated)


def _listed(material: Material) -> Iterator[Finding]:
    """A list that says something of every party and leaves one out."""
    keys = {party.key: party for party in material.parties}
    run: dict[str, Unit] = {}
    for unit in (*material.units, None):
        match = _OF_ONE.match(unit.text) if unit and unit.clause else None
        body = body_of(match["who"], material.dated) if match else None
        if unit is not None and body is not None and body.key in keys and not _SIGNS.match(unit.text):
            run[body.key] = unit
            continue
        missing = [party for key, party in keys.items() if key not in run]
        if len(run) > 2 and len(missing) == 1 and not re.search(r"\bsign|\d{4}$", next(iter(run.values())).text, re.I):
            at = next(iter(run.values()))
            yield made(
                "MOU-SHARE-MISSING", at.where, missing[0].name,
                f"The list that begins “{short(at.text, 60)}” names {len(run)} parties and not {missing[0].name}.",
                "Ask what holds for it.", [(missing[0].where, missing[0].name)],
            )  # fmt: skip
        run = {}


def _first(row: Row) -> str:
    return next((cell.text for cell in row.cells if re.search(r"[A-Za-z]{3}", cell.text)), "")


def _excused(material: Material, party: Party) -> bool:
    return any(
        _NO_SHARE.search(sentence) and any(body.key == party.key for body in councils_in(sentence, material.dated))
        for _, sentence in material.sentences()
    )
