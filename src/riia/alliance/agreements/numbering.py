"""Is the numbering of an agreement whole? Gaps, repeats, lost letters, and clauses that look like items (R2.19)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from riia.alliance.agreements.findings import Finding, Numbered, items_of, own_clauses
from riia.alliance.agreements.reading import is_roman, successor


def numbering_findings(clauses: Sequence[Numbered]) -> tuple[Finding, ...]:
    """What the printed numbers of an agreement's clauses and items leave out, repeat or lose, in document order."""
    found = [*_sequence(clauses), *_lists(clauses), *_clauses_as_items(clauses)]
    order = {clause.number: place for place, clause in enumerate(clauses)}
    return tuple(sorted(found, key=lambda finding: order.get(finding.where, len(order))))


def _sequence(clauses: Sequence[Numbered]) -> Iterator[Finding]:
    """Numbers that repeat, go back or leave others out, at each depth: 1, 2, 3 and 2.1, 2.2, 2.3."""
    groups: dict[tuple[int, ...], list[tuple[int, Numbered]]] = {}
    for clause in own_clauses(clauses):
        if clause.printed:
            *above, last = (int(part) for part in clause.printed.split("."))
            groups.setdefault(tuple(above), []).append((last, clause))
    for stem, numbered in groups.items():
        first, clause = numbered[0]
        if first > 1 and stem:
            yield _gap(stem, 1, first, clause)
        for (before, _), (now, clause) in pairwise(numbered):
            if now > before + 1:
                yield _gap(stem, before + 1, now, clause)
            elif now <= before:
                yield Finding(
                    "number-repeated" if now == before else "number-out-of-order",
                    clause.number,
                    f"{clause.printed} {'appears twice' if now == before else f'comes after {_dotted(stem, before)}'}.",
                    "Refer to it by its words as well, and correct the number in the next version.",
                )


def _gap(stem: tuple[int, ...], missing: int, now: int, clause: Numbered) -> Finding:
    lost = [_dotted(stem, number) for number in range(missing, now)]
    what = f"{lost[0]} is" if len(lost) == 1 else f"{lost[0]} to {lost[-1]} are"
    return Finding(
        "number-missing",
        clause.number,
        f"{what} missing before {clause.printed}.",
        "Check whether a clause was lost when the document was made or read in.",
    )


def _dotted(stem: tuple[int, ...], number: int) -> str:
    return ".".join(str(part) for part in (*stem, number))


def _lists(clauses: Sequence[Numbered]) -> Iterator[Finding]:
    for lead in own_clauses(clauses):
        items = items_of(clauses, lead.number)
        labels = [item.printed for item in items if item.printed]
        if labels and all(label.isalpha() for label in labels):
            yield from _letters(lead, items, roman=is_roman(labels))
        elif labels and all(label.isdigit() for label in labels):
            yield from _figures(lead, items)
        yield from _lost_beginnings(lead, items)


def _letters(lead: Numbered, items: Sequence[Numbered], *, roman: bool) -> Iterator[Finding]:
    """Items of a lettered list whose letter is missing, left out or given twice."""
    expected, seen = "i" if roman else "a", set[str]()
    for item in items:
        label = item.printed
        if not label:
            yield Finding(
                "letter-lost",
                item.number,
                f"An item under {lead.number} has no letter, though the list is lettered: "
                + (f"{expected} is lost." if expected else "its letter is lost."),
                "Read it as that item, and restore the letter in the next version.",
            )
            expected = successor(expected, roman=roman) if expected else ""
            continue
        if label in seen:
            yield Finding(
                "letter-repeated",
                item.number,
                f"{label} appears twice under {lead.number}.",
                "Refer to it by its words as well, and correct the letter in the next version.",
            )
        elif expected and label != expected:
            yield Finding(
                "letter-missing",
                item.number,
                f"{expected} is missing before {label} under {lead.number}.",
                "Check whether an item was lost when the document was made or read in.",
            )
        seen.add(label)
        expected = successor(label, roman=roman)


def _figures(lead: Numbered, items: Sequence[Numbered]) -> Iterator[Finding]:
    """Items of a list by number that leave a number out or give one twice."""
    before = 0
    for item in (item for item in items if item.printed):
        now = int(item.printed)
        if now != before + 1:
            yield Finding(
                "item-number-missing" if now > before else "item-number-repeated",
                item.number,
                f"Under {lead.number}, item {now} comes after item {before}."
                if before
                else f"The list under {lead.number} begins at {now}.",
                "Check whether an item was lost when the document was made or read in.",
            )
        before = now


def _lost_beginnings(lead: Numbered, items: Sequence[Numbered]) -> Iterator[Finding]:
    """An item that begins in lower case where the others of its list do not: its beginning is lost or misread."""
    small = [item for item in items if item.text[:1].islower()]
    if len(items) < 3 or len(small) * 4 > len(items):
        return
    for item in small:
        word = item.text.split()[0]
        yield Finding(
            "beginning-lost",
            item.number,
            f"An item under {lead.number} begins “{word}”, in lower case unlike the others: letters at its beginning "
            "are lost or misread.",
            "Check it against the signed document.",
        )


def _clauses_as_items(clauses: Sequence[Numbered]) -> Iterator[Finding]:
    """A clause that announces a list and has none, followed by one that has items and announces nothing."""
    for lead, following in pairwise(own_clauses(clauses)):
        if not lead.text.rstrip().endswith(":") or items_of(clauses, lead.number):
            continue
        if following.printed and items_of(clauses, following.number) and not following.text.rstrip().endswith(":"):
            yield Finding(
                "item-as-clause",
                following.number,
                f"{lead.number} announces a list and has none, while {following.printed} has items and announces "
                f"none: {following.printed} reads like the first item of the list.",
                f"Read {following.printed} and its items as the list that {lead.number} announces.",
            )
        elif lead.printed:
            yield Finding(
                "list-missing",
                lead.number,
                f"{lead.number} announces a list, and none follows.",
                "Check whether it was lost when the document was made or read in.",
            )
