"""Amounts that may be hidden, and what a rule answers: a result with its working, or why there can be none. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Hidden(StrEnum):
    """Why an amount that should be there is not. It is never 0 and never blank (R1.13)."""

    REDACTED = "redacted"
    ILLEGIBLE = "illegible"
    NOT_STATED = "not stated"


type Amount = int | Hidden
"""Whole pence, or why it is not known."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of working: the sum as a person would write it, and what comes out in pence where it is money."""

    text: str
    pence: int | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """What a rule gives one recipient.

    `paid` goes into the recipient's row. `own` is what it is meant for itself: the payee of a pooled payment is paid
    £90,000 and owns £10,000 of it, the other eight regions are paid nothing and own £10,000 each (R1.33).
    `computed` is what the operands give and `stated` what the document says for the same thing; where they differ
    `paid` follows what is stated, and `difference` (stated less computed) says by how much (R1.30).
    """

    paid: int
    own: int
    computed: int
    sentence: str
    steps: tuple[Step, ...]
    stated: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def difference(self) -> int:
        """Stated less computed, in pence; 0 where nothing is stated beside it."""
        return 0 if self.stated is None else self.stated - self.computed


@dataclass(frozen=True, slots=True)
class CannotVerify:
    """No result, because something needed is redacted, illegible or not stated: neither a pass nor a fail (R1.13)."""

    reason: str
    hidden: tuple[str, ...]


class RuleError(ValueError):
    """A rule that makes no sense as it was given. The message says what is wrong and what to give instead."""


def in_pounds(pence: int) -> str:
    """As a letter writes it: "£93,600" where it is whole pounds, "£21,271.92" where not, "−£400" below nothing."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{pounds:,}{f'.{rest:02d}' if rest else ''}"


def shown(amount: Amount | None) -> str:
    """An amount in words, hidden ones as what they are."""
    if amount is None:
        return "not stated"
    return amount.value if isinstance(amount, Hidden) else in_pounds(amount)


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 council", "33 councils"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def to_the_penny(exact: Fraction) -> int:
    """The nearest whole penny, half a penny upwards. Exact: no float."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def hidden_of(**amounts: Amount | None) -> CannotVerify | None:
    """What cannot be worked out where one of these is hidden. Underscores of a name are shown as spaces."""
    missing = {name.replace("_", " "): amount.value for name, amount in amounts.items() if isinstance(amount, Hidden)}
    if not missing:
        return None
    said = " and ".join(f"the {name} is {why}" for name, why in missing.items())
    return CannotVerify(f"Cannot be verified: {said}.", tuple(missing))
