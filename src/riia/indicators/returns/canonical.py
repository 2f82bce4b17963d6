"""The exact content of a return as bytes, and the hash that a signature binds to.

Two returns have the same bytes exactly when they say the same: same council, period, form, answers and explanations.
Numbers are written in full decimal digits, symbols in brackets so that a text can never be taken for one, blanks not at
all; keys are sorted; the text is UTF-8 in Unicode's composed form.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from riia.indicators.model import Missing, Value, parse_value
from riia.indicators.returns.nouns import Answers, Cell, Heading

FORMAT = "riia return 1"


def canonical(heading: Heading, answers: Answers, explanations: Mapping[str, str]) -> bytes:
    """The return as bytes. `explanations` are texts by the key of the outcome they explain."""
    content = {
        "format": FORMAT,
        "place": str(heading.place),
        "period": heading.period.code,
        "form": heading.form,
        "answers": {str(cell): written(value) for cell, value in answers.items()},
        "explanations": {key: unicodedata.normalize("NFC", text).strip() for key, text in explanations.items()},
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(heading: Heading, answers: Answers, explanations: Mapping[str, str]) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return sha256(canonical(heading, answers, explanations)).hexdigest()


def written(value: Value) -> str:
    """A value as text, without loss: "12", "3.5", "[c]". 12.0 and 12 are the same number and written the same."""
    if isinstance(value, Missing):
        return f"[{value.symbol.value}]"
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=8192)  # counts repeat from return to return, and a value never changes
def restored(text: str) -> Value:
    """The value of a written text: the inverse of `written`. Raises SymbolError for any other text."""
    return parse_value(text)


def as_stored(answers: Answers) -> dict[str, str]:
    """Answers as plain texts by the text form of their cell, for a database or a file."""
    return {str(cell): written(value) for cell, value in sorted(answers.items())}


def from_stored(stored: Mapping[str, str]) -> dict[Cell, Value]:
    """The inverse of `as_stored`."""
    return {Cell.parse(cell): restored(text) for cell, text in stored.items()}
