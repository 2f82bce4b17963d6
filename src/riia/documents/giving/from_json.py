"""A package from a JSON file: the tree is put together from the blocks that the reader gives, with their places."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from riia.documents.giving.package import Package, Spot
from riia.documents.model import Block, Document


def package_of_json(document: Document) -> Package:
    """The package of a JSON document. A bare list of grants is taken as the grants of a package."""
    whole: dict[str, Any] = {}
    spots: dict[str, Spot] = {}
    for block in document.blocks:
        if block.cells:
            _place(whole, spots, block)
    tree = whole.get("")
    bare = isinstance(tree, list)
    if bare:
        tree = {"grants": tree}
        spots = {f"/grants{pointer}": _at(spot, f"/grants{pointer}") for pointer, spot in spots.items()}
    if not isinstance(tree, dict):
        tree = {}
    return Package(document, tree, spots)


def _steps(label: str) -> list[str | int]:
    """The steps of a path: keys, and places in lists as numbers."""
    return [_step(step) for step in label.split("/")] if label else []


def _step(step: str) -> str | int:
    bare = step.removeprefix("[").removesuffix("]")
    if step[:1] == "[" and bare.isdecimal():
        return int(bare)
    if step.isascii() and step.isdecimal():
        return int(step)
    return step.replace("~2", "[").replace("~1", "/").replace("~0", "~")


def _place(whole: dict[str, Any], spots: dict[str, Spot], block: Block) -> None:
    path: list[str | int] = ["", *_steps(block.where.label)]
    at: Any = whole
    pointer = ""
    for key, following in pairwise(path):
        at = _into(at, key, [] if isinstance(following, int) else {})
        pointer = pointer if key == "" else f"{pointer}/{key}"
        if pointer not in spots:
            spots[pointer] = Spot(replace(block.where, label=pointer))
    last = path[-1]
    pointer = pointer if last == "" else f"{pointer}/{last}"
    value = block.cells[0].value
    _put(at, last, value)
    shown = block.cells[0].text
    spots[pointer] = Spot(replace(block.where, label=pointer), shown)


def _into(holder: Any, key: str | int, empty: Any) -> Any:
    if isinstance(holder, list) and isinstance(key, int):
        if key >= len(holder):
            holder.append(empty)
        if not isinstance(holder[key], dict | list):
            holder[key] = empty
        return holder[key]
    if isinstance(holder, dict):
        if not isinstance(holder.get(str(key)), dict | list):
            holder[str(key)] = empty
        return holder[str(key)]
    return empty


def _put(holder: Any, key: str | int, value: Any) -> None:
    if isinstance(holder, list) and isinstance(key, int):
        if key < len(holder):
            holder[key] = value
        else:
            holder.append(value)
    elif isinstance(holder, dict):
        holder[str(key)] = value


def _at(spot: Spot, label: str) -> Spot:
    return Spot(replace(spot.where, label=label), spot.text)
