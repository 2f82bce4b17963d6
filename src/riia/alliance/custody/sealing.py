"""Sealing records at rest: encrypted and authenticated (Fernet), with a key from the environment.

The database alone opens nothing. Keys rotate: the first of `RECORDS_KEY` and `RECORDS_KEY_FALLBACKS` seals, any opens.
"""

import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from riia.alliance.custody.errors import NoKey, Tampered


def can_seal() -> bool:
    """Whether the installation has a key for records."""
    return bool(settings.RECORDS_KEY)


def seal(raw: bytes) -> bytes:
    """The records sealed. Raises NoKey."""
    return _keys().encrypt(zlib.compress(raw, 9))


def unseal(sealed: bytes) -> bytes:
    """The records as they were. Raises NoKey where no key opens them, or Tampered."""
    try:
        return zlib.decompress(_keys().decrypt(sealed))
    except InvalidToken:
        raise NoKey(
            "The records cannot be opened: they were sealed with another key, or changed. Add the earlier key to "
            "RECORDS_KEY_FALLBACKS (docs/running.md)."
        ) from None
    except zlib.error:
        raise Tampered("The records are not what was lodged. Purge the file and ask for it again.") from None


def _keys() -> MultiFernet:
    if not can_seal():
        raise NoKey(
            "This installation has no key for records, so none can be taken. Whoever runs it sets RECORDS_KEY "
            "(docs/running.md)."
        )
    return MultiFernet([Fernet(key) for key in (settings.RECORDS_KEY, *settings.RECORDS_KEY_FALLBACKS)])
