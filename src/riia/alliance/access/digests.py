"""What is kept of a secret we made."""

import hashlib


def digest_of(raw: str) -> str:
    """The digest kept of an invitation link or API key. It has 256 bits of chance, so no slow hash is needed."""
    return hashlib.sha256(raw.encode()).hexdigest()
