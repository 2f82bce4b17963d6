"""What can be wrong with a definition, or with a request for one."""

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 8


class DefinitionError(ValueError):
    """A definition file breaks a rule. The message names the file, the entry and the field, the rule and the remedy."""

    def __init__(self, file: str, entry: str, field: str, problem: str) -> None:
        """Build the message from its parts."""
        self.file = file
        self.entry = entry
        self.field = field
        place = f"{file}: {entry}" if entry else file
        super().__init__(f"{place}: {field}: {problem}")


class UnknownDefinition(LookupError):
    """There is no indicator, variant or set of this name. The message offers what there is."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Offer the names nearest to `name`, or the first few when none is near."""
        names = sorted(known)
        near = get_close_matches(name, names, n=3, cutoff=0.5) or names[:_SHOWN]
        more = f" and {len(names) - _SHOWN} more" if len(near) == _SHOWN < len(names) else ""
        self.kind = kind
        self.name = name
        super().__init__(f"There is no {kind} {name!r}. Try: {', '.join(near)}{more}.")

    def __str__(self) -> str:
        """The message itself; LookupError would quote it."""
        return str(self.args[0])
