"""What can go wrong in places beyond looking one up. Each message says what to do next."""


class PlacesError(Exception):
    """The base of the errors of `places` (looking a place up raises `riia.indicators.reference.PlaceError`)."""


class TermDatesError(PlacesError):
    """The term dates entered cannot be right. Nothing was saved."""


class TermDatesMissing(PlacesError):
    """A council has not entered the term dates that are asked for."""


class SettlementError(PlacesError):
    """A rhythm cannot be settled in this way. Nothing was saved."""
