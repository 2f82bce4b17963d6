"""How returns stand to their deadlines, extensions counted: several returns in one query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from riia.alliance.returns.models import Extension, Return
from riia.alliance.returns.policies import Timeliness, timeliness
from riia.alliance.returns.states import ExtensionState


@dataclass(frozen=True, slots=True)
class Standing:
    """A return and its deadline: the round's day, the day of a granted extension, and how it came or stands."""

    due_on: date
    extended_until: date | None
    timeliness: Timeliness

    @property
    def last_day(self) -> date:
        """The last day in time for this council."""
        return max(self.due_on, self.extended_until or self.due_on)


def standings(returns: Iterable[Return], today: date) -> Mapping[int, Standing]:
    """How each of these returns stands on a day, by its key. Their round has to be loaded with them."""
    asked = list(returns)
    granted = Extension.objects.filter(council_return__in=asked, state=ExtensionState.GRANTED).order_by("until")
    until = {extension.council_return_id: extension.until for extension in granted}  # the latest day comes last
    return {
        one.pk: Standing(
            one.round.due_on,
            until.get(one.pk),
            timeliness(one.round.due_on, until.get(one.pk), one.first_submitted_on, today),
        )
        for one in asked
    }


def standing(one: Return, today: date) -> Standing:
    """How one return stands on a day."""
    return standings([one], today)[one.pk]
