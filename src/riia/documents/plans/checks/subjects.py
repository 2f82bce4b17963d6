"""What a text is about, in words that can be compared: heads of nouns, their own words, stems. Pure."""

import re
from typing import Final


def said_words(text: str) -> frozenset[str]:
    """The words of a text, as a set: a list of words that reads as one."""
    return frozenset(text.split())


GENERIC: Final = said_words(
    "regional joint key new written formal initial annual local national relevant further existing "
    "planned virtual first second final targeted tailored documented published wider full own more "
    "additional different other agreed standard monthly quarterly termly weekly yearly biannual bi- "
    "monthly universal strategic region south west east north sw em send csc la las lap laps lead the a "
    "an and of for to in on by with all each every its their our this that"
)
"""Words that say nothing of what something is about."""
PRODUCTS: Final = said_words(
    "newsletter bulletin summary briefing conference workshop session meeting event report initiative "
    "package programme network example visit review audit survey dashboard strategy framework protocol "
    "template charter toolkit guide guidance register log statement map plan offer agreement arrangement "
    "contract memorandum mou module course webinar forum challenge assessment case study digest handbook "
    "policy portal hub platform website baseline schedule"
)
OWN: Final = frozenset(["newsletter", "bulletin", "digest"])
"""Products of which a region has one series, so that their name alone says which."""
_IRREGULAR: Final = {
    "summaries": "summary",
    "studies": "study",
    "surveys": "survey",
    "strategies": "strategy",
    "policies": "policy",
}


def stem(word: str) -> str:
    """A word without its ending, well enough to compare: "embedding" and "embed" are one."""
    word = word.lower().strip("'’")
    word = _IRREGULAR.get(word, word)
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "edly", "ed", "ies", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] in "dtnmprg" else word


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'’-]*", text)


def own_words(text: str) -> frozenset[str]:
    """The stems of a text that say what it is about."""
    return frozenset(stem(word) for word in words(text) if word.lower() not in GENERIC and len(word) > 2)


def product_of(noun: str) -> tuple[str, frozenset[str]] | None:
    """The head of a noun phrase and its own words: "Practice Guide workshops" gives workshop, {practice, guide}."""
    said = [word.lower().strip("'’") for word in words(noun)]
    for at in range(len(said) - 1, -1, -1):
        single = _IRREGULAR.get(
            said[at], said[at][:-1] if said[at].endswith("s") and not said[at].endswith("ss") else said[at]
        )
        if single in PRODUCTS:
            return single, frozenset(
                stem(word) for word in said[:at] if word not in GENERIC and word not in PRODUCTS - {"guide", "case"}
            )
    return None


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two sets have in common."""
    return len(one & other) / len(one | other) if one | other else 0.0
