"""Keyed pseudonyms: HMAC-SHA-256 of an identifier, under a key that only the council has.

Without the key nobody can try out identifiers, which a plain hash of a UPN would allow in an hour. The dataset and the
year go into what is signed, so the same child has another pseudonym in each dataset and each year, and the files cannot
be linked by it.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import stat
import unicodedata
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Final

from riia.indicators.records.nouns import Dataset

_HEAD: Final = "riia-pseudonym-key-1"
_BYTES: Final = 32
_LETTERS: Final = 26
"""130 bits in base 32: two of a million identifiers share a pseudonym once in 10^27 times."""
_ALIKE: Final = 13
_FEWEST_LETTERS: Final = 8
_READ: Final = 13
"""So many signs has a unique pupil number."""
_FEWEST_BYTES: Final = 16
"""Of 32 bytes thrown by dice some thirty differ, and hardly ever fewer than twenty."""


class KeyRefused(ValueError):
    """A key file that cannot be used or made. The message says why and what to do, and never has the key."""


def keyed(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104)."""
    return hmac.new(key, message, hashlib.sha256).digest()


def normalised(identifier: str) -> str:
    """An identifier without what changes from system to system: spaces, dashes, small letters, a trailing ".0"."""
    text = unicodedata.normalize("NFKC", identifier)
    text = re.sub(r"\.0+$", "", text.strip())
    return "".join(sign for sign in text if sign.isalnum()).upper()


def pseudonym(key: bytes, dataset: Dataset, year: str, identifier: str) -> str:
    """The pseudonym of an identifier in a dataset and a year ("2025-26")."""
    message = "\n".join(("riia", dataset.key, year, normalised(identifier))).encode()
    text = base64.b32encode(keyed(key, message)).decode().lower()
    return f"d{dataset.number}-{year}-{text[:_LETTERS]}"


def not_keyed(pseudonyms: Collection[str]) -> frozenset[str]:
    """Pseudonyms that have the form and cannot come from a keyed hash, whose letters are as if thrown by dice.

    Numbered ones share their beginning or end, padded ones have few letters, and one that is no more than an identifier
    in base 32 can be read. By chance that happens less than once in 100,000 files of 100,000 records.
    """
    bodies = {one: one[-_LETTERS:] for one in set(pseudonyms) if len(one) > _LETTERS}
    begun = Counter(body[:_ALIKE] for body in bodies.values())
    ended = Counter(body[-_ALIKE:] for body in bodies.values())
    return frozenset(
        one
        for one, body in bodies.items()
        if len(set(body)) < _FEWEST_LETTERS
        or begun[body[:_ALIKE]] > 1
        or ended[body[-_ALIKE:]] > 1
        or _can_be_read(body)
    )


def _can_be_read(body: str) -> bool:
    """Whether the letters begin as an identifier or a name in base 32."""
    text = base64.b32decode(body[:24].upper()).decode("latin-1")[:_READ]
    bare = text.replace(" ", "")
    return bare.isascii() and bare.isalnum() and bare in (bare.upper(), bare.lower())


def make_key(path: Path) -> None:
    """Write a new random key to a file that only its owner can read. Raises KeyRefused where there is one already."""
    text = f"{_HEAD}:{base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode()}\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyRefused(
            f"{path} is there already and is not overwritten: with another key every child would get another pseudonym."
        ) from None
    except OSError as error:
        raise KeyRefused(
            f"{path} cannot be written: {error.strerror}. Name a file in a folder that is there."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)


def read_key(path: Path) -> bytes:
    """The key in a file made by `make_key`. Raises KeyRefused."""
    try:
        with path.open("rb") as file:
            text = file.read(1_000)
    except OSError as error:
        raise KeyRefused(
            f"{path} cannot be read: {error.strerror}. Make a key by riia pseudonymise --make-key."
        ) from None
    head, _, rest = text.decode("ascii", "replace").strip().partition(":")
    try:
        key = base64.b64decode(rest, altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if head != _HEAD or len(key) != _BYTES or len(set(key)) < _FEWEST_BYTES:
        raise KeyRefused(
            f"{path} is no key file. Use the file that riia pseudonymise --make-key made; a key typed by hand is "
            "too easy to guess."
        )
    return key


def may_be_read_by_others(path: Path) -> bool:
    """Whether the file system lets other people read the key. Always False where it does not say (Windows)."""
    if os.name != "posix":
        return False
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
