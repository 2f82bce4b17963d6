"""The numbers that Word prints before the paragraphs of a list, which stand nowhere in their text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVELS: Final = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """One numbered list: its levels, and how far each has counted."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """Counts the lists of a document while its paragraphs are read in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._of_style = {} if styles is None else dict(_numbered_styles(styles))
        if numbering is None:
            return
        abstract = {one.get(f"{_W}abstractNumId"): _levels(one) for one in numbering.iter(f"{_W}abstractNum")}
        shared: dict[str, _List] = {}
        for one in numbering.iter(f"{_W}num"):
            of = one.find(f"{_W}abstractNumId")
            key = "" if of is None else of.get(f"{_W}val", "")
            levels = abstract.get(key, {})
            overrides = {
                int(o.get(f"{_W}ilvl", "0")): int(s.get(f"{_W}val", "1"))
                for o in one.iter(f"{_W}lvlOverride")
                if (s := o.find(f"{_W}startOverride")) is not None
            }
            number = one.get(f"{_W}numId", "")
            if overrides:
                fresh = {at: _Level(overrides.get(at, lv.start), lv.form, lv.text) for at, lv in levels.items()}
                self._lists[number] = _List(fresh)
            else:
                self._lists[number] = shared.setdefault(key, _List(levels))

    def mark(self, properties: Any) -> tuple[str, int]:
        """The number or bullet of a paragraph with these properties, and its depth from 1; blank and 0 without one."""
        number, level = self._said(properties)
        held = self._lists.get(number)
        if held is None or level not in held.levels or not 0 <= level < _LEVELS:
            return "", 0
        for deeper in range(level + 1, _LEVELS):
            held.counts[deeper] = None
        before = held.counts[level]
        held.counts[level] = held.levels[level].start if before is None else before + 1
        return _printed(held, level), level + 1

    def _said(self, properties: Any) -> tuple[str, int]:
        if properties is None:
            return "", 0
        style = properties.find(f"{_W}pStyle")
        number, level = self._of_style.get("" if style is None else style.get(f"{_W}val", ""), ("", 0))
        own = properties.find(f"{_W}numPr")
        if own is not None:
            of, depth = own.find(f"{_W}numId"), own.find(f"{_W}ilvl")
            number = number if of is None else of.get(f"{_W}val", "")
            level = level if depth is None else int(depth.get(f"{_W}val", "0"))
        return ("", 0) if number in ("", "0") else (number, level)


def _levels(abstract: Any) -> dict[int, _Level]:
    found = {}
    for one in abstract.iter(f"{_W}lvl"):
        said = {child.tag.removeprefix(_W): child.get(f"{_W}val", "") for child in one}
        start = int(said["start"]) if said.get("start", "").isdigit() else 1
        found[int(one.get(f"{_W}ilvl", "0"))] = _Level(start, said.get("numFmt", "decimal"), said.get("lvlText", ""))
    return found


def _numbered_styles(styles: Any) -> Mapping[str, tuple[str, int]]:
    """The list and level of each style that has one, its own or that of the style it is based on."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        on = style.find(f"{_W}basedOn")
        based[name] = "" if on is None else on.get(f"{_W}val", "")
        for said in style.iter(f"{_W}numPr"):
            of, depth = said.find(f"{_W}numId"), said.find(f"{_W}ilvl")
            if of is not None:
                own[name] = (of.get(f"{_W}val", ""), 0 if depth is None else int(depth.get(f"{_W}val", "0")))
    for name in based:
        at, steps = name, 0
        while at and at not in own and steps < 20:
            at, steps = based.get(at, ""), steps + 1
        if at in own:
            own.setdefault(name, own[at])
    return own


def _printed(held: _List, level: int) -> str:
    said = held.levels[level]
    if said.form == "bullet":
        return "•"
    if said.form == "none":
        return ""
    text = said.text
    for at in range(level + 1):
        of = held.levels.get(at, _Level())
        count = held.counts[at]
        text = text.replace(f"%{at + 1}", _counted(of.start if count is None else count, of.form))
    return text.strip()


def _counted(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 500 else str(count)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        said = ""
        for value, sign in _ROMAN:
            said += sign * (count // value)
            count %= value
        return said if form == "lowerRoman" else said.upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)
