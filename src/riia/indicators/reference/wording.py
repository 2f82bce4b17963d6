"""When two ways of writing a name are the same name."""

import re
import unicodedata

_DROPPED = re.compile(r"[.'’`]")
_SPACED = re.compile(r"[^\w&]+")


def normal(text: str) -> str:
    """The form in which names are compared: case, punctuation, "&" and a leading "the" make no difference.

    "St. Helens" and "St Helens" are the same, so are "Southend on Sea" and "Southend-on-Sea"; words are never dropped,
    so "Derby" and "Derbyshire" or "Nottingham" and "Nottingham City" stay apart unless listed as one place.
    """
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold())
    spaced = _SPACED.sub(" ", folded.replace("&", " and ")).strip()
    return " ".join(spaced.split()).removeprefix("the ")
