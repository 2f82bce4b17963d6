"""What a grant determination letter says, part by part, each with its place. Pure.

Everything is kept as written beside what it was read as. What the letter does not say is None, blank or an empty tuple;
what was taken out of it is `Hidden`, never 0 (R1.13).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from riia.documents.allocation import Amount, Column, Recomputation, Rule
from riia.documents.model import Where


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the letter and its place."""

    text: str
    where: Where

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class When:
    """A date as written and as read: the days it can mean. `first` equals `last` where the day is given.

    `problem` says why it is no date: "there is no 30 February 2024".
    """

    text: str
    where: Where
    first: date | None
    last: date | None
    problem: str = ""

    @property
    def exact(self) -> bool:
        """True where one day is meant."""
        return self.first is not None and self.first == self.last


class RingFence(StrEnum):
    """Whether the money is tied (R1.21). Not stated stays not stated."""

    RING_FENCED = "ring-fenced"
    UNRINGFENCED = "unringfenced"
    FREE_CHOICE = "the recipient chooses how to spend it"
    NOT_STATED = "not stated"


class SignatureState(StrEnum):
    """What there is of a signature (R1.12)."""

    NAMED = "signed, with a name"
    IMAGE = "an image of a signature"
    NAMELESS = "signed without a name"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written, where it stands, and in which part: "heading", "citation" or "annex"."""

    text: str
    where: Where
    part: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A minister as named in one part of the letter. `rank` is the office in lower case, in plain form."""

    rank: str
    text: str
    where: Where
    part: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody the letter names: as written, and the code of the council or region it was read as, or blank.

    `problem` says why it is no council or region of that day.
    """

    name: str
    where: Where
    place: str = ""
    is_region: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party as printed, with the recipients it names one by one, if any."""

    number: str
    text: str
    where: Where
    named: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause of the determination."""

    number: int
    heading: str
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Payment:
    """A time of payment as written. `paid` is True where the text says that it has been paid."""

    when: When
    paid: bool
    text: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """A numbered line of the purpose: number as printed ("1", "1a"), text, place, and the rules read from it."""

    number: str
    text: str
    where: Where
    rules: tuple[Rule, ...] = ()
    payments: tuple[Payment, ...] = ()
    cap_days: int | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a cell or sentence: what it was read as, the text, and its place."""

    amount: Amount
    text: str
    where: Where
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an annex: recipient, amounts by column, other columns as text by their heading."""

    recipient: Recipient
    where: Where
    amounts: Mapping[Column, Money]
    parts: tuple[tuple[str, Money], ...] = ()
    councils: int | None = None
    councils_at: Said | None = None
    region: Said | None = None
    agreed: When | None = None
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its letter ("A"; blank for a table outside one), title, rows of recipients, totals as stated, lines."""

    letter: str
    title: str
    where: Where
    columns: Mapping[Column, Said] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    totals: Mapping[Column, Money] = field(default_factory=dict)
    part_totals: tuple[tuple[str, Money], ...] = ()
    lines: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A paragraph that a variation replaces: "The purpose of the grant is amended to read as follows"."""

    number: str
    what: str
    where: Where


@dataclass(frozen=True, slots=True)
class Redaction:
    """Something taken out or made illegible: what is missing, what stands there instead."""

    what: str
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class YearSaid:
    """A financial year as written: `start` is the year in which it begins; None where there is no such year."""

    text: str
    where: Where
    start: int | None
    part: str

    @property
    def label(self) -> str:
        """ "2023-24"."""
        return "" if self.start is None else f"{self.start}-{(self.start + 1) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A grant determination letter, whole."""

    title: Said | None = None
    department: Said | None = None
    programme: str = ""
    written: When | None = None
    effective: When | None = None
    variation: int | None = None
    variations: tuple[Said, ...] = ()
    references: tuple[Reference, ...] = ()
    financial_years: tuple[YearSaid, ...] = ()
    year: YearSaid | None = None
    addressee: Said | None = None
    parties: tuple[Party, ...] = ()
    ministers: tuple[Mention, ...] = ()
    power: Said | None = None
    consent: Said | None = None
    citation: Said | None = None
    clauses: tuple[Clause, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    payments: tuple[Payment, ...] = ()
    instalments: int | None = None
    ring_fence: RingFence = RingFence.NOT_STATED
    ring_fence_at: Said | None = None
    reporting_voluntary: Said | None = None
    cut_off: When | None = None
    total_in_text: Money | None = None
    annexes: tuple[Annex, ...] = ()
    success_measures: tuple[Said, ...] = ()
    copied_to: tuple[Said, ...] = ()
    signature: SignatureState = SignatureState.MISSING
    signatories: tuple[Said, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    recomputed: Recomputation | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every allocation rule read from the purposes, in their order."""
        return tuple(rule for purpose in self.purposes for rule in purpose.rules)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all annexes."""
        return tuple(row for annex in self.annexes for row in annex.rows)

    @property
    def on(self) -> date | None:
        """The day whose councils the letter means: the day it takes effect, else that of the letter, else its year's.

        For a letter dated by its month only it is the last day of the month.
        """
        for when in (self.effective, self.written):
            if when is not None and when.last is not None:
                return when.last
        return date(self.year.start, 4, 1) if self.year and self.year.start else None
