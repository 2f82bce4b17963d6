"""Explaining what a soft check found: in the council's own words, tied to the finding, with its age."""

from typing import Final

from django.db import transaction

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns.errors import Conflict, DeskError
from riia.alliance.returns.models import Explained, Return
from riia.alliance.returns.queries.background import earlier_explanations
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.services.answers import check_preparing
from riia.alliance.returns.services.moving import locked, person_of
from riia.alliance.returns.timekeeping import now
from riia.indicators.returns.ageing import explained
from riia.indicators.returns.nouns import Outcome

LONGEST: Final = 2000


@transaction.atomic
def explain(*, one: Return, key: str, text: str, by: Acts, base_revision: int | None = None) -> Return:
    """Say why something the checks found is right. An empty text takes the explanation back.

    `base_revision` is what the person saw: an explanation that somebody else has written since is not overwritten.
    Raises Conflict then, with both texts; DeskError where the checks do not find this any more, where the text is that
    of an earlier period and too old to stand again, or the state does not let explanations change.
    """
    one = locked(one)
    check_preparing(one, by)
    said = _storable(text)
    standing = Explained.objects.filter(council_return=one, key=key).first()
    if standing is None and not said:
        return one
    if standing is not None and standing.text == said:
        return one
    _check_base(standing, said, base_revision)
    since = one.round.period if not said else _since(one, key, said)
    one.revision += 1
    one.save(update_fields=["revision"])
    if not said:
        assert standing is not None
        standing.delete()
    else:
        Explained.objects.update_or_create(
            council_return=one,
            key=key,
            defaults={
                "text": said,
                "since": since,
                "revision": one.revision,
                "changed_at": now(),
                "changed_by": person_of(by),
                "changer_label": by.as_actor().label,
            },
        )
    summary = "Explained a finding" if said else "Took an explanation back"
    record(by=by, action="returns.explain", target=one, summary=summary, details={"finding": key})
    return one


def _since(one: Return, key: str, said: str) -> str:
    """From which period on the explanation has been given without a break: this one's, unless it is given again."""
    found, period = checked(one), one.round.as_period
    _soft(found.soft, key)
    kept = explained(key, said, earlier_explanations(one), period)
    if key in found.worn and kept.since != period:
        raise DeskError(f"{found.worn[key].words} Write it anew; it may say that nothing has changed, and why.")
    return kept.since.code


def _soft(soft: tuple[Outcome, ...], key: str) -> None:
    if not any(outcome.key == key for outcome in soft):
        raise DeskError(
            "The checks do not find this any more, so there is nothing to explain. The list is what they find now."
        )


def _check_base(standing: Explained | None, said: str, base: int | None) -> None:
    if standing is None or base is None or standing.revision <= base:
        return
    raise Conflict(
        f"{standing.changer_label} has explained this since you opened the page: “{standing.text}” Yours was not "
        f"saved: “{said}” Put together what should stand, and save it."
    )


def _storable(text: str) -> str:
    """The text as a database takes it, with line ends of one kind, cut to what fits."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").encode("utf-8", "replace").decode().strip()
    if len(plain) > LONGEST:
        raise DeskError(f"An explanation has {LONGEST:,} characters at most. This one has {len(plain):,}; shorten it.")
    return plain
