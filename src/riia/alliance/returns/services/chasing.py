"""The desk chases: one message to whoever answers for each return that is outstanding, in the sender's own words."""

from collections.abc import Collection
from dataclasses import dataclass

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.returns import permissions
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Notice, NoticeKind, Return, Round
from riia.alliance.returns.queries.named import named
from riia.alliance.returns.queries.outstanding import outstanding, reminders_of
from riia.alliance.returns.queries.timeliness import standings
from riia.alliance.returns.services.letters import Letter, deliver, write
from riia.alliance.returns.states import RoundState
from riia.alliance.returns.timekeeping import today

LONGEST_WORDS = 500


@dataclass(frozen=True)
class Chase:
    """Who gets a message, who had one today already, and for which returns nobody can be written to."""

    letters: tuple[Letter, ...]
    told_today: tuple[tuple[Return, Person], ...]
    nobody: tuple[Return, ...]


@dataclass(frozen=True)
class Chased:
    """What came of it."""

    sent: tuple[Notice, ...]
    failed: tuple[Notice, ...]
    left_out: int


def prepare_chase(*, round_: Round, words: str = "", councils: Collection[str] = (), by: Acts) -> Chase:
    """Who would get what: those outstanding, all or those of some councils, without whom was written to today."""
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, round_.alliance.region.code)
    day = today()
    asked = [one for one in outstanding(round_) if not councils or one.council.code in councils]
    people, stand = named((one.council for one in asked), day), standings(asked, day)
    told = reminders_of(asked)
    letters: list[Letter] = []
    told_today: list[tuple[Return, Person]] = []
    for one in asked:
        for person in people[one.council.code].preparing:
            if any(notice.day == day for notice in told.get((one.pk, person.pk), ())):
                told_today.append((one, person))
            else:
                sender = by.as_actor().label
                letters.append(Letter(one, stand[one.pk], person, NoticeKind.CHASE, words.strip(), sender))
    nobody = tuple(one for one in asked if not people[one.council.code].preparing)
    return Chase(tuple(letters), tuple(told_today), nobody)


def chase(*, round_: Round, words: str = "", councils: Collection[str] = (), by: Acts) -> Chased:
    """Write to everybody of `prepare_chase`. Each message is a row with its line in the trail before it goes.

    What the mail server does not take is kept with its problem and goes with the next run of reminders.
    """
    round_ = Round.objects.select_related("alliance__region").get(pk=round_.pk)  # as it stands now
    if round_.state != RoundState.OPEN:
        raise DeskError(f"This round is {round_.state}, so nobody is chased for it.")
    if len(words.strip()) > LONGEST_WORDS:
        raise DeskError(f"Your words are longer than {LONGEST_WORDS} characters. Shorten them.")
    planned = prepare_chase(round_=round_, words=words, councils=councils, by=by)
    if not planned.letters:
        raise DeskError(
            "Nobody is left to write to: everybody was written to today, or nobody is named. See the list below."
            if planned.told_today or planned.nobody
            else "Every return is in, so there is nobody to chase."
        )
    written = [(write(letter, by=by), letter) for letter in planned.letters]
    taken = [(notice, letter) for notice, letter in written if notice is not None]
    outcome = [(notice, deliver(notice, letter)) for notice, letter in taken]
    return Chased(
        tuple(notice for notice, went in outcome if went),
        tuple(notice for notice, went in outcome if not went),
        len(planned.told_today) + len(written) - len(taken),
    )
