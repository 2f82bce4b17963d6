"""What changed between two versions of a plan: KPIs, their measures, dates and thresholds, and money. Pure.

KPIs are matched in steps, and each match says by which. What says the same word by word belongs together first,
whatever its number: where one KPI was put in, all that follow it may have moved. Then

1. by **number**, where the words have something in common;
2. the rest by **similar words** (a KPI that got another number), the most alike first;
3. what is left by number again: the number stayed, and the promise behind it is another.

Likeness is the share of words that both texts have in common, 0 to 100; numbers and small words count as words. The
document's own text is held against the document's own text. Where one version is kept in short words of ours only, its
words tell nothing about a text; its number, kind, dates and amounts do, and a fingerprint says whether the text is the
same word by word.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from riia.alliance.kit.filters import plural, pounds
from riia.alliance.plans.costs_scope import in_order

SOMETHING: Final = 30
"""Per cent of words in common from which two texts under one number are the same promise."""
SIMILAR: Final = 60
"""Per cent from which two texts under different numbers are."""
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What a version says of one measure. `threshold` is in words, such as "at least 86% of 15 councils"."""

    number: int
    words: str
    threshold: str
    due_written: str = ""
    due: date | None = None
    recurrence: str = ""


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """What a version says of one KPI. `text` is the document's own, blank where only words of ours are kept."""

    key: str
    place: str
    kind: str
    words: str
    measures: tuple[MeasureFacts, ...] = ()
    href: str = ""
    text: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that is different. None stands where a version has it not."""

    what: str
    before: str | None
    after: str | None
    note: str = ""


class Match(StrEnum):
    """How two KPIs were found to be the same one."""

    NUMBER = "by number"
    WORDS = "by similar words"
    NUMBER_ONLY = "by number only: the words have little in common"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A KPI in both versions, or in one of them."""

    before: KpiFacts | None
    after: KpiFacts | None
    match: Match
    likeness: int | None
    """None where the words of the two cannot be held against each other."""
    edits: tuple[Edit, ...] = ()

    @property
    def stays(self) -> bool:
        """Whether it is taken for the same promise, so that what was recorded for it goes along."""
        return self.match in (Match.NUMBER, Match.WORDS)

    @property
    def happened(self) -> str:
        """Added, removed, changed or unchanged."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.edits else "unchanged"

    @property
    def key(self) -> str:
        """The number it has now, or had."""
        found = self.after or self.before
        assert found is not None
        return found.key


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions, KPI by KPI in the order of the later one, what was removed in its old place; then money."""

    pairs: tuple[Pair, ...]
    money: tuple[Edit, ...]

    def counted(self) -> Counter[str]:
        """How many KPIs were added, removed, changed and left."""
        return Counter(pair.happened for pair in self.pairs)

    @property
    def is_same(self) -> bool:
        """Nothing is different."""
        return not self.money and all(pair.happened == "unchanged" for pair in self.pairs)


def likeness(before: str, after: str) -> int:
    """Per cent of words in common, counted both ways; two empty texts are alike."""
    first = Counter(word.casefold() for word in _WORD.findall(before))
    second = Counter(word.casefold() for word in _WORD.findall(after))
    total = first.total() + second.total()
    return 100 if not total else 200 * (first & second).total() // total


def alike(one: KpiFacts, other: KpiFacts) -> int | None:
    """Per cent of words in common; None where one has the document's text and the other words of ours."""
    if one.fingerprint and one.fingerprint == other.fingerprint:
        return 100
    if bool(one.text) != bool(other.text):
        return None
    return likeness(one.text or one.words, other.text or other.words)


def compare(
    before: Sequence[KpiFacts],
    after: Sequence[KpiFacts],
    money_before: Mapping[str, int | None] | None = None,
    money_after: Mapping[str, int | None] | None = None,
) -> Comparison:
    """Hold two versions against each other. Money is by label, in pence; None is an amount that is not known."""
    matched = _matches(before, after)
    pairs = [_pair(one, other, how) for one, other, how in matched]
    taken_before = {one.key for one, _, _ in matched}
    taken_after = {other.key for _, other, _ in matched}
    pairs += [Pair(one, None, Match.NONE, 0) for one in before if one.key not in taken_before]
    pairs += [Pair(None, one, Match.NONE, 0) for one in after if one.key not in taken_after]
    pairs.sort(key=lambda pair: (in_order(pair.key), pair.after is None))
    return Comparison(tuple(pairs), tuple(_money(money_before or {}, money_after or {})))


def _matches(before: Sequence[KpiFacts], after: Sequence[KpiFacts]) -> list[tuple[KpiFacts, KpiFacts, Match]]:
    found: list[tuple[KpiFacts, KpiFacts, Match]] = []
    olds, news = list(before), list(after)

    def take(one: KpiFacts, other: KpiFacts, how: Match) -> None:
        found.append((one, other, how))
        olds.remove(one)
        news.remove(other)

    for one, other in [*_same_number(olds, news), *((one, other) for one in before for other in after)]:
        if one.fingerprint and one.fingerprint == other.fingerprint and one in olds and other in news:
            take(one, other, Match.NUMBER if in_order(one.key) == in_order(other.key) else Match.WORDS)
    for one, other in _same_number(olds, news):
        known = alike(one, other)
        if known is None or known >= SOMETHING:
            take(one, other, Match.NUMBER)
    likely = [(known, one, other) for one in olds for other in news
              if one.words.strip() and (known := alike(one, other)) is not None and known >= SIMILAR]  # fmt: skip
    for _, one, other in sorted(likely, key=lambda each: (-each[0], in_order(each[1].key), in_order(each[2].key))):
        if one in olds and other in news:
            take(one, other, Match.WORDS)
    for one, other in _same_number(olds, news):
        take(one, other, Match.NUMBER_ONLY)
    return found


def _same_number(olds: Iterable[KpiFacts], news: Iterable[KpiFacts]) -> list[tuple[KpiFacts, KpiFacts]]:
    """KPIs of both under one number; 5.2.2.A is 5.2.2A."""
    by = {in_order(one.key): one for one in news}
    return [(one, by[in_order(one.key)]) for one in olds if in_order(one.key) in by]


def _pair(before: KpiFacts, after: KpiFacts, how: Match) -> Pair:
    edits = [
        Edit(what, old, new)
        for what, old, new in (("number", before.key, after.key), ("kind", before.kind, after.kind),
                               ("place", before.place, after.place))
        if old != new and not (what == "number" and in_order(old) == in_order(new))
    ]  # fmt: skip
    known = alike(before, after)
    same_text = bool(before.fingerprint) and before.fingerprint == after.fingerprint
    if not same_text and known is not None and _told(before) != _told(after):
        edits.insert(0, Edit("words", _told(before), _told(after)))
    elif not same_text and before.fingerprint and after.fingerprint:
        # Both documents were read, and only one text is kept.
        edits.insert(0, Edit("words", before.text or None, after.text or None,
                             f"{_KEPT} “{(after if before.text else before).words}”"))  # fmt: skip
    edits += _measures(before.measures, after.measures, by_words=known is not None)
    return Pair(before, after, how, known, tuple(edits))


_KEPT: Final = "The text is not the same word by word. Of the other version only words of ours are kept:"


def _told(one: KpiFacts) -> str:
    return one.text or one.words


def _measures(
    before: Sequence[MeasureFacts], after: Sequence[MeasureFacts], *, by_words: bool = True
) -> Iterator[Edit]:
    """Measures with the same words belong together, then those that ask for the same, then those of one number."""
    for one, other in paired(before, after, _STEPS if by_words else _STEPS[1:]):
        if one is None or other is None:
            found = one or other
            assert found is not None
            yield Edit(f"measure {found.number}", _whole(one) if one else None, _whole(other) if other else None)
        else:
            yield from _measure(one, other, by_words=by_words)


def paired[One](
    before: Sequence[One], after: Sequence[One], steps: Sequence[Callable[[One, One], bool]]
) -> list[tuple[One | None, One | None]]:
    """What belongs together, step by step, in the order of the later; what is left of either stands alone."""
    olds, news = list(before), list(after)
    pairs: list[tuple[One, One]] = []
    for same in steps:
        for one in list(olds):
            other = next((each for each in news if same(one, each)), None)
            if other is not None:
                pairs.append((one, other))
                olds.remove(one)
                news.remove(other)
    order = {id(each): place for place, each in enumerate(after)}
    pairs.sort(key=lambda each: order[id(each[1])])
    return [*pairs, *((one, None) for one in olds), *((None, one) for one in news)]


def _same_words(one: MeasureFacts, other: MeasureFacts) -> bool:
    return one.words == other.words


def _same_asked(one: MeasureFacts, other: MeasureFacts) -> bool:
    return (one.threshold, one.due_written) == (other.threshold, other.due_written)


def _same_threshold(one: MeasureFacts, other: MeasureFacts) -> bool:
    return one.threshold == other.threshold


def _same_place(one: MeasureFacts, other: MeasureFacts) -> bool:
    return one.number == other.number


_STEPS: Final = (_same_words, _same_asked, _same_threshold, _same_place)


def _measure(before: MeasureFacts, after: MeasureFacts, *, by_words: bool) -> Iterator[Edit]:
    name = f"measure {after.number}"
    words = (before.words, after.words) if by_words else ("", "")
    for what, old, new in (("words", *words), ("threshold", before.threshold, after.threshold),
                           ("how often", before.recurrence, after.recurrence)):  # fmt: skip
        if old != new:
            yield Edit(f"{name}, {what}", old or None, new or None)
    if (before.due, before.due_written) != (after.due, after.due_written):
        yield Edit(f"{name}, due", _due(before), _due(after), _moved(before.due, after.due))


def _whole(one: MeasureFacts) -> str:
    return "; ".join(part for part in (one.words, one.threshold, _due(one) or "") if part)


def _due(one: MeasureFacts) -> str | None:
    """As written, and how that is read where it says something else or cannot be read."""
    read = one.due.isoformat() if one.due else ""
    if one.due_written:
        return f"{one.due_written} (read as {read})" if read else f"{one.due_written} (not a day that can be read)"
    return read or None


def _moved(before: date | None, after: date | None) -> str:
    if before is None or after is None or before == after:
        return ""
    days = (after - before).days
    return f"{plural(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _money(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> Iterator[Edit]:
    for label in [*before, *(each for each in after if each not in before)]:
        if label in before and label in after and before[label] == after[label]:
            continue
        old, new = before.get(label), after.get(label)
        note = ""
        if old is not None and new is not None:
            note = f"{pounds(abs(new - old), whole=True)} {'more' if new > old else 'less'}"
        yield Edit(label, _amount(before, label), _amount(after, label), note)


def _amount(money: Mapping[str, int | None], label: str) -> str | None:
    if label not in money:
        return None
    pence = money[label]
    return "not stated" if pence is None else pounds(pence, whole=True)
