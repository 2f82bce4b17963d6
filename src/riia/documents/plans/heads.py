"""Which rows of a document are headers: of the tables of a plan, of a list of its activities, of costings. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from riia.documents.model import Block, BlockKind, Cell
from riia.documents.plans.columns import Role, activity_roles_of, roles_of
from riia.documents.plans.cost_columns import is_cost_header
from riia.documents.plans.costings import cost_headers
from riia.documents.plans.identifiers import are_codes

_WORDING: Final = re.compile(
    r"(?:short )?(?:wording|text|description|detail|statement|title|name)s?|.*\b(?:wording|description)\b.*", re.I
)
_LONG: Final = 12


@dataclass(frozen=True, slots=True)
class Heads:
    """Headers by the position of their row: what each column of a plan's table holds, and which head costings."""

    plan: Mapping[int, dict[int, Role]] = field(default_factory=dict)
    costs: frozenset[int] = frozenset()

    @property
    def any(self) -> bool:
        return bool(self.plan or self.costs)


def heads_of(blocks: Sequence[Block]) -> Heads:
    """The headers among the blocks."""
    costs = set(cost_headers(blocks))
    plan: dict[int, dict[int, Role]] = {}
    lists: dict[int, dict[int, Role]] = {}
    for at, block in enumerate(blocks):
        if block.kind is not BlockKind.ROW or at in costs:
            continue
        roles = roles_of(block.cells)
        below = list(_below(blocks, at)) if roles is not None or len(block.cells) > 1 else []
        if roles is not None and (settled := _settled(roles, block.cells, below)) is not None:
            plan[at] = settled
        elif roles is None and below and (found := activity_roles_of(block.cells)) is not None:
            lists[at] = _settled(found, block.cells, below, listed=True) or {}
    if plan:
        plan |= {at: roles for at, roles in lists.items() if roles}
    return Heads(plan, frozenset(costs))


def _below(blocks: Sequence[Block], at: int) -> Iterator[Sequence[Cell]]:
    header = blocks[at]
    for block in blocks[at + 1 : at + 41]:
        if block.kind is not BlockKind.ROW or block.where.sheet != header.where.sheet:
            return
        if roles_of(block.cells) is not None or is_cost_header(block.cells):
            return
        yield block.cells


def _settled(
    roles: dict[int, Role], head: Sequence[Cell], rows: Sequence[Sequence[Cell]], *, listed: bool = False
) -> dict[int, Role] | None:
    """The roles with what only the rows tell: a column "KPI" may hold numbers, and the words stand in the next one."""
    found = dict(roles)

    def held(at: int) -> list[str]:
        return [row[at].text for row in rows if at < len(row) and row[at].text.strip()]

    for role, as_code in (
        (Role.KPI, Role.REF),
        (Role.ACTIVITY, Role.ACTIVITY_REF),
        (Role.REQUIREMENT, Role.REQUIREMENT_REF),
    ):
        at = next((at for at, one in found.items() if one is role), None)
        if at is None or not held(at):
            continue
        if role is Role.KPI and not are_codes(held(at)) and are_codes(held(at), lists=True):
            return None  # the KPIs that a line of costs pays for
        if not are_codes(held(at)):
            continue
        if as_code in found.values():
            found = {one: Role.OTHER if known is as_code else known for one, known in found.items()}
        found[at] = as_code
        wordy = [
            one
            for one, known in found.items()
            if known is Role.OTHER and one < len(head) and sum(len(text) >= _LONG for text in held(one)) * 2 > len(rows)
        ]
        named = [one for one in wordy if _WORDING.fullmatch(" ".join(head[one].text.split()))]
        if (named or wordy) and (role is Role.KPI or Role.KPI in found.values() or listed):
            found[(named or wordy)[0]] = role
    wanted = {Role.ACTIVITY} if listed else {Role.KPI}
    return found if wanted & set(found.values()) else None
