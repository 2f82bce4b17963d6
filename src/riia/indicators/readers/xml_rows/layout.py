"""The layout of an XML return: which elements are rows, which are their fields, which only stand around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Element:
    """An element and what it is: a group, a record (`table`), a field (`column`) or a listed value (both).

    `names` are other names the element has had. `ordinal` is the column that numbers the records of the file from 1.
    """

    name: str
    inside: tuple["Element", ...] = ()
    table: str = ""
    column: str = ""
    ordinal: str = ""
    names: tuple[str, ...] = field(default=())

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, from top to bottom."""
        yield self
        for one in self.inside:
            yield from one.walk()


def group(name: str, *inside: Element | Sequence[Element], names: Sequence[str] = ()) -> Element:
    """An element that only stands around others: its fields belong to the record it stands in."""
    return Element(name, _flat(inside), names=tuple(names))


def record(
    name: str,
    table: str,
    fields: Sequence[Element] = (),
    *,
    inside: Sequence[Element] = (),
    ordinal: str = "",
    names: Sequence[str] = (),
) -> Element:
    """An element of which each one is a row of `table`; `inside` holds groups, listed values and further records."""
    return Element(name, (*fields, *inside), table=table, ordinal=ordinal, names=tuple(names))


def fields(*columns: str, **other: str | Sequence[str]) -> tuple[Element, ...]:
    """Fields named as their columns. `other` gives a column with the element name, or names, it goes by instead."""
    named = []
    for column, elements in other.items():
        first, *rest = (elements,) if isinstance(elements, str) else elements
        named.append(Element(first, column=column, names=tuple(rest)))
    return (*(Element(column, column=column) for column in columns), *named)


def listed(name: str, table: str, column: str = "", *, names: Sequence[str] = ()) -> Element:
    """A value that repeats: each one is a row of `table` with one field, `column` (the element's name if not given)."""
    return Element(name, table=table, column=column or name, names=tuple(names))


def _flat(inside: Sequence[Element | Sequence[Element]]) -> tuple[Element, ...]:
    found: list[Element] = []
    for one in inside:
        found += (one,) if isinstance(one, Element) else one
    return tuple(found)
