"""The register of kinds of defect, and how some of them get into files that have none.

Each kind changes one thing about one child, and no child gets two. `code` is the check that should find it there;
`also` are checks that may rightly speak up too, because one wrong date can break several rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from riia.indicators.simulation.files.cin import Node
from riia.indicators.simulation.files.sheets import Row, Sheet


@dataclass
class Files:
    """The projected files of a council, which can still be changed."""

    place: str
    year: int
    as_at: date
    annex_a: dict[str, Sheet] = field(default_factory=dict)
    census: dict[int, list[Node]] = field(default_factory=dict)
    care: dict[int, dict[str, Sheet]] = field(default_factory=dict)
    sen2: dict[str, Sheet] = field(default_factory=dict)
    sen2_as: str = "blade"
    home: Sheet | None = None


@dataclass
class Planted:
    """One planted defect and where it is. `row` is the line of a text file or the row of a sheet, from 1."""

    kind: str
    file: str
    table: str
    column: str
    child: str
    code: str
    also: tuple[str, ...]
    words: str
    row: int = 0
    node: Node | None = None
    sheet: Sheet | None = None
    cells: Row | None = None

    def find_row(self) -> None:
        """Look up the row, once nothing is added to the file any more."""
        if self.sheet is not None and self.cells is not None:
            self.row = self.row or self.sheet.line_of(self.cells)
            self.file = self.sheet.file

    def told(self) -> dict[str, object]:
        """For truth.json."""
        return {
            "kind": self.kind, "file": self.file, "table": self.table, "row": self.row, "column": self.column,
            "child": self.child, "code": self.code, "also": list(self.also), "words": self.words,
        }  # fmt: skip


@dataclass(frozen=True)
class Place:
    """What a kind's function changed: a node of the census, or a row of a sheet."""

    table: str
    column: str
    child: str
    node: Node | None = None
    sheet: Sheet | None = None
    cells: Row | None = None


@dataclass
class Draw:
    """Chance, and the children that already have a defect."""

    random: Random
    used: set[str] = field(default_factory=set)

    def one[T](self, things: Iterable[T], child: Callable[[T], str], fits: Callable[[T], bool]) -> T | None:
        """One that fits, of a child without defect; the child then counts as used. None if there is none."""
        held = list(things)
        start = self.random.randrange(len(held)) if held else 0
        for thing in held[start:] + held[:start]:
            name = child(thing)
            if name not in self.used and fits(thing):
                self.used.add(name)
                return thing
        return None


type Plants = Callable[[Files, Draw], Place | None]


@dataclass(frozen=True)
class Kind:
    """A kind of defect. `of` is the key of the collection it is planted in."""

    key: str
    of: str
    code: str
    words: str
    also: tuple[str, ...]
    plants: Plants


KINDS: Final[dict[str, Kind]] = {}


def kind(key: str, of: str, code: str, words: str, also: tuple[str, ...] = ()) -> Callable[[Plants], Plants]:
    """Register the function below: it changes one thing and says where, or gives None when nothing in the files fits.

    Raises ValueError when the key is taken.
    """
    if key in KINDS:
        raise ValueError(f"{key}: this kind of defect is there already.")

    def register(plants: Plants) -> Plants:
        KINDS[key] = Kind(key, of, code, words, also, plants)
        return plants

    return register


def plant(files: Files, wanted: int | str, seed: str) -> list[Planted]:
    """Plant so many defects of random kinds, or with "all" one of each kind that fits; gives where they are.

    The same files, number and seed give the same defects. Kinds of a file that was not made are left out. Fewer are
    planted than wanted when no child is left that a kind fits.
    """
    draw = Draw(Random(f"defects {seed}"))  # noqa: S311 (fictional data)
    there = [one for one in KINDS.values() if _file(files, one.of)]
    if wanted == "all":
        return [planted for one in there if (planted := _planted(one, files, draw))]
    found: list[Planted] = []
    while there and len(found) < int(wanted):
        one = draw.random.choice(there)
        planted = _planted(one, files, draw)
        if planted is None:
            there.remove(one)  # nothing is left that it fits
        else:
            found.append(planted)
    return found


def _planted(one: Kind, files: Files, draw: Draw) -> Planted | None:
    place = one.plants(files, draw)
    if place is None:
        return None
    return Planted(
        kind=one.key,
        file=place.sheet.file if place.sheet else _file(files, one.of),
        table=place.table,
        column=place.column,
        child=place.child,
        code=one.code,
        also=one.also,
        words=one.words,
        node=place.node,
        sheet=place.sheet,
        cells=place.cells,
    )


def _file(files: Files, collection: str) -> str:
    """A file of the collection that was made, or ""."""
    match collection:
        case "cin-census":
            return f"cin_{files.year}.xml" if files.census else ""
        case "annex-a":
            return next((sheet.file for sheet in files.annex_a.values()), "")
        case "ssda903":
            return f"ssda903/{files.year}" if files.care else ""
        case "sen2":
            return "sen2" if files.sen2 else ""
        case _:
            return files.home.file if files.home else ""
