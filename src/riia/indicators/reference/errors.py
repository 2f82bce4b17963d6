"""What can go wrong when a place is looked up. Each message says what to do next."""

from collections.abc import Sequence


class PlaceError(LookupError):
    """A place, or a fact about one, could not be found. The base of every error of `riia.indicators.reference`."""


class UnknownPlace(PlaceError):
    """No place has this code or name. `suggestions` are the nearest ones, as "Derby (831)"."""

    def __init__(self, text: str, suggestions: Sequence[str] = (), remedy: str = "") -> None:
        """Build the message; `remedy` replaces the usual advice."""
        self.text = text
        self.suggestions = tuple(suggestions)
        nearest = f" Nearest: {'; '.join(suggestions)}." if suggestions else ""
        advice = remedy or "Give a three-digit DfE code, an ONS code, or the name as published."
        super().__init__(f"No council, region or country of England is known as {text!r}.{nearest} {advice}")


class AmbiguousPlace(PlaceError):
    """A name could mean more than one place. `candidates` are their codes."""

    def __init__(self, text: str, candidates: Sequence[str], labels: Sequence[str]) -> None:
        """Build the message from the candidates' codes and labels."""
        self.text = text
        self.candidates = tuple(candidates)
        super().__init__(f"{text!r} could be {' or '.join(labels)}. Give the code, or the date the name is meant for.")


class CodeAndNameDisagree(PlaceError):
    """A row gives a code and a name, and they belong to different places."""


class NotInModel(PlaceError):
    """A council is not part of a statistical neighbour model, or the model does not exist."""


class NotInVintage(PlaceError):
    """A population is asked for from a vintage that does not exist, or for a place no vintage holds."""


class BeforeRegister(PlaceError):
    """A date lies before the register of councils begins."""
