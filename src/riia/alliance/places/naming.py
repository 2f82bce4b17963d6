"""How places are called in running text."""


def plain_name(name: str) -> str:
    """A published name turned round to be read: "Bristol, City of" is "Bristol"."""
    head, comma, tail = name.partition(", ")
    return head if comma and tail in ("City of", "County of") else name


def possessive(name: str) -> str:
    """A name's possessive: "Derby's"; after a final s only the apostrophe."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
