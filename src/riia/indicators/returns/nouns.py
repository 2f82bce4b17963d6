"""What a return is made of: items, cells, answers and what checks say about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache, total_ordering
from types import MappingProxyType

from riia.indicators.definitions import Indicator, Measure, Variant
from riia.indicators.model import Period, PlaceCode, Value


class ReturnError(ValueError):
    """A form, a cell or an answer that cannot be. The message names the place, the rule and the remedy."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a return: an item and the measure asked of it. Its text form is "referrals:source=police.number"."""

    item: str
    measure: Measure

    @classmethod
    def parse(cls, text: str) -> "Cell":
        """The cell of a text form. Raises ReturnError for anything else."""
        return _cell(text)

    def __str__(self) -> str:
        """The text form, as stored and as in files."""
        return f"{self.item}.{self.measure.value}"

    def __lt__(self, other: object) -> bool:
        """Cells sort by their text form."""
        return str(self) < str(other) if isinstance(other, Cell) else NotImplemented


@lru_cache(maxsize=4096)  # the same few hundred texts come with every return that is read
def _cell(text: str) -> Cell:
    item, dot, measure = text.rpartition(".")
    if not dot or not item or measure not in [one.value for one in Measure]:
        raise ReturnError(f"{text!r} is not a cell. A cell is an item, a full stop and number, rate or percent.")
    return Cell(item, Measure(measure))


@dataclass(frozen=True)
class Item:
    """One line of a form: an indicator, or one of the parts it is split into.

    `key` is the address of the variant it counts ("referrals", "referrals:source=police"); `label` the number it has in
    the agreement ("2", "2.7"). `measures` are what is asked, the number first. A percentage is of the number of the
    item `of`, in words `of_words`; a rate is per 10,000 of `rate_base`, a population that the desk holds and no council
    types. `part_of` is the item whose number this one helps to make.
    """

    key: str
    label: str
    title: str
    indicator: Indicator
    variant: Variant
    measures: tuple[Measure, ...]
    of: str = ""
    of_words: str = ""
    part_of: str = ""

    @property
    def register_key(self) -> str:
        """Under which name an agreement's data register holds it; parts share that of their whole."""
        return self.indicator.slug

    @property
    def rate_base(self) -> str:
        """Whom a rate is per, in words; empty where none is asked."""
        return self.indicator.rate_base if Measure.RATE in self.measures else ""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the item, the number first."""
        return tuple(_cell(f"{self.key}.{measure.value}") for measure in self.measures)

    def unit(self, measure: Measure) -> str:
        """The unit of a measure in words: "referrals", "% of referrals"."""
        if measure is Measure.PERCENT and self.of_words:
            return f"% of {self.of_words}"
        return self.indicator.units[measure]

    def decimals(self, measure: Measure) -> int:
        """To how many decimals a measure is asked and shown: one at least for a rate or percentage.

        Some are published in whole numbers, which nobody could hold against the count to within 0.1 (R4.19, R4.20).
        """
        least = 0 if measure is Measure.NUMBER else 1
        return max(least, self.indicator.decimals[measure])


@dataclass(frozen=True)
class Form:
    """What a round asks of every council: the items of one indicator set, in the agreement's order.

    `key` and `title` are those of the set. `unknown` says, in a sentence each, which items the set is said to have and
    nobody has named, so that a return of 24 of 25 says so (R4.17).
    """

    key: str
    title: str
    items: tuple[Item, ...]
    unknown: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell in order."""
        return tuple(cell for item in self.items for cell in item.cells)

    @cached_property
    def _by_key(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Item, ...]]:
        wholes = {item.part_of for item in self.items}
        return {key: tuple(item for item in self.items if item.part_of == key) for key in wholes}

    def item(self, key: str) -> Item:
        """An item by its key. Raises ReturnError where the form does not ask it."""
        try:
            return self._by_key[key]
        except KeyError:
            raise ReturnError(f"The form {self.title!r} has no item {key!r}.") from None

    def parts_of(self, key: str) -> tuple[Item, ...]:
        """The items that add up to an item's number; empty where it is not split."""
        return self._parts.get(key, ())

    def asks(self, cell: Cell) -> bool:
        """Whether the form has this cell."""
        item = self._by_key.get(cell.item)
        return item is not None and cell.measure in item.measures

    def only(self, register_keys: frozenset[str]) -> "Form":
        """The form with no more than the items a data register allows."""
        kept = tuple(item for item in self.items if item.register_key in register_keys)
        return Form(self.key, self.title, kept, self.unknown)


type Answers = Mapping[Cell, Value]
"""What a council says, by cell. A cell that is not there is blank: not answered yet, neither 0 nor a symbol."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose return of what: council, period and form. Files carry it, so that the wrong file is known as such."""

    place: PlaceCode
    place_name: str
    period: Period
    form: str


class Weight(StrEnum):
    """What a check means for going on. Hard: the return cannot be submitted. Soft: an explanation is needed."""

    HARD = "hard"
    SOFT = "soft"

    @property
    def words(self) -> str:
        """What has to be done."""
        return "must be corrected" if self is Weight.HARD else "needs a correction or an explanation"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check says about some cells of a return.

    `code` is the check's own ("RET-STOCK"). `words` is one plain sentence with the figures in it; `why` says why the
    desk asks; `remedy` what to do. `cells` are those to look at, the one to change first in front. `because` is the key
    of another outcome that this one follows from: a knock-on, hidden until the first is mended.
    """

    code: str
    weight: Weight
    cells: tuple[Cell, ...]
    words: str
    why: str
    remedy: str
    because: str = ""

    @property
    def key(self) -> str:
        """By which an explanation is tied to it: code and first cell, the same from one quarter to the next."""
        return f"{self.code} {self.cells[0]}" if self.cells else self.code


@dataclass(frozen=True, slots=True)
class Known:
    """A published figure to compare an answer with: how many, of which period, from which release, in words."""

    value: Value
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class Background:
    """What is known beside the answers when they are checked.

    `population` is the mid-year estimate under the rates (residents, not thousands), with `population_words` saying of
    whom and when. `before` holds the same council's latest answers of earlier periods, by period; it may have gaps.
    `published` holds annual published numbers by item key. `peers` holds the same item's number per 10,000 in the other
    councils of the round in the period before, by item key, for councils without a history of their own.
    """

    period: Period
    population: Value
    population_words: str = ""
    before: Mapping[Period, Answers] = field(default_factory=lambda: MappingProxyType({}))
    published: Mapping[str, Known] = field(default_factory=lambda: MappingProxyType({}))
    peers: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A council's explanation of a soft check in some period, so that the next quarter can offer it again, aged."""

    key: str
    text: str
    period: Period
    since: Period
    """The first period it was given for without a break."""
