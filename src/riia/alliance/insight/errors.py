"""What can be wrong with a question about figures. Each message says what there is instead."""

from collections.abc import Sequence

from riia.indicators.model import Period


class NoSuchPeriod(LookupError):
    """An indicator has no figures for a period."""

    def __init__(self, title: str, period: Period, known: Sequence[Period]) -> None:
        """Offer the periods there are, newest first."""
        newest = ", ".join(one.code for one in sorted(known, reverse=True)[:4])
        instead = f"The newest are: {newest}." if newest else "No figures of it are published for councils."
        super().__init__(f"{title} has no figures for {period.code} ({period.label}). {instead}")

    def __str__(self) -> str:
        """The message itself; LookupError would quote it."""
        return str(self.args[0])


class TooManyPlaces(ValueError):
    """More councils are chosen for one chart than can be told apart on it."""

    def __init__(self, most: int, chosen: int) -> None:
        """Say how many are too many."""
        self.most, self.chosen = most, chosen
        super().__init__(f"Choose up to {most} councils to show on the chart. {chosen} are chosen.")
