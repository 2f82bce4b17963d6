"""The one way into the trail: `record`, called inside the transaction of the change it describes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from riia.alliance.audit import trail
from riia.alliance.audit.actors import Acts, Nobody, System
from riia.alliance.audit.errors import NotInTransaction, SecretInDetails
from riia.alliance.audit.models import Entry, EntryPlace

__all__ = ["Nobody", "System", "Target", "record"]

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
_SECRET = re.compile(r"password|passwd|secret|token|api[-_ ]?key|recovery[-_ ]?code|one[-_ ]?time", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """What was acted on, where it is not one row of the database: a file, a release, a set of rows."""

    type: str
    reference: str
    label: str


def record(
    *,
    by: Acts,
    action: str,
    target: models.Model | Target | None,
    summary: str,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    places: Iterable[str] = (),
) -> Entry:
    """Write one entry: who (`by`), what (`action`, `summary`), to what (`target`), why (`reason`) and where (R15.05).

    `action` is a context and a verb ("returns.sign_off"), `summary` a sentence without its actor ("Signed off the
    return of Derby"), `places` the codes the entry is about; a target may bring its own as `audit_places`.

    Beyond the actor's identity the trail holds no personal data: name others by reference. E-mail addresses are taken
    out of summary and details.

    Raises `NotInTransaction` outside an atomic block, `SecretInDetails` if a key of details names a secret.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(
            f"'{action}' was recorded outside a transaction. Wrap the change and its entry in one transaction.atomic()."
        )
    actor = by.as_actor()
    described = _describe(target)
    here = trail.current()
    entry = Entry.objects.create(
        actor_kind=actor.kind,
        actor_reference=actor.reference,
        actor_label=actor.label,
        action=action,
        target_type=described.type,
        target_reference=described.reference,
        target_label=_shorten(_without_addresses(described.label), 300),
        summary=_shorten(_without_addresses(summary), 500),
        details=_clean(details or {}),
        reason=reason,
        origin=here.origin,
        request_id=here.request_id,
        network=here.network,
    )
    codes = sorted({*places, *getattr(target, "audit_places", ())})
    EntryPlace.objects.bulk_create([EntryPlace(entry=entry, code=code) for code in codes])
    return entry


def _describe(target: models.Model | Target | None) -> Target:
    if target is None:
        return Target("", "", "")
    if isinstance(target, Target):
        return target
    reference = str(getattr(target, "reference", None) or target.pk)
    label = getattr(target, "audit_label", None) or f"{target._meta.verbose_name} {reference}"
    return Target(target._meta.label, reference, str(label))


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        for key in value:
            if _SECRET.search(str(key)):
                raise SecretInDetails(
                    f"The details name '{key}'. Secrets are never written to the trail: leave it out."
                )
        return {str(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item) for item in value]
    return _without_addresses(value) if isinstance(value, str) else value


def _without_addresses(text: str) -> str:
    return _EMAIL.sub("[e-mail address removed]", text)


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
