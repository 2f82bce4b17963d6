"""Rules that work out an amount from rates and numbers (R1.28 to R1.32, R1.35, R1.38). Pure, exact, whole pence."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from riia.documents.allocation.amounts import (
    Amount,
    CannotVerify,
    Hidden,
    RuleError,
    Step,
    Worked,
    counted,
    hidden_of,
    in_pounds,
    to_the_penny,
)
from riia.documents.allocation.facts import Facts

type Answer = Worked | CannotVerify | None
"""None: the rule is not for this recipient at all, which is something else than £0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule carries. Subclasses say how the amount comes about in `work`.

    `line` is the number of the purpose line as printed ("3a"), `uplift` True for money that a variation adds,
    `paid_in` the month as "2023-06" where one is given. `only` limits the rule to some places and `not_for` leaves
    some out. `exclusions` is what the money may not be used for, in the document's sense (R1.24): kept, not computed.
    """

    KIND: ClassVar[str] = ""

    line: str
    title: str
    uplift: bool = False
    paid_in: str = ""
    only: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()

    def applies_to(self, where: str) -> bool:
        """True for a place the rule is for."""
        return (not self.only or where in self.only) and where not in self.not_for

    def for_place(self, where: str, facts: Facts) -> Answer:
        """The amount of one recipient with its working, why it cannot be told, or None: not for this one."""
        return self.work(where, facts) if self.applies_to(where) else None

    def work(self, where: str, facts: Facts) -> Answer:
        """How the amount comes about, for a place the rule applies to."""
        raise NotImplementedError

    def _label(self) -> str:
        return f"{self.line} {self.title}".strip()


def plain(pence: int, sentence: str, *steps: Step, notes: tuple[str, ...] = ()) -> Worked:
    """A result that is paid to whom it is meant for."""
    return Worked(pence, pence, pence, sentence, steps or (Step(sentence, pence),), notes=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatPerRegion(Rule):
    """The same amount for every region or other recipient (R1.28)."""

    KIND = "flat"

    amount: Amount

    def work(self, where: str, facts: Facts) -> Answer:
        if isinstance(self.amount, Hidden):
            return hidden_of(amount=self.amount)
        return plain(self.amount, f"{self._label()}: {in_pounds(self.amount)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerCouncil(Rule):
    """A rate for every council of the region on the day (R1.31, R1.32).

    `days` and `day_rate` say what the rate is made of, where the document does: "4 days × £800 = £3,200". Where the two
    disagree the rate as stated is paid and the difference is a note.
    """

    KIND = "per-council"

    rate: Amount
    days: int | None = None
    day_rate: Amount | None = None

    @property
    def from_days(self) -> int | None:
        """What days × day rate give for one council; None where one of them is not known."""
        if self.days is None or self.day_rate is None or isinstance(self.day_rate, Hidden):
            return None
        return self.days * self.day_rate

    def work(self, where: str, facts: Facts) -> Answer:
        number = facts.councils_of(where)
        if isinstance(self.rate, Hidden):
            return hidden_of(rate_per_council=self.rate)
        if number is None:
            return CannotVerify(
                f"Cannot be verified: how many councils {facts.name_of(where)} has {facts.day or 'then'} is not known.",
                ("number of councils",),
            )
        made = self.from_days
        steps = [Step(f"{counted(number, 'council')} × {in_pounds(self.rate)} = {in_pounds(number * self.rate)}")]
        steps = [replace(steps[0], pence=number * self.rate)]
        notes: tuple[str, ...] = ()
        if made is not None and isinstance(self.day_rate, int):
            text = f"{counted(self.days or 0, 'day')} × {in_pounds(self.day_rate)} = {in_pounds(made)}"
            steps.insert(0, Step(f"{text} for each council", made))
            if made != self.rate:
                notes = (f"{text}, but {in_pounds(self.rate)} for each council is stated.",)
        return plain(number * self.rate, f"{self._label()}: {steps[-1].text}", *steps, notes=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesTimesDaysTimesRate(Rule):
    """Packages × days × day rate, with the amount the document states for it (R1.30) and a cap on days (R1.23).

    What is stated is paid; what the operands give stays beside it. Where nothing is stated, the computed one is paid.
    """

    KIND = "packages"

    packages: int
    days: int
    day_rate: Amount
    stated: Amount | None = None
    cap_days: int | None = None

    def __post_init__(self) -> None:
        if self.packages < 0 or self.days < 0:
            raise RuleError("Packages and days are counted from 0. Give whole numbers that are not negative.")

    @property
    def computed(self) -> int | None:
        """What the operands give; None where the day rate is hidden."""
        return None if isinstance(self.day_rate, Hidden) else self.packages * self.days * self.day_rate

    def work(self, where: str, facts: Facts) -> Answer:
        if isinstance(self.stated, Hidden) or (isinstance(self.day_rate, Hidden) and self.stated is None):
            return hidden_of(stated_amount=self.stated, day_rate=self.day_rate)
        notes = []
        if self.cap_days is not None and self.days > self.cap_days:
            notes.append(f"{counted(self.days, 'day')} is over the cap of {counted(self.cap_days, 'day')}.")
        if isinstance(self.day_rate, Hidden):
            stated = self.stated or 0
            notes.append(f"The day rate is {self.day_rate.value}, so the stated amount could not be worked out again.")
            return plain(stated, f"{self._label()}: {in_pounds(stated)} as stated", notes=tuple(notes))
        computed = self.packages * self.days * self.day_rate
        text = (
            f"{counted(self.packages, 'council')} × {counted(self.days, 'day')} × {in_pounds(self.day_rate)} "
            f"= {in_pounds(computed)}"
        )
        paid = computed if self.stated is None else self.stated
        steps = [Step(text, computed)]
        if paid != computed:
            more = "more" if paid > computed else "less"
            steps.append(Step(f"{in_pounds(paid)} is stated: {in_pounds(abs(paid - computed))} {more}", paid))
        sentence = f"{self._label()}: {'; '.join(step.text for step in steps)}"
        return Worked(paid, paid, computed, sentence, tuple(steps), self.stated, tuple(notes))


@dataclass(frozen=True, slots=True)
class Weighting:
    """What one place gets on top, in per cent: London 14."""

    place: str
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted(Rule):
    """Another rule with a weighting for some places. It touches this one line and no other (R1.29)."""

    KIND = "weighted"

    of: Rule
    weightings: tuple[Weighting, ...]

    def __post_init__(self) -> None:
        places = [item.place for item in self.weightings]
        if len(places) != len(set(places)):
            raise RuleError("A place has two weightings. Give each place one percentage.")

    def work(self, where: str, facts: Facts) -> Answer:
        base = self.of.for_place(where, facts)
        percent = next((item.percent for item in self.weightings if item.place == where), None)
        if not isinstance(base, Worked) or percent is None:
            return base
        factor = Fraction(100 + percent) / 100
        paid, own = to_the_penny(base.paid * factor), to_the_penny(base.own * factor)
        text = f"{in_pounds(base.paid)} × {_decimal(factor)} ({percent:f}% weighting) = {in_pounds(paid)}"
        notes = base.notes
        if base.paid * factor != paid:
            notes = (*notes, "Rounded to the penny.")
        return Worked(paid, own, paid, f"{self._label()}: {text}", (*base.steps, Step(text, paid)), None, notes)


def _decimal(factor: Fraction) -> str:
    return f"{(Decimal(factor.numerator) / Decimal(factor.denominator)).normalize():f}"


@dataclass(frozen=True, slots=True)
class Band:
    """The top-up of regions with at least so many councils."""

    councils: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class OwnAmounts:
    """Base and top-up of one place where they are given place by place."""

    place: str
    base: Amount
    top_up: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class BasePlusTopUp(Rule):
    """A base and a top-up that follows the number of councils (R1.35).

    The top-up is a rate for each council, a band by number of councils, or given place by place in `places`, which goes
    before the others.
    """

    KIND = "base-and-top-up"

    base: Amount = Hidden.NOT_STATED
    per_council: Amount | None = None
    bands: tuple[Band, ...] = ()
    places: tuple[OwnAmounts, ...] = ()

    def work(self, where: str, facts: Facts) -> Answer:
        given = next((item for item in self.places if item.place == where), None)
        base = given.base if given else self.base
        top_up, how = (given.top_up, "top-up") if given else self._top_up(facts.councils_of(where))
        if isinstance(base, Hidden) or isinstance(top_up, Hidden):
            return hidden_of(base=base, top_up=top_up)
        total = base + top_up
        text = f"{in_pounds(base)} base + {in_pounds(top_up)} {how} = {in_pounds(total)}"
        return plain(total, f"{self._label()}: {text}", Step(text, total))

    def _top_up(self, number: int | None) -> tuple[Amount, str]:
        if number is None:
            return Hidden.NOT_STATED, "top-up"
        if self.per_council is not None:
            if isinstance(self.per_council, Hidden):
                return self.per_council, "top-up"
            return number * self.per_council, f"top-up ({counted(number, 'council')} × {in_pounds(self.per_council)})"
        fitting = [band for band in self.bands if band.councils <= number]
        if not fitting:
            return Hidden.NOT_STATED, "top-up"
        band = max(fitting, key=lambda item: item.councils)
        return band.amount, f"top-up for {counted(number, 'council')}"
