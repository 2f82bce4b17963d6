"""What changed between two letters of a grant: recipients, amounts, purposes and texts (R1.19)."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.alliance.grants.models import DeterminationVersion, PurposeLine
from riia.alliance.grants.presenters.words import money
from riia.alliance.grants.queries import reading
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Change
from riia.documents.allocation import in_pounds


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two letters of a grant side by side (R1.19)."""

    title: str
    before: str
    after: str
    amounts: Sequence[Change]
    purposes: Sequence[Change]
    texts: Sequence[tuple[str, str, str]]


def difference_page(before: DeterminationVersion, after: DeterminationVersion) -> DifferencePage:
    """What changed from one letter to another: recipients, amounts, purposes and texts."""
    amounts, purposes = _amounts(before, after), _purposes(before, after)
    changed = sum(each.words != "unchanged" for each in amounts)
    moved = sum(each.words != "unchanged" for each in purposes)
    title = (
        f"{plural(changed, 'recipient')} and {plural(moved, 'line')} of the purpose changed"
        if changed or moved
        else "Nothing changed in amounts and purposes"
    )
    pairs = [(label, getattr(before, name), getattr(after, name)) for label, name in _TEXTS]
    clauses_before = {one.kind: one.text for one in before.clauses.all()}
    clauses_after = {one.kind: one.text for one in after.clauses.all()}
    for kind in [*clauses_before, *(each for each in clauses_after if each not in clauses_before)]:
        pairs.append((f"Clause: {kind}", clauses_before.get(kind, ""), clauses_after.get(kind, "")))
    return DifferencePage(
        title, before.label, after.label, amounts, purposes, [each for each in pairs if each[1] != each[2]]
    )


_TEXTS = (
    ("Purpose", "purpose"),
    ("Purpose in law", "legal_purpose"),
    ("Citation", "citation"),
    ("Payments as written", "instalments_written"),
    ("Made by", "maker_as_party"),
)


def _amounts(before: DeterminationVersion, after: DeterminationVersion) -> list[Change]:
    old = {row.place_id or row.written: row for row in reading.rows_of(before)}
    new = {row.place_id or row.written: row for row in reading.rows_of(after)}
    changes = []
    for key in [*old, *(each for each in new if each not in old)]:
        first, second = old.get(key), new.get(key)
        label = (second or first).written  # type: ignore[union-attr]  # one of them is there
        was, now = first.entitlement if first else None, second.entitlement if second else None
        note = ""
        if was is not None and now is not None and was.pence is not None and now.pence is not None:
            by = now.pence - was.pence
            note = f"{in_pounds(abs(by))} {'more' if by > 0 else 'less'}" if by else ""
        changes.append(Change(label, money(was) if first else None, money(now) if second else None, note))
    return changes


def _purposes(before: DeterminationVersion, after: DeterminationVersion) -> list[Change]:
    def told(line: PurposeLine) -> str:
        paid = f", {line.pays_written}" if line.pays_written else ""
        return f"{line.heading}: {line.basis_written or 'no amount'}{paid}"

    old, new = ({one.number: told(one) for one in each.purposes.all()} for each in (before, after))
    numbers = [*old, *(each for each in new if each not in old)]
    return [Change(f"Line {number}", old.get(number), new.get(number)) for number in numbers]
