"""Two sheets of costs held against each other: areas, lines, and what is different of each. Pure; whole pence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from riia.alliance.plans.comparison import SIMILAR, Edit, likeness, paired
from riia.alliance.plans.costs import said
from riia.alliance.plans.entering_text import fingerprint


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as it is compared. `key` finds it again; `spent` is what is spent and committed on it, in pence."""

    key: int
    heading: str
    number: int
    words: str
    requirement: str
    scope: str
    spend: int | None
    quarters: tuple[int | None, ...]
    spent: int = 0

    @property
    def label(self) -> str:
        return f"{self.heading}, {self.words or self.requirement or f'line {self.number}'}"


@dataclass(frozen=True, slots=True)
class HeadingFacts:
    """An area as it is compared."""

    key: int
    title: str
    allocation: int | None
    lines: tuple[LineFacts, ...]


@dataclass(frozen=True, slots=True)
class CostsDifference:
    """Two sheets held against each other: edits line by line, and which heading and line went on as which."""

    edits: tuple[Edit, ...]
    headings: tuple[tuple[HeadingFacts | None, HeadingFacts | None], ...]
    lines: tuple[tuple[LineFacts | None, LineFacts | None], ...]

    @property
    def stranded(self) -> tuple[LineFacts, ...]:
        """Lines with money spent or promised that the later sheet does not have."""
        return tuple(one for one, other in self.lines if one is not None and other is None and one.spent)


def difference(before: Sequence[HeadingFacts], after: Sequence[HeadingFacts]) -> CostsDifference:
    """Hold two sheets against each other: areas by title or alike titles, lines by what they are, then by place."""
    headings = _headings(before, after)
    lines: list[tuple[LineFacts | None, LineFacts | None]] = []
    edits: list[Edit] = []
    for one, other in headings:
        found = paired(one.lines if one else (), other.lines if other else (), _STEPS)
        title = (other or one).title if (other or one) else ""  # type: ignore[union-attr]  # one of the two is there
        old, new = (each.allocation if each else None for each in (one, other))
        if one is None or other is None or old != new:
            edits.append(Edit(f"{title}, allocation", _pounds(old) if one else None, _pounds(new) if other else None,
                              _more(old, new) if one and other else ""))  # fmt: skip
        edits += [edit for pair in found for edit in _line(*pair)]
        lines += found
    return CostsDifference(tuple(edits), tuple(headings), tuple(lines))


def _headings(
    before: Sequence[HeadingFacts], after: Sequence[HeadingFacts]
) -> list[tuple[HeadingFacts | None, HeadingFacts | None]]:
    """The same title first; then the most alike, at least as much as KPIs are found again by words."""
    pairs: dict[int, HeadingFacts] = {}
    left = list(before)
    alike = sorted(
        ((likeness(one.title, other.title), one, other) for one in before for other in after),
        key=lambda each: (-each[0], each[1].key, each[2].key),
    )
    for share, one, other in alike:
        if share >= SIMILAR and one in left and other.key not in pairs:
            pairs[other.key] = one
            left.remove(one)
    return [*((pairs.get(each.key), each) for each in after), *((each, None) for each in left)]


def _is(one: LineFacts) -> tuple[str, str, str]:
    """What a line is, by what the document says of it; blank where it says nothing but amounts."""
    return fingerprint(one.words), one.requirement, fingerprint(one.scope)


def _same(one: LineFacts, other: LineFacts) -> bool:
    return any(_is(one)) and _is(one) == _is(other)


def _same_words(one: LineFacts, other: LineFacts) -> bool:
    return bool(one.words) and fingerprint(one.words) == fingerprint(other.words)


def _same_requirement(one: LineFacts, other: LineFacts) -> bool:
    return bool(one.requirement) and one.requirement == other.requirement and not (one.words and other.words)


def _same_scope(one: LineFacts, other: LineFacts) -> bool:
    return bool(one.scope) and fingerprint(one.scope) == fingerprint(other.scope) and not (one.words and other.words)


def _mute(one: LineFacts, other: LineFacts) -> bool:
    """One of the two says nothing but amounts."""
    return not any(_is(one)) or not any(_is(other))


def _same_amount(one: LineFacts, other: LineFacts) -> bool:
    """An amount says more than a place, where a line was put in between."""
    return _mute(one, other) and one.spend == other.spend


def _same_place(one: LineFacts, other: LineFacts) -> bool:
    return _mute(one, other) and one.number == other.number


_STEPS: Final[Sequence[Callable[[LineFacts, LineFacts], bool]]] = (
    lambda one, other: _same(one, other) and one.spend == other.spend,
    _same,
    _same_words,
    _same_requirement,
    _same_scope,
    lambda one, other: _same_amount(one, other) and one.number == other.number,
    _same_amount,
    _same_place,
)


def _line(one: LineFacts | None, other: LineFacts | None) -> Iterator[Edit]:
    here = other or one
    assert here is not None
    if one is None or other is None:
        note = f"{said(here.spent)} is spent or committed on it" if other is None and here.spent else ""
        yield Edit(here.label, _pounds(one.spend) if one else None, _pounds(other.spend) if other else None, note)
        return
    if one.spend != other.spend:
        yield Edit(here.label, _pounds(one.spend), _pounds(other.spend), _more(one.spend, other.spend))
    for quarter, (old, new) in enumerate(zip(one.quarters, other.quarters, strict=True), start=1):
        if old != new and one.spend == other.spend:
            yield Edit(f"{here.label}, Q{quarter}", _pounds(old), _pounds(new), _more(old, new))
    if fingerprint(one.scope) != fingerprint(other.scope):
        yield Edit(
            f"{here.label}, pays for", one.scope or "the KPIs of its area", other.scope or "the KPIs of its area"
        )


def _pounds(pence: int | None) -> str:
    return "not stated" if pence is None else said(pence)


def _more(old: int | None, new: int | None) -> str:
    if old is None or new is None or old == new:
        return ""
    return f"{said(abs(new - old))} {'more' if new > old else 'less'}"
