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
from pathlib import Path
from typing import Final

from riia.indicators.records.nouns import Dataset

_HEAD: Final = "riia-pseudonym-key-1"
_BYTES: Final = 32
_LETTERS: Final = 26
"""130 bits in base 32: two of a million identifiers share a pseudonym once in 10^27 times."""


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
    if head != _HEAD or len(key) != _BYTES:
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
