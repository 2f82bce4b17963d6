"""A letter with several annexes as one letter for each: with the annex and the purposes that belong to it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from riia.documents.letters.material import Material
from riia.documents.letters.recomputing import recomputed
from riia.documents.letters.structure import Annex, Purpose


def views(material: Material) -> list[tuple[Material, bool]]:
    """The letter where it has one annex with rows; else one for each annex, and whether its purposes are known."""
    annexes = [annex for annex in material.letter.annexes if annex.rows]
    if len(annexes) < 2:
        return [(material, True)]
    made = []
    for annex in annexes:
        purposes = purposes_of(annex, annexes, material.letter.purposes)
        known = any(purpose.rules for purpose in purposes)
        letter = replace(
            material.letter, annexes=(annex,), purposes=purposes if known else (), recomputed=None, total_in_text=None
        )
        made.append((replace(material, letter=recomputed(letter)), known))
    return made


def purposes_of(annex: Annex, annexes: Sequence[Annex], purposes: Sequence[Purpose]) -> tuple[Purpose, ...]:
    """The lines with rules that name an annex; for the one annex that no line names, those that name none."""
    if not annex.letter:
        return ()
    own = tuple(purpose for purpose in purposes if purpose.rules and _names(purpose, annex.letter))
    if own:
        return own
    unnamed = [one for one in annexes if not any(_names(purpose, one.letter) for purpose in purposes)]
    free = tuple(purpose for purpose in purposes if not re.search(r"\bAnnex(?:es)?\s+[A-Z\d]\b", purpose.text))
    return free if len(unnamed) == 1 and unnamed[0] is annex else ()


def _names(purpose: Purpose, letter: str) -> bool:
    return re.search(rf"\b(?:Annex|Appendix|Schedule|Table)\s+{re.escape(letter)}\b", purpose.text, re.I) is not None
