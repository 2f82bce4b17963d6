"""Which items of the register resemble one that is asked for, and why: step 1 of a request (clause 6.5, R4.10).

Words are brought to their stems, abbreviations to words, and a rare word counts more than one that half of the register
has. It suggests; the analyst answers.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from riia.alliance.kit.filters import and_list

SHOWN: Final = 5
ENOUGH: Final = 0.28
"""From this likeness on an item is worth showing."""
_ALIKE_TITLES: Final = 0.8

_SPELLED_OUT: Final = {
    "cla": "children looked after", "lac": "children looked after", "cpp": "child protection plan",
    "cpps": "child protection plans", "cin": "children in need", "ehe": "elective home education",
    "ehcp": "education health care plan", "ehcps": "education health care plans",
    "uasc": "unaccompanied asylum seeking",
    "s47": "section 47 enquiries", "icpc": "initial child protection conference",
    "icpcs": "initial child protection conferences", "eet": "education employment training",
    "neet": "education employment training", "cse": "child sexual exploitation", "eh": "early help",
    "send": "special educational needs", "sen": "special educational needs", "homeschooled": "elective home education",
    "care": "looked after", "dentist": "teeth dental", "teeth": "teeth dental", "exclusion": "school exclusion",
    "excluded": "school exclusion", "suspension": "school exclusion", "runaway": "missing",
}  # fmt: skip
_IGNORED: Final = (
    "a an and any are at be been by for from have has how in is it its many number of on or per percent percentage "
    "rate share that the their them they this those to was were which who whose with within year quarter period day "
    "child children young people person council area total all each count"
)
_EMPTY: Final = frozenset(_IGNORED.split())
_ENDINGS: Final = ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ed", "es", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class Described:
    """An item as far as likeness goes: how it is called and what it counts."""

    key: str
    title: str
    definition: str = ""
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An item that resembles the one asked for: how much, from 0 to 1, and why in words."""

    item: Described
    score: float
    why: str


def similar(wanted: Described, register: Iterable[Described], most: int = SHOWN) -> list[Likeness]:
    """The items that resemble `wanted` most, the likest first; an empty list where none does."""
    known = [item for item in register if item.key != wanted.key]
    bags = [_bag(item) for item in known]
    held = Counter(word for bag in bags for word in bag)
    rarity = {word: math.log((len(known) + 1) / (count + 0.5)) for word, count in held.items()}
    unseen = math.log((len(known) + 1) / 0.5)
    mine = _bag(wanted)
    found = [_likeness(wanted, mine, item, bag, rarity, unseen) for item, bag in zip(known, bags, strict=True)]
    return sorted((each for each in found if each.score >= ENOUGH), key=lambda each: (-each.score, each.item.key))[
        :most
    ]


def stem(word: str) -> str:
    """A word without its ending: "assessments" and "assessed" both become "assess"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _likeness(
    wanted: Described,
    mine: dict[str, tuple[float, str]],
    item: Described,
    bag: dict[str, tuple[float, str]],
    rarity: dict[str, float],
    unseen: float,
) -> Likeness:
    shared = sorted(mine.keys() & bag.keys(), key=lambda word: -rarity[word])
    together = sum(mine[word][0] * bag[word][0] * rarity[word] ** 2 for word in shared)
    lengths = _length(mine, rarity, unseen) * _length(bag, rarity, unseen)
    score = together / lengths if lengths else 0.0
    titles = SequenceMatcher(None, _plain(wanted.title), _plain(item.title)).ratio()
    reasons = [f"both speak of {and_list([f'“{bag[word][1]}”' for word in shared[:4]])}"] if shared else []
    if titles >= _ALIKE_TITLES:
        score = max(score, titles)
        reasons.insert(0, "their titles are almost the same" if titles < 1 else "they have the same title")
    return Likeness(item, round(min(score, 1.0), 3), "; ".join(reasons))


def _bag(item: Described) -> dict[str, tuple[float, str]]:
    """Stems with their weight and the word they were met as. A word of the title counts twice one elsewhere."""
    found: dict[str, tuple[float, str]] = {}
    for text, weight in ((item.denominator, 0.3), (item.definition, 1.0), (item.numerator, 1.0), (item.title, 2.0)):
        for word in _words(text):
            found[stem(word)] = (max(weight, found.get(stem(word), (0.0, ""))[0]), word)
    return found


def _words(text: str) -> Sequence[str]:
    plain = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    spelled = " ".join(
        _SPELLED_OUT.get(word) or _SPELLED_OUT.get(word.removesuffix("s"), word) for word in plain
    ).split()
    return [word for word in spelled if word not in _EMPTY and (len(word) > 2 or word.isdigit())]


def _length(bag: dict[str, tuple[float, str]], rarity: dict[str, float], unseen: float) -> float:
    return math.sqrt(sum((weight * rarity.get(word, unseen)) ** 2 for word, (weight, _) in bag.items()))


def _plain(text: str) -> str:
    return " ".join(sorted(stem(word) for word in _words(text)))
