"""Is the numbering of an agreement whole? Gaps, repeats, lost letters, and clauses that look like items (R2.19)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import ascii_uppercase
from typing import Final

from riia.documents.memoranda.findings import ClauseFinding, Numbered, by_lead, own_clauses, scope_of
from riia.documents.memoranda.labels import ROMAN, is_roman, successor

_LAST: Final = re.compile(r"(.*?)(\d{1,2}|[A-Z]|[IVX]{1,5})")
_CAPITALS: Final = tuple(label.upper() for label in ROMAN)
_FIGURES: Final = tuple(str(number) for number in range(1, 100))
_VERBS: Final = (
    "achieve acknowledge address agree analyse appoint arrange assess assist challenge champion collaborate collect "
    "comment commission commit complete comply conduct consider consult contribute coordinate deliver demonstrate "
    "deposit develop engage ensure escalate establish evaluate exchange explore facilitate follow identify "
    "implement improve influence inform maintain manage measure monitor nominate notify offer organise participate "
    "prepare promote protect provide publish receive recognise recommend reduce reflect release report respect respond "
    "review safeguard secure strengthen submit support sustain undertake uphold"
)
BEHEADED: Final = {verb[1:]: verb for verb in _VERBS.split()}
"""Verbs that clauses begin with, by what is left where their first letter is lost."""


def numbering_findings(clauses: Sequence[Numbered]) -> tuple[ClauseFinding, ...]:
    """What the printed numbers of an agreement's clauses and items leave out, repeat or lose, in document order."""
    found = [*_sequence(clauses), *_lists(clauses), *_clauses_as_items(clauses)]
    order = {clause.number: place for place, clause in enumerate(clauses)}
    return tuple(sorted(found, key=lambda finding: order.get(finding.where, len(order))))


def _sequence(clauses: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    """Numbers that repeat, go back or leave others out, at each depth: 1, 2, 3 and 2.1, 2.2, 2.3; A, B; Schedule 1, 2.

    A schedule numbers anew, so its clauses are compared among themselves.
    """
    groups: dict[tuple[str, str], list[tuple[str, Numbered]]] = {}
    for clause in own_clauses(clauses):
        if match := _LAST.fullmatch(clause.printed):
            groups.setdefault((scope_of(clause), match[1]), []).append((match[2].lstrip("0"), clause))
    for (_, stem), labelled in groups.items():
        count = _count_of([label for label, _ in labelled])
        numbered = [(count.index(label) + 1, clause) for label, clause in labelled if label in count]
        if not numbered:
            continue
        first, clause = numbered[0]
        if first > 1 and stem.endswith("."):
            yield _gap(clause, stem, count[: first - 1])
        for (before, earlier), (now, clause) in pairwise(numbered):
            if now > before + 1:
                yield _gap(clause, stem, count[before : now - 1])
            elif now <= before:
                yield ClauseFinding(
                    "number-repeated" if now == before else "number-out-of-order",
                    clause.number,
                    f"{clause.printed} {'appears twice' if now == before else f'comes after {earlier.printed}'}.",
                    "Refer to it by its words as well, and correct the number in the next version.",
                )


def _count_of(labels: Sequence[str]) -> Sequence[str]:
    """How labels are counted: 1, 2, 3; I, II, III; or A, B, C."""
    if all(label.isdigit() for label in labels):
        return _FIGURES
    if all(label in _CAPITALS for label in labels) and (labels[0] == "I" or any(len(label) > 1 for label in labels)):
        return _CAPITALS
    return ascii_uppercase


def _gap(clause: Numbered, stem: str, missing: Sequence[str]) -> ClauseFinding:
    lost = [f"{stem}{label}" for label in missing]
    what = f"{lost[0]} is" if len(lost) == 1 else f"{lost[0]} to {lost[-1]} are"
    return ClauseFinding(
        "number-missing",
        clause.number,
        f"{what} missing before {clause.printed}.",
        "Check whether a clause was lost when the document was made or read in.",
    )


def _lists(clauses: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    listed = by_lead(clauses)
    words = Counter(word for clause in clauses for word in re.findall(r"[a-z]+", clause.text.lower()))
    for lead in clauses:
        items = listed.get(lead.number, [])
        labels = [item.printed for item in items if item.printed]
        if labels and all(label.isalpha() for label in labels):
            yield from _letters(lead, items, roman=is_roman(labels))
        elif labels and (all(label.isdigit() for label in labels) or _are_codes(labels)):
            yield from _figures(lead, items)
        yield from _lost_beginnings(lead, items, words)


def _are_codes(labels: Sequence[str]) -> bool:
    """Whether labels are A1, A2, A3."""
    return len({label[0] for label in labels}) == 1 and all(
        label[0].isupper() and label[1:].isdigit() for label in labels
    )


def _letters(lead: Numbered, items: Sequence[Numbered], *, roman: bool) -> Iterator[ClauseFinding]:
    """Items of a lettered list whose letter is missing, left out or given twice."""
    upper = any(item.printed.isupper() for item in items)
    expected, seen = "i" if roman else "A" if upper else "a", set[str]()
    for item in items:
        label = item.printed
        if not label:
            yield ClauseFinding(
                "letter-lost",
                item.number,
                f"An item under {lead.number} has no letter, though the list is lettered: "
                + (f"{expected} is lost." if expected else "its letter is lost."),
                "Read it as that item, and restore the letter in the next version.",
            )
            expected = successor(expected, roman=roman) if expected else ""
            continue
        if label in seen:
            yield ClauseFinding(
                "letter-repeated",
                item.number,
                f"{label} appears twice under {lead.number}.",
                "Refer to it by its words as well, and correct the letter in the next version.",
            )
        elif expected and label != expected:
            yield ClauseFinding(
                "letter-missing",
                item.number,
                f"{expected} is missing before {label} under {lead.number}.",
                "Check whether an item was lost when the document was made or read in.",
            )
        seen.add(label)
        expected = successor(label, roman=roman)


def _figures(lead: Numbered, items: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    """Items of a list by number that leave a number out or give one twice."""
    before = 0
    for item in (item for item in items if item.printed):
        now = int(item.printed.lstrip(ascii_uppercase))
        if now != before + 1:
            yield ClauseFinding(
                "item-number-missing" if now > before else "item-number-repeated",
                item.number,
                f"Under {lead.number}, item {now} comes after item {before}."
                if before
                else f"The list under {lead.number} begins at {now}.",
                "Check whether an item was lost when the document was made or read in.",
            )
        before = now


def _lost_beginnings(lead: Numbered, items: Sequence[Numbered], words: Counter[str]) -> Iterator[ClauseFinding]:
    """An item whose first word has lost its beginning: a known verb without its first letter, or a word in lower case
    unlike the others that the document has nowhere else."""
    small = []
    for item in items:
        word = item.text.split()[0].lower()
        if whole := BEHEADED.get(word):
            yield _lost(lead, item, f"which may have been “{whole}”")
        elif item.text[:1].islower():
            small.append(item)
    if len(items) < 3 or len(small) * 4 > len(items):
        return
    for item in small:
        word = item.text.split()[0].lower()
        if word.isalpha() and words[word] < 2 and word not in BEHEADED.values():
            yield _lost(lead, item, "in lower case unlike the others")


def _lost(lead: Numbered, item: Numbered, how: str) -> ClauseFinding:
    return ClauseFinding(
        "beginning-lost",
        item.number,
        f"An item under {lead.number} begins “{item.text.split()[0]}”, {how}: letters at its beginning are lost or "
        "misread.",
        "Check it against the signed document.",
    )


def _clauses_as_items(clauses: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    """A clause that announces a list and has none, followed by one that has items and announces nothing."""
    listed = by_lead(clauses)
    for lead, following in pairwise(own_clauses(clauses)):
        if not lead.text.rstrip().endswith(":") or lead.number in listed:
            continue
        if _is_list_of(lead, following):
            continue
        if following.number in listed and not following.text.rstrip().endswith(":"):
            yield ClauseFinding(
                "item-as-clause",
                following.number,
                f"{lead.number} announces a list and has none, while {following.printed} has items and announces "
                f"none: {following.printed} reads like the first item of the list.",
                f"Read {following.printed} and its items as the list that {lead.number} announces.",
            )
        elif lead.printed:
            yield ClauseFinding(
                "list-missing",
                lead.number,
                f"{lead.number} announces a list, and none follows.",
                "Check whether it was lost when the document was made or read in.",
            )


def _is_list_of(lead: Numbered, following: Numbered) -> bool:
    """What a clause announces may be definitions without a number, or clauses one level down: 3.1.1 under 3.1."""
    return not following.printed or (bool(lead.printed) and following.printed.startswith(f"{lead.printed}."))
