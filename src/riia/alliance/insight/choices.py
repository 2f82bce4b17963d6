"""What a reader has chosen to see of an indicator, after checking. It can say itself again as a query string."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from riia.alliance.insight.comparisons import Basis, Group, group_of
from riia.indicators.model import Period
from riia.indicators.reference import ENGLAND


@dataclass(frozen=True, slots=True)
class Choice:
    """`variant` is a key, empty for the default; `period` None is the newest; `among` None follows the comparator."""

    place: str = str(ENGLAND)
    basis: Basis = Basis.NEIGHBOURS
    variant: str = ""
    period: Period | None = None
    overlays: tuple[str, ...] = ()
    among: Group | None = None

    @property
    def group(self) -> Group:
        """Among whom the place is shown in order."""
        if not self.place.isdigit():
            return Group.ENGLAND
        return self.among or group_of(self.basis)

    @property
    def query(self) -> str:
        """The query string that shows the same again, without what is so by default."""
        said: list[tuple[str, str]] = []
        if self.place != ENGLAND:
            said.append(("place", self.place))
        if self.basis is not Basis.NEIGHBOURS:
            said.append(("with", self.basis.value))
        if self.variant:
            said.append(("variant", self.variant))
        if self.period:
            said.append(("period", self.period.code))
        said += [("overlay", code) for code in self.overlays]
        if self.among:
            said.append(("among", self.among.value))
        return f"?{urlencode(said)}" if said else ""

    def but(self, **changes: object) -> "Choice":
        """The same with something else chosen."""
        return replace(self, **changes)  # type: ignore[arg-type]
