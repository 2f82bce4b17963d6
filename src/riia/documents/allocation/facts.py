"""What rules are worked out from: how many councils a region had on a day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from riia.indicators.reference import PlaceError, improvement_regions, place


@dataclass(frozen=True, slots=True)
class Facts:
    """Councils of every region on a day (R1.37), and what places are called.

    A place is known by its code: three digits for a council, the ONS code for a region. Where a recipient is no known
    place its name as written stands for it, and what depends on its councils cannot be verified.
    """

    on: date | None
    councils: Mapping[str, int]
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_register(cls, on: date) -> "Facts":
        """From the packaged register of authorities. Raises BeforeRegister for a day before it begins."""
        regions = improvement_regions()
        return cls(
            on,
            {region.code: len(region.councils(on)) for region in regions},
            {region.code: region.name for region in regions},
        )

    @property
    def regions(self) -> tuple[str, ...]:
        """The codes of the regions there are."""
        return tuple(self.councils)

    def is_region(self, where: str) -> bool:
        """True for a region these facts know."""
        return where in self.councils

    def councils_of(self, where: str) -> int | None:
        """How many councils a place stands for: those of a region on the day, 1 for a council, None if unknown."""
        if where in self.councils:
            return self.councils[where]
        return 1 if len(where) == 3 and where.isdigit() else None

    def name_of(self, where: str) -> str:
        """What a place is called; what was written where it is no known place."""
        if where in self.names:
            return self.names[where]
        try:
            return place(where).label
        except PlaceError:
            return where

    @property
    def day(self) -> str:
        """ "on 14 December 2023"; nothing where no day is known."""
        return f"on {self.on.day} {self.on:%B %Y}" if self.on else ""
