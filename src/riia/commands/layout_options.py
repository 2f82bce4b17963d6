"""What the options of `riia protect` and `riia attack` say of a table, in the terms of the library."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from riia.commands.refusals import Refused
from riia.commands.table_files import records

if TYPE_CHECKING:
    from riia.commands.layouts import Layout
    from riia.indicators.disclosure.derived import Percent, Recipe
    from riia.indicators.model import Symbol

type Pairs = list[tuple[str, tuple[str, ...]]]


def options_of(layout: Layout, names: Collection[str], more: dict[str, Symbol]) -> dict[str, Any]:
    """What `Table.from_rows` and `from_crosstab` are told besides. Columns may be written in other capitals."""
    from riia.indicators.disclosure.derived import Rate

    derived: list[Recipe] = []
    for name, made in assigned("--percent", layout.percent):
        derived.append(_share(column("--percent", name, names), made))
    for name, made in assigned("--rate", layout.rate):
        count, people = _divided(made)
        people = column("--rate", people, names)
        derived.append(Rate(column=column("--rate", name, names), count=count, population=people))
    marks = {mark: _sign("--marks", sign) for mark, sign in assigned("--marks", layout.marks, by_last=True)}
    blank = _sign("--blank", layout.blank) if layout.blank is not None and layout.blank != "0" else None
    return {
        "derived": derived,
        "rounded": _rounded(layout.rounded),
        "marks": {**marks, **more},
        "blank": blank,
        "keep": [column("--keep", one, names) for one in listed(layout.keep, names)],
    }


def _sign(option: str, text: str) -> Symbol:
    from riia.indicators.model import Symbol, SymbolError, parse_symbol

    try:
        return parse_symbol(text)
    except SymbolError:
        known = "; ".join(f"{one.value} ({one.words})" for one in Symbol)
        zero = "0, or one of these signs: " if option == "--blank" else "one of these signs: "
        raise Refused(f"{option}: {text!r} is no known sign. Give {zero}{known}.") from None


def column(option: str, name: str, names: Collection[str]) -> str:
    """The column that is meant. Raises Refused where there is none, with those that are near."""
    found = as_written(name, names)
    if found not in names:
        raise Refused(f"{option} {name}: there is no such column.{near(name, names)}")
    return found


def as_written(name: str, known: Collection[str]) -> str:
    """A name as the file writes it, where only capitals and spaces differ."""
    if name in known:
        return name
    same = [one for one in known if _folded(one) == _folded(name)]
    return same[0] if len(same) == 1 else name


def near(name: str, known: Iterable[str]) -> str:
    """What could be meant instead, as a sentence."""
    names = list(known)
    close = get_close_matches(name, names, n=2, cutoff=0.6)
    if close:
        return f" Did you mean {' or '.join(close)}?"
    return f" There are: {', '.join(names)}."


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _divided(text: str) -> tuple[str | None, str]:
    """Of what, and of which label where there are several columns of counts: "boys/All"."""
    count, slash, of = text.rpartition("/")
    return (count.strip(), of.strip()) if slash and count.strip() else (None, text)


def _share(column: str, made: str) -> Percent:
    """A column of percentages; "age=Total" names the dimension with the label."""
    from riia.indicators.disclosure.derived import Percent

    count, of = _divided(made)
    if "=" not in of:
        return Percent(column=column, count=count, of=of)
    return Percent(column=column, count=count, of=dict(assigned("--percent", split(of))))


def of_columns(recipes: Sequence[Recipe], across: str, columns: Collection[str]) -> list[Recipe]:
    """In a crosstab "boys/Total" are columns, though a row may be called Total as well."""
    from riia.indicators.disclosure.derived import Percent, Rate

    out: list[Recipe] = []
    for one in recipes:
        if isinstance(one, Percent | Rate) and isinstance(one.count, str):
            count = as_written(one.count, columns)
            if count in columns:
                one = replace(one, count={across: count})
                if isinstance(one, Percent) and isinstance(one.of, str) and as_written(one.of, columns) in columns:
                    one = replace(one, of={across: as_written(one.of, columns)})
        out.append(one)
    return out


def _rounded(given: Sequence[str]) -> int | dict[str, int] | None:
    found: dict[str, int] = {}
    for one in given:
        label, _, base = one.rpartition("=")
        if not base.strip().isdigit() or int(base) < 2:
            raise Refused(f'--rounded {one}: give a label and what it is rounded to, such as "England=10", or only 10.')
        if not label:
            if len(given) > 1:
                raise Refused(f"--rounded {one} says that everything is rounded. Give it alone, or only labels.")
            return int(base)
        found[label.strip()] = int(base)
    return found or None


def pairs_in(layout: Layout) -> tuple[Pairs, Pairs]:
    """The wholes and parts that the options give."""
    exact: Pairs = [(whole, split(parts)) for whole, parts in assigned("--parts", layout.parts)]
    loose: Pairs = [(whole, split(parts)) for whole, parts in assigned("--of-which", layout.of_which)]
    if layout.hierarchy is not None:
        given = records(layout.hierarchy, None)
        if not {"whole", "part"} <= set(given.headings):
            raise Refused(
                f"{layout.hierarchy} has the columns {', '.join(given.names)}. A hierarchy has the columns whole and "
                "part, one row for each part."
            )
        found: dict[str, list[str]] = {}
        for row in given.rows:
            found.setdefault(str(row["whole"]).strip(), []).append(str(row["part"]).strip())
        exact += [(whole, tuple(parts)) for whole, parts in found.items()]
    return exact, loose


def about(pairs: Pairs, labels: set[str], *, by_whole: bool = False) -> Pairs:
    """Those pairs that are about these labels: a part is among them, or (for `by_whole`) the whole."""
    known = set(labels)
    while more := {whole for whole, parts in pairs if not known.isdisjoint(parts)} - known:
        known |= more  # a region that is not printed is known by its councils
    return [(whole, parts) for whole, parts in pairs if not known.isdisjoint(parts) or (by_whole and whole in labels)]


def assigned(option: str, given: Sequence[str], *, by_last: bool = False) -> list[tuple[str, str]]:
    """What stands before and behind the first "=", or (for signs such as "<=4") the last one."""
    found = []
    for one in given:
        name, equals, text = one.rpartition("=") if by_last else one.partition("=")
        if not equals or not name.strip() or not text.strip():
            raise Refused(f'{option} {one}: give two things with = between them, such as "England=London,South East".')
        found.append((name.strip(), text.strip()))
    return found


def listed(given: Sequence[str], known: Collection[str]) -> list[str]:
    """Labels or columns, each by itself or several with commas between them, once each and as the file writes them."""
    out: list[str] = []
    for one in given:
        whole = as_written(one, known)
        out += [whole] if whole in known else [as_written(part, known) for part in split(one)]
    return list(dict.fromkeys(out))


def split(text: str) -> tuple[str, ...]:
    """Things with commas between them; with semicolons where they have commas themselves."""
    return tuple(part.strip() for part in text.split(";" if ";" in text else ",") if part.strip())
