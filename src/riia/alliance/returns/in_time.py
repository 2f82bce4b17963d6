"""A share of things against the plan's target, with what it is a share of: "17 of 20, 85%". Pure."""

from dataclasses import dataclass

from riia.alliance.returns.policies import ANSWER_WITHIN, ANSWERED_IN_TIME, SATISFIED


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and how many in a hundred it should be.

    `running` are those of which nothing can be said yet: they count in neither number.
    """

    good: int
    of: int
    target: int
    running: int = 0

    @property
    def percent(self) -> int | None:
        """The nearest whole percent; None of nothing.

        It never says more than is the case: 84.9 of a target of 85 reads 84, and 100 only where it is all of them.
        """
        if not self.of:
            return None
        nearest = (self.good * 200 + self.of) // (2 * self.of)
        most = 100 if self.good == self.of else 99
        return min(nearest, most) if self.is_met else min(nearest, most, self.target - 1)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None of nothing."""
        return self.good * 100 >= self.target * self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether a question was answered: in time, late, not at all though its time is up, or still running (None)."""

    in_time: bool | None


def answered_in_time(asked: list[Asked]) -> Share:
    """Of the questions that are answered or whose time is up, how many were answered within it (R5.08)."""
    over = [one.in_time for one in asked if one.in_time is not None]
    return Share(over.count(True), len(over), ANSWERED_IN_TIME, running=len(asked) - len(over))


def satisfied(answers: list[bool | None]) -> Share:
    """Of the askers who said what they thought of the answer, how many were satisfied (R5.14)."""
    said = [one for one in answers if one is not None]
    return Share(said.count(True), len(said), SATISFIED, running=len(answers) - len(said))


def in_time_words(share: Share, what: str) -> str:
    """The share in a sentence, with both numbers. `what` is the plural: "queries"."""
    rule = f"answered within {ANSWER_WITHIN} working days"
    running = f" {share.running} more {'is' if share.running == 1 else 'are'} still in time." if share.running else ""
    if share.percent is None:
        return f"None of these {what} is due yet, so there is no share {rule}.{running}"
    return f"{share.good} of {share.of} {what} were {rule}: {share.percent}%. The plan says {share.target}%.{running}"
