"""Whether letters make a word of English, British spelling and the words of the field included. Pure.

The words are those of pyspellchecker (a list with how often each is met, American in its spelling).
"""

import re
from functools import cache
from typing import Final

from spellchecker import SpellChecker

FIELD: Final = frozenset(
    """
    annum coproduce coproduced coproduction costings datasets dataset ehcp ehcps kpi kpis pseudonymise pseudonymised
    riia riias sendiass virement virements wellbeing workstream workstreams
    """.split()  # noqa: SIM905
)
"""Words that the field uses and the list does not have."""
_AMERICAN: Final = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)", "iz"),
        (r"ys(?=(?:e|ed|es|ing)$)", "yz"),
        (r"our(?=$|s$|ed$|ing$|ab|ful|ite|al|hood)", "or"),
        (r"tre(?=s?$)", "ter"),
        (r"ogue(?=s?$)", "og"),
        (r"mme(?=s?$)", "m"),
        (r"ll(?=(?:ed|ing|er|ers|or|ors)$)", "l"),
        (r"ence(?=s?$)", "ense"),
        (r"ae|oe", "e"),
        (r"(?<=fu)l(?=fil|ment)", "ll"),
    )
)


@cache
def is_common(word: str) -> bool:
    """Whether it is a word; small and capital letters are alike."""
    lower = word.lower()
    return lower in FIELD or _listed(lower) or any(_listed(each.sub(us, lower)) for each, us in _AMERICAN)


def _listed(word: str) -> bool:
    return word in _checker().word_frequency or (len(word) > 4 and word.endswith("s") and word[:-1] in _checker())


@cache
def _checker() -> SpellChecker:
    return SpellChecker(language="en", distance=1)
