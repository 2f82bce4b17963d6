"""What the data register and the partners' written instruction let custody do. All of custody asks here first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.queries import register
from riia.alliance.agreements.register_errors import RegisterError, RegisterRefused
from riia.alliance.custody.errors import CustodyError
from riia.alliance.places.models import Alliance
from riia.indicators.records import Dataset


@dataclass(frozen=True, slots=True)
class Basis:
    """The agreement and clause that a file rests on, and the number of the instruction it is processed under.

    `keep_months` is how long the register lets records be kept, None where it does not say.
    """

    words: str
    instruction: int
    keep_months: int | None


def register_key(dataset: Dataset) -> str:
    """What the register calls the dataset."""
    return f"dataset-{dataset.number}"


def basis_to_collect(alliance: Alliance, dataset: Dataset, on: date) -> Basis:
    """The grounds on which records may be taken and processed on a day. Raises CustodyError in the register's words."""
    key = register_key(dataset)
    try:
        keys = gate.collectable(alliance, key, on)
        found = gate.check_collect(alliance, keys or {key}, on)
        instruction = gate.check_instructed(alliance, key, on)
    except RegisterError as error:
        raise CustodyError(str(error)) from None
    kept = [one.retention_months for one in register.entries(alliance, on) if one.key in found.keys]
    months = min((one for one in kept if one is not None), default=None)
    return Basis(found.words[:300], instruction.number, months)


def check_shown(alliance: Alliance, dataset: Dataset, to: Iterable[Audience], on: date) -> None:
    """Raise CustodyError unless the register lets one of these audiences see the dataset on a day."""
    key = register_key(dataset)
    keys = gate.collectable(alliance, key, on) or {key}
    refusal: RegisterRefused | None = None
    for audience in to:
        try:
            gate.check_show(alliance, keys, audience, on)
        except RegisterRefused as error:
            refusal = refusal or error
        else:
            return
    raise CustodyError(str(refusal) if refusal else "The register names nobody who may see this.")
