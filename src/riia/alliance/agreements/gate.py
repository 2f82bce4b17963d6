"""The gate: what the data register lets anyone collect, show or send on a day (R4.02, clause 6.4).

The only way other contexts ask. Nothing passes that is not an active item of a register whose agreement is signed by
everybody and in force on that day; and nothing is shown to, or sent to, anyone the item does not name.

    grounds = check_collect(alliance, {"referrals", "ehe"}, today)
    check_show(alliance, {"referrals"}, Audience.PARTNERS, today)
    grounds = check_send(alliance, "dataset-1", keys, Audience.DFE, today)

Each gives the `Grounds` to write into a manifest, or raises a `RegisterRefused` that names every item refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import Instruction
from riia.alliance.agreements.policies_register import (
    Entry,
    refusal_to_collect,
    refusal_to_send,
    refusal_to_show,
)
from riia.alliance.agreements.queries import register as queries
from riia.alliance.agreements.register_errors import (
    GRAVEST_FIRST,
    NotInRegister,
    NotInstructed,
    Refused,
    RegisterRefused,
)
from riia.alliance.places.models import Alliance
from riia.indicators.calendar import Frequency
from riia.indicators.model import day_in_words

__all__ = [
    "Grounds",
    "audiences_of",
    "check_collect",
    "check_instructed",
    "check_send",
    "check_show",
    "collectable",
    "grounds_for",
    "shown_to",
]

type Judge = Callable[[Entry], Refused | None]
_NOT_STATED: Final = "How often it is collected is not stated in the agreement and still to be settled."


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what something is collected, shown or sent: for manifests, receipts and the foot of a page.

    `purpose` is "collect", "show" or "send", `to` the recipient in words where there is one. `conditions` are sentences
    that hold for what leaves the gate.
    """

    agreement: str
    version: str
    agreement_reference: str
    clause: str
    datasets: tuple[str, ...]
    dataset_keys: tuple[str, ...]
    keys: tuple[str, ...]
    purpose: str
    to: str
    on: date
    conditions: tuple[str, ...]

    @property
    def words(self) -> str:
        """The grounds in one sentence."""
        return f"{self.agreement}, {self.version}, clause {self.clause}: {', '.join(self.datasets)}"

    def as_dict(self) -> dict[str, object]:
        """As a manifest stores it."""
        return {
            "agreement": self.agreement,
            "version": self.version,
            "agreement_reference": self.agreement_reference,
            "clause": self.clause,
            "datasets": list(self.datasets),
            "items": list(self.keys),
            "purpose": self.purpose,
            "to": self.to,
            "on": self.on.isoformat(),
            "conditions": list(self.conditions),
        }


def collectable(alliance: Alliance, dataset_key: str, on: date, *, covers: date | None = None) -> frozenset[str]:
    """Keys of the items of a dataset that may be collected on a day. Empty where nothing may."""
    found = (entry for entry in queries.entries(alliance, on) if entry.dataset_key == dataset_key)
    return frozenset(entry.key for entry in found if refusal_to_collect(entry, on, covers) is None)


def check_collect(alliance: Alliance, keys: Iterable[str], on: date, *, covers: date | None = None) -> Grounds:
    """May all these items be collected on a day? `covers`: the last day the figures are about.

    Raises RegisterRefused (NotInRegister, NotSigned, NotInForce, NotActive, SupersededByDfE) naming all that may not.
    """
    passed = _checked(queries.entries(alliance, on), keys, lambda entry: refusal_to_collect(entry, on, covers))
    return _grounds(passed, "collect", "", on)


def check_show(
    alliance: Alliance, keys: Iterable[str], audience: Audience | str, on: date, *, covers: date | None = None
) -> Grounds:
    """May all these items be shown to an audience on a day?

    Raises RegisterRefused as `check_collect` does, and MayNotShow where an item is not for this audience.
    """
    asked = Audience(audience)
    passed = _checked(queries.entries(alliance, on), keys, lambda entry: refusal_to_show(entry, asked, on, covers))
    return _grounds(passed, "show", asked.words, on)


def check_send(
    alliance: Alliance,
    dataset_key: str,
    keys: Iterable[str],
    to: Audience | str,
    on: date,
    *,
    covers: date | None = None,
) -> Grounds:
    """May these items of a dataset be sent to a recipient, such as Audience.DFE, on a day?

    Raises RegisterRefused as `check_collect` does, and MayNotSend, naming the dataset, where the register forbids it.
    """
    asked = Audience(to)
    found = [entry for entry in queries.entries(alliance, on) if entry.dataset_key == dataset_key]
    passed = _checked(found, keys, lambda entry: refusal_to_send(entry, asked, on, covers), dataset_key)
    return _grounds(passed, "send", asked.words, on)


def audiences_of(alliance: Alliance, key: str, on: date) -> frozenset[Audience]:
    """Everybody an item may be shown to on a day, recipients outside included; nobody where it may not be shown."""
    found = [entry for entry in queries.entries(alliance, on) if entry.key == key]
    return frozenset(
        audience for audience in Audience for entry in found if refusal_to_show(entry, audience, on) is None
    )


def shown_to(alliance: Alliance, audience: Audience, on: date) -> frozenset[str]:
    """The items that an audience may be shown on a day."""
    entries = queries.entries(alliance, on)
    return frozenset(entry.key for entry in entries if refusal_to_show(entry, audience, on) is None)


def grounds_for(
    alliance: Alliance, dataset_key: str, keys: Iterable[str], on: date, to: Audience | None = None
) -> Grounds | None:
    """The grounds for collecting, or with `to` for sending; None instead of a refusal."""
    try:
        if to is not None:
            return check_send(alliance, dataset_key, keys, to, on)
        return check_collect(alliance, keys, on)
    except RegisterRefused:
        return None


def check_instructed(alliance: Alliance, dataset_key: str, on: date, number: int | None = None) -> Instruction:
    """The written instruction under which the processor may work on a dataset on a day (R4.08, MoU 6.3).

    With `number` that very instruction is asked for. Raises NotInstructed where none covers the dataset and the day.
    """
    held = Instruction.objects.filter(version__agreement__alliance=alliance, starts_on__lte=on).select_related(
        "version__agreement"
    )
    named = held if number is None else held.filter(number=number)
    for each in named.order_by("-starts_on", "-number"):
        begun = each.ends_on is None or on <= each.ends_on
        if begun and dataset_key in each.datasets and queries.standing_of(each.version, on).in_force:
            return each
    which = "No written instruction" if number is None else f"Instruction {number} does not cover it, or no instruction"
    raise NotInstructed(
        f"{which} of the partners covers {dataset_key} on {day_in_words(on)}. The processor works on written "
        "instructions only (R4.08, MoU 6.3). Record the partners’ instruction first."
    )


def _checked(entries: list[Entry], keys: Iterable[str], judge: Judge, within: str = "") -> list[Entry]:
    """The entry that lets each key pass. Raises the refusals of all that do not."""
    asked = sorted(set(keys))
    if not asked:
        raise NotInRegister([_unknown("no item", within, "nothing was named, and nothing passes unnamed")])
    passed: list[Entry] = []
    refused: list[Refused] = []
    for key in asked:
        candidates = [entry for entry in entries if entry.key == key]
        refusals = [judge(entry) for entry in candidates]
        allowed = next((entry for entry, no in zip(candidates, refusals, strict=True) if no is None), None)
        if allowed is not None:
            passed.append(allowed)
        elif candidates:
            refused.append(max((no for no in refusals if no), key=lambda no: GRAVEST_FIRST.index(no.because)))
        else:
            where = f"the register has no such item in {within}" if within else "no register of the alliance has it"
            refused.append(_unknown(key, within, where))
    if refused:
        raise RegisterRefused.of(refused)
    return passed


def _unknown(key: str, within: str, why: str) -> Refused:
    return Refused(key, key, within, "", "", why, NotInRegister)


def _grounds(passed: list[Entry], purpose: str, to: str, on: date) -> Grounds:
    standings = list(dict.fromkeys(entry.standing for entry in passed))
    datasets = dict(sorted({entry.dataset_key: entry.dataset for entry in passed}.items()))
    return Grounds(
        agreement=" and ".join(dict.fromkeys(each.title for each in standings)),
        version=" and ".join(dict.fromkeys(each.label for each in standings)),
        agreement_reference=" ".join(each.reference for each in standings),
        clause=" and ".join(dict.fromkeys(entry.clause for entry in passed)),
        datasets=tuple(datasets.values()),
        dataset_keys=tuple(datasets),
        keys=tuple(sorted(entry.key for entry in passed)),
        purpose=purpose,
        to=to,
        on=on,
        conditions=_conditions(passed, purpose),
    )


def _conditions(passed: list[Entry], purpose: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for entry in passed:
        found[f"{Privacy(entry.privacy).words}."] = None
        often = f"Collected {Frequency(entry.frequency).words}." if entry.frequency else _NOT_STATED
        found[often] = None
        said = (entry.publication_rule, entry.onward_rule if purpose == "send" else "")
        found.update({f"{text.rstrip('.')}.": None for text in said if text})
        if entry.retention_months is not None:
            found[f"Kept for {entry.retention_months} months, then destroyed."] = None
    return tuple(found)
