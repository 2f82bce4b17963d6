"""What one version of an agreement says that another does not: clause by clause, party by party (R2.16). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from riia.documents.memoranda.findings import Numbered

ALIKE = 0.75
"""From this share of equal text on, two clauses under different numbers are the same clause renumbered."""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in two versions; None where a version lacks it."""

    before: Numbered | None
    after: Numbered | None

    @property
    def kind(self) -> str:
        """What happened to it, in a word."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if self.before.text != self.after.text:
            return "changed"
        return "renumbered" if self.before.number != self.after.number else "unchanged"


def clause_changes(before: Sequence[Numbered], after: Sequence[Numbered]) -> tuple[ClauseChange, ...]:
    """Every clause of two versions, in the order of the later, what was removed where it stood.

    Clauses belong together by their number if their text is alike; else by alike text, as a renumbering moves them;
    what is left with the same number was rewritten.
    """
    matched: dict[int, int] = {}
    taken: set[int] = set()

    def pair(rule: object) -> None:
        for new, clause in enumerate(after):
            if new in matched:
                continue
            old = next((o for o, earlier in enumerate(before) if o not in taken and rule(earlier, clause)), None)  # type: ignore[operator]
            if old is not None:
                matched[new] = old
                taken.add(old)

    pair(lambda one, other: one.number == other.number and _alike(one.text, other.text))
    pair(lambda one, other: one.text == other.text)
    pair(lambda one, other: _alike(one.text, other.text))
    pair(lambda one, other: one.number == other.number)
    changes: list[ClauseChange] = []
    removed = [old for old in range(len(before)) if old not in taken]
    for new, clause in enumerate(after):
        old = matched.get(new)
        while old is not None and removed and removed[0] < old:
            changes.append(ClauseChange(before[removed.pop(0)], None))
        changes.append(ClauseChange(before[old] if old is not None else None, clause))
    changes += [ClauseChange(before[old], None) for old in removed]
    return tuple(changes)


def party_changes(before: Iterable[str], after: Iterable[str]) -> tuple[list[str], list[str]]:
    """Names of parties that joined, and of those that are party no more."""
    old, new = set(before), set(after)
    return sorted(new - old), sorted(old - new)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.lower(), other.lower(), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
