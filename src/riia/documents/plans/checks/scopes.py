"""What the lines of costings pay for: does it exist, is everything paid, is nothing paid twice; and the grant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from riia.documents.model import Finding, Where
from riia.documents.plans.amounts import as_pounds
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.identifiers import base, key, normal, stem
from riia.documents.plans.structure import CostTable, Grant, PlanText

_ID = (
    r"(?:(?:[A-Z]{1,5}[- ]?)?\d{1,2}(?:\.\d{1,2}){1,3}|[A-Z]{1,5}[- ]?\d{1,3}(?:-[A-Z]{0,2}\d{1,3})?|(?<=KPI )\d{1,3})"
    r"(?:\.?[A-Za-z](?![A-Za-z])|\([a-z]\))?(?!\d)"
)
_DOTTED = r"(?:[A-Z]{1,5}[- ]?)?\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?:\.?[A-Za-z](?![A-Za-z]))?(?!\d)"
_RANGE = re.compile(
    rf"(?P<first>{_ID})(?:\s*(?:to|until|through)\s*|\s*[–—]\s*|\s+-\s+|-(?=\d{{1,2}}\.\d))(?P<last>{_ID})"
)
_ONE = re.compile(rf"(?<![\dA-Za-z.£]){_ID}")
_SECTION = re.compile(r"\bsections?\s+(?P<number>\d{1,2})(?![\d.])", re.I)
_EXCLUDED = re.compile(
    rf"\b(?:exclud\w+|except(?:ing)?(?: for)?|not|without|apart from|other than)\s+(?P<id>{_ID})", re.I
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a line or area says that it pays for, and where."""

    written: str
    where: Where
    sections: frozenset[str]
    ranges: tuple[tuple[str, str], ...]
    ones: frozenset[str]
    excluded: frozenset[str]
    name: str

    def covers(self, identifier: str) -> bool:
        """Whether a KPI or activity lies within the ranges and numbers; the section is not asked."""
        if identifier in self.excluded:
            return False
        return self.within(identifier) or identifier.split(".")[0] in self.sections

    def within(self, identifier: str) -> bool:
        if identifier in self.ones or base(identifier) in self.ones:
            return True
        if any(one.count(".") == 1 and identifier.startswith(f"{one}.") for one in self.ones):
            return True
        return any(_between(first, identifier, last) for first, last in self.ranges)


def _between(first: str, identifier: str, last: str) -> bool:
    if first.count(".") == 1:
        middle = ".".join(base(identifier).split(".")[:2])
        return key(first)[0] <= key(middle)[0] <= key(last)[0]
    low = key(first) <= key(identifier) or base(identifier) == first
    high = key(identifier) <= key(last) or base(identifier) == last
    return low and high


def scope_of(text: str, where: Where, name: str) -> Scope | None:
    """What a text names; None where it names nothing."""
    excluded = frozenset(normal(match["id"]) for match in _EXCLUDED.finditer(text))
    rest = _EXCLUDED.sub(" ", text)
    ranges = tuple((normal(match["first"]), normal(match["last"])) for match in _RANGE.finditer(rest))
    ones = frozenset(normal(match[0]) for match in _ONE.finditer(_RANGE.sub(" ", rest)))
    sections = frozenset(match["number"] for match in _SECTION.finditer(rest))
    if not (ranges or ones or sections):
        return None
    return Scope(text, where, sections, ranges, ones, excluded, name)


def scope_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about scopes, for the costings in a plan."""
    if plan.costings is None:
        return
    known = {kpi.identifier for kpi in plan.kpis} | {kpi.activity for kpi in plan.kpis}
    known |= {activity.number for activity in plan.activities} | {sub.number for sub in plan.sub_requirements}
    for table in plan.costings.tables:
        scopes = scopes_of(table)
        yield from _nowhere(scopes, known, plan)
        yield from _not_paid(scopes, plan)
        yield from _twice(scopes, plan)
        yield from unnamed(table)


def scopes_of(table: CostTable) -> list[Scope]:
    made: list[Scope] = []
    for area in table.areas:
        if scope := scope_of(area.scope, area.where, area.name):
            made.append(scope)
        for line in area.lines:
            said = line.scope or _lead(line.label)
            if said and (
                scope := scope_of(
                    said,
                    line.scope_where or line.where,
                    line.label or f"{area.name}, {line.sub_requirement}".strip(", "),
                )
            ):
                made.append(scope)
    return made


def _lead(label: str) -> str:
    """The number that the name of a line begins or ends with."""
    found = re.match(rf"(?:KPIs?\s+)?({_DOTTED}(?:\s*(?:to|,|and|–|-)\s*{_DOTTED})*)", label) or re.search(
        rf"\((?:KPIs?\s+)?({_DOTTED}[^)]*)\)", label
    )
    return found[1] if found else ""


def _nowhere(scopes: list[Scope], known: set[str], plan: PlanText) -> Iterator[Finding]:
    for scope in scopes:
        named = [end for pair in scope.ranges for end in pair] + sorted(scope.ones | scope.excluded)
        lost = [
            name
            for name in dict.fromkeys(named)
            if name not in known and base(name) not in known - {base(name)} and not _is_known(name, known)
        ]
        for name in lost:
            near = [kpi.identifier for kpi in plan.kpis if sorted(kpi.identifier) == sorted(name)]
            last = max(
                (kpi.identifier for kpi in plan.kpis if kpi.identifier.split(".")[0] == name.split(".")[0]),
                key=key,
                default="",
            )
            hint = (
                f" KPI {near[0]} has the same digits"
                + (f" and is the last of section {name.split('.')[0]}" if near[0] == last else "")
                + "."
                if near
                else ""
            )
            yield found(
                "COST-SCOPE-NOWHERE",
                scope.where,
                scope.written,
                f"“{cut(scope.written, 120)}” pays for {name}; there is no such KPI or activity.{hint}",
                f"Correct {name}.",
            )


def _is_known(name: str, known: set[str]) -> bool:
    return name in known or (
        name[-1:].isalpha() is False
        and any(other.startswith(name) and not other[len(name) :][:1].isdigit() for other in known)
    )


def _requirement(identifier: str) -> str:
    """ "3.1" of "3.1.6": what a KPI belongs to."""
    return base(identifier).rpartition(".")[0]


def _not_paid(scopes: list[Scope], plan: PlanText) -> Iterator[Finding]:
    """KPIs and activities within the areas of a table that no line names: one finding for each line that ends early."""
    if not scopes:
        return
    known = {kpi.identifier for kpi in plan.kpis} | {activity.number for activity in plan.activities}
    sections = {end.split(".")[0] for scope in scopes for pair in scope.ranges for end in pair}
    sections |= {one.split(".")[0] for scope in scopes for one in scope.ones} | {
        s for scope in scopes for s in scope.sections
    }
    # An end that is not there may mean any other of its section, where the range is of one requirement one of that.
    broken = {
        _requirement(end)
        if _requirement(pair[0]) == _requirement(pair[1]) and not scope.sections
        else end.split(".")[0]
        for scope in scopes
        for pair in scope.ranges
        for end in pair
        if not _is_known(end, known) and end.count(".") > 1
    }
    lost = {base(one) for scope in scopes for one in scope.ones if not _is_known(one, known)}
    lost |= {stem(one) for one in lost}
    loose: dict[Where, tuple[Scope | None, str, list[str]]] = {}
    named = [(kpi.identifier, f"KPI {kpi.identifier}", kpi.id_where) for kpi in plan.kpis if kpi.identifier]
    named += [(a.number, f"activity {a.number}", a.id_where) for a in plan.activities if a.number and not a.kpis]
    for identifier, name, where in named:
        section = identifier.split(".")[0]
        if section not in sections or {section, _requirement(identifier)} & broken or base(identifier) in lost:
            continue
        if any(stem(one) == identifier for one in lost):
            continue  # the line names a KPI of it that is not there
        owners = [scope for scope in scopes if scope.covers(identifier)]
        ranged = [
            scope
            for scope in owners
            if scope.ranges
            and section in scope.sections
            and not scope.within(identifier)
            and any(first.split(".")[0] == section for first, _ in scope.ranges)
        ]
        if owners and len(ranged) != len(owners):
            continue
        scope = (
            ranged[0]
            if ranged
            else next(
                (
                    s
                    for s in scopes
                    if any(last.rpartition(".")[0] == base(identifier).rpartition(".")[0] for _, last in s.ranges)
                ),
                None,
            )
        )
        place = scope.where if scope else where
        loose.setdefault(place, (scope, identifier, []))[2].append(name)
    for place, (scope, first, names) in loose.items():
        said = (
            f"“{cut(scope.written, 110)}” ends before {'it' if len(names) == 1 else 'them'}"
            if scope and scope.ranges
            else "no line names them"
            if len(names) > 1
            else "no line names it"
        )
        whole = (
            f", though it says that it is for all of section {next(iter(scope.sections))}"
            if scope and scope.sections and scope.ranges
            else ""
        )
        yield found(
            "COST-SCOPE-NONE",
            place,
            scope.written if scope else first,
            f"No money for {listed(names)}: {said}{whole}.",
            "Widen the range, or mark what needs no money of its own.",
        )


def _twice(scopes: list[Scope], plan: PlanText) -> Iterator[Finding]:
    reported: set[tuple[int, int]] = set()
    paid = [
        [kpi.identifier for kpi in plan.kpis if kpi.identifier and scope.covers(kpi.identifier)] for scope in scopes
    ]
    for at, scope in enumerate(scopes):
        for other_at, other in enumerate(scopes[at + 1 :], at + 1):
            theirs = set(paid[other_at])
            named = scope.ones & other.ones  # what two lines name by itself is paid in parts
            both = [one for one in paid[at] if one in theirs and one not in named and base(one) not in named]
            inside = scope.where == other.where or (at, other_at) in reported
            if (
                not both
                or inside
                or (scope.sections and not scope.ranges and _narrower(other, scope))
                or (other.sections and _narrower(scope, other))
            ):
                continue
            reported.add((at, other_at))
            shown = both if len(both) <= 6 else [f"{len(both)} KPIs, {both[0]} to {both[-1]}"]
            yield found(
                "COST-SCOPE-TWICE",
                other.where,
                other.written,
                f"{listed(shown)} {'is' if len(both) == 1 else 'are'} paid by both "
                f"“{cut(f'{scope.name} {scope.written}', 150)}” and “{cut(f'{other.name} {other.written}', 150)}”.",
                "Say which line pays for which KPI.",
                [(scope.where, scope.written)],
            )


def _narrower(one: Scope, other: Scope) -> bool:
    """A line within an area: the area names the section, the line its part."""
    return not one.sections and bool(other.sections)


def unnamed(table: CostTable) -> Iterator[Finding]:
    bare = [
        line
        for area in table.areas
        if len(area.lines) > 1
        for line in area.lines
        if not (line.label or line.scope or line.sub_requirement)
    ]
    if len(bare) < 2:
        return
    amounts = listed([line.spend.as_written or "blank" for line in bare][:6])
    yield found(
        "COST-LINE-UNNAMED",
        bare[0].where,
        bare[0].spend.as_written,
        f"{len(bare)} lines of {table.title or 'the costings'} have an amount and no name "
        f"({amounts}{', …' if len(bare) > 6 else ''}): it cannot be said which KPI each pays for.",
        "Write beside each what it pays for, and its KPIs.",
        [(line.where, line.spend.as_written) for line in bare[1:]],
    )


def grant_findings(tables: tuple[CostTable, ...], grants: tuple[Grant, ...]) -> Iterator[Finding]:
    """Allocations against the grant that the text states for the strand."""
    exact = [grant for grant in grants if not grant.about]
    for table in tables:
        allocated = table.total_allocation
        values = [area.allocation.pence for area in table.areas if area.allocation is not None]
        added = sum(value or 0 for value in values) if values and all(value is not None for value in values) else None
        stated = allocated.pence if allocated is not None and allocated.pence is not None else added
        name = "the allocations"
        if stated is None:
            stated, name, allocated = _known(table), "the planned spend", table.total_spend
        grant = _grant_for(table, exact, len(tables))
        if stated is None or grant is None or stated == grant.pence or added == grant.pence:
            continue
        where = allocated.where if allocated is not None else table.where
        yield found(
            "COST-GRANT",
            where,
            allocated.as_written if allocated is not None else "",
            f"{name[0].upper()}{name[1:]} of {table.title or 'the costings'} come to {as_pounds(stated)}; the text "
            f"states a grant of {as_pounds(grant.pence)} (“{cut(grant.as_written, 70)}”): "
            f"{as_pounds(abs(stated - grant.pence))} {'more' if stated > grant.pence else 'less'}.",
            "Correct one of the two.",
            [(grant.where, grant.as_written)],
        )


def _known(table: CostTable) -> int | None:
    return table.total_spend.pence if table.total_spend is not None else None


def _grant_for(table: CostTable, grants: list[Grant], tables: int) -> Grant | None:
    for grant in grants:
        words = re.findall(r"[A-Z][A-Za-z']*", grant.strand)
        initials = "".join(word[0] for word in words)
        if table.strand and (re.search(rf"\b{table.strand}\b", grant.strand) or table.strand == initials):
            return grant
    return grants[0] if tables == 1 and len(grants) == 1 else None
