"""What changed in a text, word by word, as insertions and deletions a screen reader announces too."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

# Each word takes the blanks after it along, so that a changed phrase is one change and not one for every word.
_WORDS = re.compile(r"^\s+|\S+\s*")


def text_difference(before: str, after: str) -> Markup:
    """The later text with what was taken out and put in marked. Equal texts come back as they are."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[Markup] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if kind == "equal":
            parts.append(escape(added))
            continue
        if removed:
            parts.append(_marked("del", "Removed", removed))
        if added:
            parts.append(_marked("ins", "Added", added))
    return Markup().join(parts)


def _marked(element: str, words: str, text: str) -> Markup:
    label = Markup('<span class="govuk-visually-hidden">{}: </span>').format(words)
    return Markup("<{0}>{1}{2}</{0}>").format(element, label, text)
