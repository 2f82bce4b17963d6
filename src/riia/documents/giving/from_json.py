"""A package from a JSON file: the tree is put together from the blocks that the reader gives, with their places."""

from typing import Any

from riia.documents.giving.package import Package, Spot
from riia.documents.model import Document, Where


def package_of_json(document: Document) -> Package:
    """The package of a JSON document. A bare list of grants is taken as the grants of a package."""
    tree = _Tree()
    for block in document.blocks:
        if block.cells:
            tree.put(block.where.label, block.cells[0].value, block.cells[0].text, block.where.line)
    held, spots = tree.whole, tree.spots
    if isinstance(held, list):
        held = {"grants": held}
        spots = {
            f"/grants{pointer}": Spot(Where(line=spot.where.line, label=f"/grants{pointer}"), spot.text)
            for pointer, spot in spots.items()
        }
    return Package(document, held if isinstance(held, dict) else {}, spots)


class _Tree:
    """Objects and lists by the labels of the blocks in them ("grants/0/id"), and the place of each as a pointer."""

    def __init__(self) -> None:
        self.whole: Any = None
        self.spots: dict[str, Spot] = {}
        self._holders: dict[str, tuple[Any, str]] = {}

    def put(self, label: str, value: Any, text: str, line: int | None) -> None:
        """Put a value in its place."""
        if not label:
            self.whole = value
            self.spots[""] = Spot(Where(line=line), text)
            return
        parent, _, last = label.rpartition("/")
        holder, pointer = self._holder(parent, last, line)
        pointer = f"{pointer}/{_put(holder, last, value)}"
        self.spots[pointer] = Spot(Where(line=line, label=pointer), text)

    def _holder(self, label: str, child: str, line: int | None) -> tuple[Any, str]:
        """The object or list at a label, made where it is not there yet: a list where its child has a number."""
        known = self._holders.get(label)
        if known is not None:
            return known
        made: Any = [] if _place(child) is not None else {}
        if label:
            parent, _, last = label.rpartition("/")
            holder, pointer = self._holder(parent, last, line)
            pointer = f"{pointer}/{_put(holder, last, made)}"
        else:
            self.whole, pointer = made, ""
        self.spots.setdefault(pointer, Spot(Where(line=line, label=pointer)))
        self._holders[label] = made, pointer
        return made, pointer


def _place(step: str) -> int | None:
    """The place in a list that a step means; None for the name of a field, which is marked where it is a number."""
    return int(step) if step.isascii() and step.isdecimal() else None


def _put(holder: Any, step: str, value: Any) -> str | int:
    """Put a value into an object or list, and give the step as a pointer has it."""
    if isinstance(holder, list):
        holder.append(value)
        return len(holder) - 1
    key = step.removeprefix("~k").replace("~1", "/").replace("~0", "~")
    # A name that stands twice has its last value, and what stood in the first is gone.
    holder[key] = value
    return key
