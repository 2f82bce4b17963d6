"""Who the parties of an agreement are: named in a sentence, in a list, in a table, or line by line. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from riia.documents.memoranda.checks.bodies import Body, body_of, councils_in
from riia.documents.memoranda.checks.material import Party, Unit
from riia.documents.memoranda.checks.tables import Table
from riia.documents.model import Where

_INTRODUCES: Final = re.compile(
    r"\b(?:between|amongst?|made by|made with|parties|partners|signatories|councils|authorities|boroughs|"
    r"members|we are|"
    r"comprising|namely|by and)\b",
    re.I,
)
_BETWEEN: Final = re.compile(r"\b(?:between|among|amongst|made by|parties)\b", re.I)
_LIST_OF: Final = re.compile(r"\b(?:parties|partners|members|councils|authorities|boroughs|signatories)\b", re.I)
_PART: Final = r"(?:annexe?|schedule|appendix)\b"
_ROLE: Final = re.compile(r"[“\"](?P<role>[A-Z]\w+(?: [A-Z]\w+)*)[”\"]\s+(?:means\s+|is\s+)?(?P<rest>[^\n]{3,90})")
_FIRST: Final = 40
"""Clauses and items among which the parties are named."""


def parties_of(
    units: Sequence[Unit], tables: Sequence[Table], on: date | None
) -> tuple[tuple[Party, ...], Unit | None]:
    """The parties, and the clause that introduces them; none where the text does not name them."""
    clauses = [unit for unit in units if unit.clause is not None]
    signed = next((at for at, unit in enumerate(clauses) if re.match(r"signat|signed|execut", unit.text, re.I)), None)
    early = range(min(signed or _FIRST, _FIRST, len(clauses)))
    listed = [at for at, unit in enumerate(clauses) if at not in early and _LIST_OF.search(unit.text[:60])]
    for at in (*early, *listed):
        unit = clauses[at]
        if (
            unit.clause is None
            or unit.clause.under
            or (at in listed and not re.match(_PART, unit.clause.printed, re.I))
        ):
            continue
        for found in (_of_items(unit, clauses, on), _of_table(unit, tables, on), _of_lines(clauses, at, on)):
            if len(found) > 1:
                return tuple(found), unit if at in early else _said_in(clauses, unit) or unit
        found = _of_sentence(unit, on) if at in early else []
        if found:
            return tuple(found), unit
    return (), None


def _of_items(unit: Unit, clauses: Sequence[Unit], on: date | None) -> list[Party]:
    assert unit.clause is not None
    items = [one for one in clauses if one.clause and one.clause.under == unit.clause.number]
    found = [(one, body) for one in items if (body := body_of(one.clause.text if one.clause else "", on))]
    if len(found) * 3 < len(items) * 2:
        return []
    return [_party(body, one.where) for one, body in found]


def _of_table(unit: Unit, tables: Sequence[Table], on: date | None) -> list[Party]:
    """The bodies of a table that stands straight under a clause or its heading, and holds no numbers of its own."""
    table = next((one for one in tables if one.before is not None and one.before in unit.blocks), None)
    if table is None or any("£" in cell.text or "%" in cell.text for row in table.rows for cell in row.cells):
        return []
    if any(re.search(r"\bdates?\b|\bsign", head, re.I) for head in table.head):
        return []
    found = []
    for row in table.rows:
        named = next(
            ((cell, body) for cell in row.cells if len(cell.text) > 3 and (body := body_of(cell.text, on))), None
        )
        if named:
            found.append(_party(named[1], named[0].where))
    return found if len(found) * 3 >= len(table.rows) * 2 else []


def _of_lines(clauses: Sequence[Unit], at: int, on: date | None) -> list[Party]:
    """Bodies that stand line by line under a heading or an introduction."""
    found = []
    for unit in clauses[at + 1 :]:
        clause = unit.clause
        body = body_of(unit.text, on) if clause and len(unit.text) < 200 else None
        if clause is None or body is None or clause.under or (clause.printed and "." not in clause.printed):
            if re.fullmatch(r"(?:and|with|-and-|&)", unit.text.strip("- "), re.I):
                continue
            break
        found.append(_party(body, unit.where))
    introduced = _INTRODUCES.search(clauses[at].text)
    return found if introduced or len(found) > 3 else []


def _of_sentence(unit: Unit, on: date | None) -> list[Party]:
    """Councils named one after the other in a sentence that introduces them."""
    named = councils_in(unit.text, on)
    if len(named) < 2 or not _INTRODUCES.search(unit.text):
        return []
    runs: list[list[Body]] = [[]]
    for body in named:
        between = unit.text[runs[-1][-1].end : body.start] if runs[-1] else ""
        bare = re.sub(r"\([^()]*\)|[“\"][^”\"]*[”\"]", "", between)
        if runs[-1] and (len(bare) > 60 or re.search(r"[.;]\s+[A-Z]", bare)):
            runs.append([])
        runs[-1].append(body)
    longest = max(runs, key=len)
    if len(longest) < 3 and not (len(longest) == 2 and _BETWEEN.search(unit.text[: longest[0].start])):
        return []
    return [Party(body.name, body.key, unit.at(body.name)) for body in longest]


def _party(body: Body, where: Where) -> Party:
    return Party(body.name, body.key, where)


def _said_in(clauses: Sequence[Unit], part: Unit) -> Unit | None:
    """The clause that speaks of the annex in which the parties are listed."""
    assert part.clause is not None
    wanted = re.compile(rf"\b{re.escape(part.clause.printed)}\b", re.I)
    return next((unit for unit in clauses if unit is not part and wanted.search(unit.text)), None)


def known_as(text: str, parties: Sequence[Party], on: date | None) -> dict[str, str]:
    """Short names and roles of parties: "Newham Council (“Newham”)", "“Lead Borough” means Newham"."""
    found: dict[str, str] = {}
    keys = {party.key for party in parties}
    for party in parties:
        said = re.compile(
            rf"{re.escape(party.name)}[^()“\"]{{0,90}}\(\s*(?:the\s+|“|\"|‘|"
            rf"')*(?P<short>[A-Z][\w &’'-]{{1,40}}?)[”\"’']?\s*\)"
        )
        if match := said.search(text):
            found[match["short"].strip()] = party.key
    for match in _ROLE.finditer(text):
        named = councils_in(match["rest"], on)
        if named and named[0].start < 5 and named[0].key in keys:
            found.setdefault(match["role"], named[0].key)
    return found
