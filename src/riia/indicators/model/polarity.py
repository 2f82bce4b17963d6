"""Which way an indicator is better."""

from enum import StrEnum


class Polarity(StrEnum):
    """Whether a high value is better, a low value is better, or neither is claimed (as LAIT does, column `Polarity`).

    Most of the 24 indicators are NONE: more referrals are neither good nor bad without knowing why.
    """

    UP = "up"
    DOWN = "down"
    NONE = "none"

    @property
    def words(self) -> str:
        """The polarity in plain words."""
        return {
            Polarity.UP: "a higher figure is better",
            Polarity.DOWN: "a lower figure is better",
            Polarity.NONE: "neither higher nor lower is better in itself",
        }[self]
