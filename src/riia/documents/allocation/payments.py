"""Rules that say who gets what directly: pooled, one-off and direct amounts, shares of a project. Pure, whole pence."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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
    shown,
    to_the_penny,
)
from riia.documents.allocation.facts import Facts
from riia.documents.allocation.formulas import Answer, Rule, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled(Rule):
    """An amount for every region that is paid together to one of them (R1.33).

    `beneficiaries` are the places it is meant for; empty means every region the facts know. The row of the payee holds
    all of it, and only its own share is its own. `stated` is the total as the document gives it.
    """

    KIND = "pooled"

    amount: Amount
    payee: str
    beneficiaries: tuple[str, ...] = ()
    stated: Amount | None = None

    def work(self, where: str, facts: Facts) -> Answer:
        places = self.beneficiaries or facts.regions
        payee = facts.name_of(self.payee)
        if where not in places and where != self.payee:
            return None
        if isinstance(self.amount, Hidden):
            return hidden_of(amount_for_each_region=self.amount)
        own = self.amount if where in places else 0
        if where != self.payee:
            text = f"{in_pounds(own)} for {facts.name_of(where)} is paid to {payee}"
            return Worked(0, own, 0, f"{self._label()}: {text}", (Step(text, own),))
        computed = self.amount * len(places)
        stated = self.stated if isinstance(self.stated, int) else None
        paid = computed if stated is None else stated
        text = f"{counted(len(places), 'region')} × {in_pounds(self.amount)} = {in_pounds(computed)} paid to {payee}"
        steps = [Step(text, computed), Step(f"of which its own: {in_pounds(own)}", own)]
        if paid != computed:
            steps.insert(1, Step(f"{in_pounds(paid)} is stated", paid))
        notes = (f"{in_pounds(paid - own)} of it is held for other regions.",)
        return Worked(paid, own, computed, f"{self._label()}: {text}", tuple(steps), stated, notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOff(Rule):
    """One amount to one payee (R1.34). `beneficiary` is for whom, where that is somebody else."""

    KIND = "one-off"

    amount: Amount
    payee: str
    beneficiary: str = ""

    def work(self, where: str, facts: Facts) -> Answer:
        meant_for = self.beneficiary or self.payee
        if where not in (self.payee, meant_for):
            return None
        if isinstance(self.amount, Hidden):
            return hidden_of(amount=self.amount)
        paid = self.amount if where == self.payee else 0
        own = self.amount if where == meant_for else 0
        text = f"{in_pounds(self.amount)} once, paid to {facts.name_of(self.payee)}"
        return Worked(paid, own, paid, f"{self._label()}: {text}", (Step(text, paid),))


@dataclass(frozen=True, slots=True)
class Part:
    """An amount of one place; `of` names the project where it is one of several."""

    place: str
    amount: Amount
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct(Rule):
    """Amounts named place by place, to the penny, possibly as the sum of several projects (R1.36)."""

    KIND = "direct"

    parts: tuple[Part, ...]

    def work(self, where: str, facts: Facts) -> Answer:
        own = [part for part in self.parts if part.place == where]
        if not own:
            return None
        known = [part.amount for part in own if not isinstance(part.amount, Hidden)]
        if len(known) < len(own):
            hidden = [part for part in own if isinstance(part.amount, Hidden)]
            named = " and ".join(
                f"the amount{f' for {part.of}' if part.of else ''} is {part.amount}" for part in hidden
            )
            return CannotVerify(f"Cannot be verified: {named}.", tuple(part.of or "amount" for part in hidden))
        total = sum(known)
        if len(own) == 1:
            return plain(total, f"{self._label()}: {in_pounds(total)} named in the annex")
        text = f"{' + '.join(shown(part.amount) for part in own)} = {in_pounds(total)}"
        steps = [Step(f"{part.of or 'part'}: {shown(part.amount)}", known[at]) for at, part in enumerate(own)]
        return plain(total, f"{self._label()}: {text}", *steps, Step(text, total))


@dataclass(frozen=True, slots=True)
class Sharer:
    """A place with its weight in a shared project: 1 and 1 and 1 share equally."""

    place: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Rule):
    """A project shared by several places (R1.39): every share is rounded to the penny and what is left is shown.

    `residual_to` is the place whose share takes the pence that are left over; without it they stay unallocated.
    """

    KIND = "share"

    project: Amount
    sharers: tuple[Sharer, ...]
    residual_to: str = ""

    def __post_init__(self) -> None:
        if any(sharer.weight < 0 for sharer in self.sharers) or not any(sharer.weight for sharer in self.sharers):
            raise RuleError("A project is shared by weights of which none is negative and one is more than 0.")
        if self.residual_to and self.residual_to not in {sharer.place for sharer in self.sharers}:
            raise RuleError("What is left over goes to one of those who share. Name one of them.")

    @property
    def whole(self) -> Fraction:
        """The sum of the weights."""
        return sum((Fraction(sharer.weight) for sharer in self.sharers), Fraction(0))

    @property
    def residual(self) -> int | None:
        """Pence of the project that rounding leaves over (negative: gives too much); None where it is hidden."""
        if isinstance(self.project, Hidden):
            return None
        return self.project - sum(self._rounded(self.project, sharer) for sharer in self.sharers)

    def _rounded(self, project: int, sharer: Sharer) -> int:
        return to_the_penny(project * Fraction(sharer.weight) / self.whole)

    def work(self, where: str, facts: Facts) -> Answer:
        own = next((sharer for sharer in self.sharers if sharer.place == where), None)
        if own is None:
            return None
        if isinstance(self.project, Hidden):
            return hidden_of(total_of_the_project=self.project)
        share, left = self._rounded(self.project, own), self.residual or 0
        part = Fraction(own.weight) / self.whole
        text = f"{in_pounds(self.project)} × {part.numerator}/{part.denominator} = {in_pounds(share)}"
        steps = [Step(text, share)]
        notes: tuple[str, ...] = ()
        if left and self.residual_to == where:
            share += left
            steps.append(Step(f"{in_pounds(left)} left over by rounding = {in_pounds(share)}", share))
        elif left and not self.residual_to:
            notes = (f"{in_pounds(left)} of the project is left over by rounding and belongs to nobody yet.",)
        return plain(share, f"{self._label()}: {'; '.join(step.text for step in steps)}", *steps, notes=notes)
