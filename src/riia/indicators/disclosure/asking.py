"""What the search for hidden cells is asked about linked tables: cells, sums and other knowledge in the general form.

Two things are put in another way than they are linked. A rest that is large needs no protection, and all that is known
of it is that it is no less than 0. A total that is printed rounded is replaced by its parts, whose sum is known to
within the rounding; the number on the page is a cell of its own, since it can be hidden too. What is small among these
stays a cell, so that it is protected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from riia.indicators.disclosure.dimensions import Key
from riia.indicators.disclosure.linking import Linked
from riia.indicators.disclosure.policies import Policy
from riia.indicators.disclosure.releases import is_of_then
from riia.indicators.disclosure.systems import Cell, Relation, Within

_APART: Final = 1000
"""Numbers on the page are moved up so far, lest they count as small."""

type Relations = list[tuple[Key, tuple[Key, ...]]]


@dataclass(frozen=True, slots=True)
class Question:
    """The cells with their counts, the sums, and what else is known.

    `unseen` are cells that nobody sees anyway; `printed` stand for rounded numbers on the page, each with its cell;
    `fixed` cannot be hidden.
    """

    counts: Mapping[Key, int]
    relations: list[Relation]
    within: list[Within]
    least: Mapping[Key, int]
    unseen: frozenset[Key]
    printed: Mapping[Key, Key]
    fixed: frozenset[Key]


def question(linked: Linked, counts: Mapping[Key, int], policy: Policy) -> Question:
    """What to ask about these tables, whose cells have these counts."""
    large = {key for key in linked.rests if not policy.is_small(counts[key])}
    exact, loose = _sums(linked, large)
    made_of = _made_of(linked, exact, counts, policy)
    terms = _Terms(made_of)
    out = {key: counts[key] for key in linked.before if policy.is_small(counts[key]) and is_of_then(key)}
    relations: list[Relation] = []
    printed = {Key((("printed", repr(key)),)): key for key in linked.rounded if key not in linked.hidden}
    roundings = [_rounding(linked, page, key) for page, key in printed.items()]
    within = [*loose, *linked.within, *roundings, *_published(linked, large)]
    for whole, parts in exact:
        if made_of.get(whole) == parts:
            continue
        if (made_of.keys() | out.keys()).isdisjoint((whole, *parts)):
            relations.append((whole, parts))
        else:
            within.append(Within({whole: 1, **dict.fromkeys(parts, -1)}, 0, 0))
    kept = {key: count for key, count in counts.items() if key not in large and key not in made_of and key not in out}
    unseen = {key for key in kept if linked.counts[key] is None and key not in linked.hidden}
    kept |= {page: _APART + linked.rounded[key].printed for page, key in printed.items()}
    least = {key: 0 if key in printed else linked.least.get(key, 1) for key in kept}
    least |= {key: 0 for key in linked.rounded if key in kept}
    fixed = {page for page, key in printed.items() if key in linked.rounded_before or counts[key] == 0}
    return Question(
        kept,
        relations,
        [one for known in within if (one := _without(terms.put(known), out)).coefficients],
        least,
        frozenset(key for key in unseen if not policy.is_small(counts[key])),
        printed,
        frozenset((fixed | linked.before) & kept.keys()),
    )


def _without(known: Within, out: Mapping[Key, int]) -> Within:
    """The same knowledge where small counts of an earlier release are out: nothing protects those any more."""
    told = {key: factor for key, factor in known.coefficients.items() if key in out}
    if not told:
        return known
    much = sum(factor * out[key] for key, factor in told.items() if isinstance(key, Key))
    left = {key: factor for key, factor in known.coefficients.items() if key not in told}
    return Within(left, known.lower - much, known.upper - much)


def _rounding(linked: Linked, page: Key, key: Key) -> Within:
    """Whoever sees the number on the page knows the cell to within its rounding."""
    rounding = linked.rounded[key].how
    return Within({key: 1, page: -1}, -_APART - rounding.below, -_APART + rounding.above)


def _sums(linked: Linked, large: set[Key]) -> tuple[Relations, list[Within]]:
    """The sums whose every part matters, and those of which only an inequality is left."""
    exact: Relations = []
    loose: list[Within] = []
    for whole, parts in linked.relations:
        if large.isdisjoint(parts):
            exact.append((whole, parts))
        else:
            loose.append(Within({whole: 1, **{part: -1 for part in parts if part not in large}}, 0))
    return exact, loose


def _made_of(linked: Linked, exact: Relations, counts: Mapping[Key, int], policy: Policy) -> dict[Key, tuple[Key, ...]]:
    """The rounded totals that are replaced, each with its parts."""
    found: dict[Key, tuple[Key, ...]] = {}
    for whole, parts in exact:
        if whole in linked.rounded and whole not in linked.hidden and not policy.is_small(counts[whole]):
            found.setdefault(whole, parts)
    return found


def _published(linked: Linked, large: set[Key]) -> list[Within]:
    """What figures of earlier releases tell about cells that those did not print."""
    return [
        known
        for figure in linked.published
        if not linked.before.issuperset(figure.cells) and large.isdisjoint(figure.cells)
        for known in figure.knowledge()
    ]


class _Terms:
    """Knowledge about totals, put as knowledge about what they are made of."""

    def __init__(self, made_of: Mapping[Key, tuple[Key, ...]]) -> None:
        self._made_of = made_of
        self._known: dict[Key, dict[Key, int]] = {}

    def put(self, known: Within) -> Within:
        """The same knowledge about cells that stay."""
        if not any(key in self._made_of for key in known.coefficients):
            return known
        terms: dict[Cell, float] = {}
        for key, factor in known.coefficients.items():
            assert isinstance(key, Key)
            for part, times in self._of(key).items():
                terms[part] = terms.get(part, 0) + factor * times
        return Within({key: factor for key, factor in terms.items() if factor}, known.lower, known.upper)

    def _of(self, key: Key) -> Mapping[Key, int]:
        if key not in self._made_of:
            return {key: 1}
        if key not in self._known:
            terms: dict[Key, int] = {}
            for one in self._made_of[key]:
                for part, times in self._of(one).items():
                    terms[part] = terms.get(part, 0) + times
            self._known[key] = terms
        return self._known[key]
