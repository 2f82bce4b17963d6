"""Costs of a plan: what is stated, what follows from it, and whether both agree. Pure; whole pence, no floats.

A stated amount is kept as it was written. What cannot be read as an amount of money by itself (a pound sign that a
scan turned into a 6 or a 3) or is not there at all says how its value was found. Differences are shown with their
working, never removed. Requirements R12.01 to R12.08, R12.13, R12.15.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from riia.alliance.kit.filters import pounds
from riia.documents.money import MoneyError, parse_pounds

QUARTERS: Final = (1, 2, 3, 4)
PROFILE: Final = (0, 20, 30, 50)
"""Per cent of a line in each quarter of the financial year: nothing before July, then as the grant is paid."""
POUND: Final = 100


class How(StrEnum):
    """How an amount came to be known."""

    STATED = "stated"
    DERIVED = "derived"
    ARTEFACT = "artefact"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with how it was written and how it is known; `pence` is None only where it is unknown."""

    pence: int | None
    how: How = How.STATED
    as_written: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of costs. `key` is unique in its plan; `label` is how people call it, such as "Data capacity, line 1"."""

    key: str
    label: str
    spend: Amount
    quarters: tuple[Amount, Amount, Amount, Amount]


@dataclass(frozen=True, slots=True)
class Heading:
    """An area of the grant with its lines, its allocation, and its total and variance as stated."""

    key: str
    label: str
    lines: tuple[Line, ...]
    allocation: int
    total: Amount
    variance: Amount


@dataclass(frozen=True, slots=True)
class Sheet:
    """One appendix: the headings of a strand, the stated totals of its columns, and the grant it spends."""

    label: str
    headings: tuple[Heading, ...]
    spend: Amount
    quarters: tuple[Amount, Amount, Amount, Amount]
    allocation: Amount
    variance: Amount
    grant: int
    shares: tuple[int, int, int, int] = PROFILE

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in order."""
        return tuple(line for heading in self.headings for line in heading.lines)


class Verdict(StrEnum):
    """What came of holding a stated amount against the computed one."""

    AGREES = "agrees"
    ROUNDING = "within rounding"
    ERROR = "does not agree"
    CANNOT = "cannot verify"


@dataclass(frozen=True, slots=True)
class Check:
    """One sum, recomputed. `working` is how, in words and numbers; `difference` is computed minus stated."""

    code: str
    about: str
    what: str
    stated: int | None
    computed: int | None
    verdict: Verdict
    tolerance: int = 0
    working: str = ""

    @property
    def difference(self) -> int | None:
        """How far the stated amount is off."""
        return None if self.stated is None or self.computed is None else self.computed - self.stated


def profile(pence: int, shares: Sequence[int] = PROFILE) -> tuple[int, ...]:
    """Spread an amount over quarters in whole pounds so that they sum to it exactly, by largest remainder (R12.02).

    Of two equal remainders the larger share is rounded up, then the later quarter. Odd pence of the amount stay with
    the last quarter that has a share, so that nothing is lost.

    Raises ValueError for a negative amount, and for shares that are not 100 per cent together.
    """
    if pence < 0:
        raise ValueError("A line of costs is £0 or more.")
    if sum(shares) != 100 or min(shares) < 0:
        raise ValueError("The shares of the quarters are 0 or more and 100 per cent together.")
    units, odd = divmod(pence, POUND)
    whole = [units * share // 100 for share in shares]
    rest = [units * share % 100 for share in shares]
    order = sorted(range(len(shares)), key=lambda place: (rest[place], shares[place], place), reverse=True)
    for place in order[: units - sum(whole)]:
        whole[place] += 1
    spread = [each * POUND for each in whole]
    spread[max(place for place, share in enumerate(shares) if share)] += odd
    return tuple(spread)


def reads_as(text: str) -> int | None:
    """Pence of an amount as a costing writes it, with its pound sign and perhaps a minus; None for anything else.

    Stricter than what is typed into a form: in a table where every amount has a pound sign, "63" or "0083" is no
    amount but what a scan made of one (R12.13).
    """
    clean = "".join(text.split()).replace("−", "-").replace("–", "-")
    minus = clean.startswith(("-", "(")) and clean != "-"
    body = clean.strip("-()")
    if not body.startswith("£"):
        return None
    try:
        pence = parse_pounds(body)
    except MoneyError:
        return None
    return -pence if minus else pence


def is_unrounded(pence: int, shares: Sequence[int] = PROFILE) -> bool:
    """Whether the quarters of an amount do not come to whole pounds, so that they were rounded when it was printed."""
    return any(pence * share % (100 * POUND) for share in shares)


@dataclass(frozen=True, slots=True)
class Derived:
    """An amount that a document leaves out, as it follows from others: the value taken, and all the ways to it.

    `least` and `most` are the smallest and largest that any way gives (R12.07).
    """

    pence: int
    ways: tuple[tuple[str, int], ...]

    @property
    def least(self) -> int:
        return min(pence for _, pence in self.ways)

    @property
    def most(self) -> int:
        return max(pence for _, pence in self.ways)


def derive_spend(line: Line, heading: Heading) -> Derived | None:
    """The spend of a line that states none: from its quarters, and from the total of its heading less the others.

    None where the quarters are not all known either. The sum of the quarters is taken: it rests on the line itself.
    """
    known = [each.pence for each in line.quarters if each.pence is not None]
    if len(known) < len(line.quarters):
        return None
    ways = [("sum of the stated quarters", sum(known))]
    others = [each.spend.pence for each in heading.lines if each.key != line.key and each.spend.how is not How.DERIVED]
    if heading.total.pence is not None and None not in others and len(others) == len(heading.lines) - 1:
        rest = heading.total.pence - sum(each or 0 for each in others)
        ways.append((f"total of {heading.label} less its other lines", rest))
    return Derived(sum(known), tuple(ways))


def checks(sheet: Sheet) -> Iterator[Check]:
    """Every sum of an appendix, recomputed: lines, headings, columns, totals, variances, and the grant (R12.03)."""
    for heading in sheet.headings:
        for line in heading.lines:
            yield from _line(line, sheet.shares)
        yield from _heading(heading, sheet.shares)
    yield from _totals(sheet)


def _line(line: Line, shares: Sequence[int]) -> Iterator[Check]:
    spend = line.spend.pence
    quarters = [each.pence for each in line.quarters]
    if spend is None or None in quarters:
        yield Check("quarters-sum", line.label, "Quarters come to the line", spend, None, Verdict.CANNOT)
        return
    stated = [each or 0 for each in quarters]
    unrounded = is_unrounded(spend, shares)
    if line.spend.how is not How.DERIVED:
        yield _compared("quarters-sum", line.label, "Quarters come to the line", spend, sum(stated),
                        POUND if unrounded else 0, _sum_words(stated))  # fmt: skip
    for quarter, (was, should) in enumerate(zip(stated, profile(spend, shares), strict=True), start=1):
        if was != should:
            share = shares[quarter - 1]
            yield _compared("profile", f"{line.label}, Q{quarter}", f"Q{quarter} is {share}% of the line", was, should,
                            POUND if unrounded else 0, f"{share}% of {said(spend)}, largest remainder")  # fmt: skip


def _heading(heading: Heading, shares: Sequence[int]) -> Iterator[Check]:
    spends = [line.spend.pence for line in heading.lines]
    known = None not in spends
    amounts = [each or 0 for each in spends]
    computed = sum(amounts) if known else None
    loose = sum(is_unrounded(each, shares) for each in amounts) * POUND
    yield _compared("lines-total", heading.label, "Lines come to the total of the heading", heading.total.pence,
                    computed, loose, _sum_words(amounts))  # fmt: skip
    if heading.total.pence is not None:
        difference = heading.total.pence - heading.allocation
        yield _compared("variance", heading.label, "Variance is total less allocation", heading.variance.pence,
                        difference, 0, f"{said(heading.total.pence)} − {said(heading.allocation)}")  # fmt: skip


def _totals(sheet: Sheet) -> Iterator[Check]:
    lines, headings = sheet.lines, sheet.headings
    loose_headings = sum(any(is_unrounded(line.spend.pence or 0, sheet.shares) for line in each.lines)
                         for each in headings) * POUND  # fmt: skip
    spends = _all(line.spend.pence for line in lines)
    yield _compared("lines-sheet", sheet.label, "All lines come to the total", sheet.spend.pence,
                    None if spends is None else sum(spends),
                    sum(is_unrounded(each, sheet.shares) for each in spends or []) * POUND,
                    f"{len(lines)} lines")  # fmt: skip
    for quarter in QUARTERS:
        column = _all(line.quarters[quarter - 1].pence for line in lines)
        if sheet.quarters[quarter - 1].how is How.UNKNOWN:
            continue
        yield _compared("column", f"{sheet.label}, Q{quarter}", f"Column Q{quarter} comes to its total",
                        sheet.quarters[quarter - 1].pence, None if column is None else sum(column), 0,
                        f"{len(lines)} lines")  # fmt: skip
    totals = _all(each.total.pence for each in headings)
    yield _compared("headings-total", sheet.label, "Headings come to the total", sheet.spend.pence,
                    None if totals is None else sum(totals), loose_headings,
                    _sum_words(totals or []))  # fmt: skip
    variances = _all(each.variance.pence for each in headings)
    yield _compared("variances-zero", sheet.label, "Variances come to the stated total", sheet.variance.pence,
                    None if variances is None else sum(variances), loose_headings,
                    _sum_words(variances or []))  # fmt: skip
    allocations = [each.allocation for each in headings]
    yield _compared("allocations", sheet.label, "Allocations come to the stated total", sheet.allocation.pence,
                    sum(allocations), 0, _sum_words(allocations))  # fmt: skip
    yield _compared("grant", sheet.label, "Allocations come to the grant", sheet.grant, sum(allocations), 0,
                    _sum_words(allocations))  # fmt: skip


def _all(amounts: Iterable[int | None]) -> list[int] | None:
    """The amounts, or None where one of them is not known: a sum without it would be a wrong sum."""
    found = list(amounts)
    return None if None in found else [each for each in found if each is not None]


def _compared(
    code: str, about: str, what: str, stated: int | None, computed: int | None, tolerance: int, working: str
) -> Check:
    if stated is None or computed is None:
        return Check(code, about, what, stated, computed, Verdict.CANNOT, tolerance, working)
    off = abs(computed - stated)
    verdict = Verdict.AGREES if not off else Verdict.ROUNDING if off <= tolerance else Verdict.ERROR
    return Check(code, about, what, stated, computed, verdict, tolerance, working)


def artefacts(sheet: Sheet) -> Iterator[tuple[str, Amount]]:
    """Amounts whose text is not what it was read as: where, and the amount with its text (R12.13)."""
    for line in sheet.lines:
        for name, amount in (("spend", line.spend), *zip(("Q1", "Q2", "Q3", "Q4"), line.quarters, strict=True)):
            if amount.how is How.ARTEFACT or (amount.as_written and amount.how is How.STATED
                                              and reads_as(amount.as_written) != amount.pence):  # fmt: skip
                yield f"{line.label}, {name}", amount


def said(pence: int) -> str:
    """£1,234 or −£1,234.50: pounds, with pence only where there are any."""
    return pounds(pence, whole=True)


def _sum_words(amounts: Sequence[int]) -> str:
    if not amounts:
        return ""
    first, *rest = amounts
    words = said(first) + "".join(f" {'−' if each < 0 else '+'} {said(abs(each))}" for each in rest)
    return f"{words} = {said(sum(amounts))}"


def combined(sheets: Mapping[str, Sheet]) -> int:
    """The grants of all strands together (R12.15)."""
    return sum(sheet.grant for sheet in sheets.values())


DAYS_PER_PACKAGE: Final = 39


@dataclass(frozen=True, slots=True)
class DayRates:
    """Money for packages held against days and a day rate: what the days would cost, and what the money buys (R12.12).

    `rate` is None where no rate is stated: then only the implied rate can be said.
    """

    money: int
    packages: int
    days: int
    rate: int | None

    @property
    def each(self) -> int:
        """Pence for one package, rounded down."""
        return self.money // self.packages

    @property
    def implied_rate(self) -> int:
        """What a day would have to cost for all days to use all the money, to the nearest penny."""
        total = self.packages * self.days
        return (2 * self.money + total) // (2 * total)

    @property
    def cost(self) -> int | None:
        """What all days cost at the rate."""
        return None if self.rate is None else self.packages * self.days * self.rate

    @property
    def left(self) -> int | None:
        """Money beyond the days; negative where it is too little."""
        return None if self.cost is None else self.money - self.cost

    @property
    def days_bought(self) -> int | None:
        """Whole days that the money buys at the rate."""
        return None if not self.rate else self.money // self.rate
