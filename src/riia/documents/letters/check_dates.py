"""Dates that cannot be, financial years that disagree, payments at the wrong time. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from riia.documents.letters import conditions
from riia.documents.letters.days import find_dates, in_words, year_ends
from riia.documents.letters.material import Material, finding, listed, quoted
from riia.documents.letters.structure import Payment, When, YearSaid
from riia.documents.model import Evidence, Finding

_GOES_ON = re.compile(r"^\W{0,3}(?:(?:to|and|until|or)\b|[-–—&])\W*(?:the\s+)?\d", re.I)
_EVERY_YEAR = re.compile(
    r"^\W{0,3}(?:each|every|annually|of (?:each|every|the)|in (?:each|every)|following|that year)\b", re.I
)


def letter_date(material: Material) -> Iterator[Finding]:
    """The letter has a date with a day, not after the day it takes effect; the cut-off is not after it."""
    letter = material.letter
    written, effective = letter.written, letter.effective
    if written is None:
        if letter.title is not None:
            yield finding(
                "DATE-MISSING", letter.title.where, letter.title.text,
                "No date of the letter was found before its title.",
                "Record the date on which it was received, and ask for that of the letter.",
            )  # fmt: skip
        return
    if written.first and written.last and not written.exact:
        unsure = ""
        if effective is not None and effective.first and written.first <= effective.first <= written.last:
            unsure = f" Whether it came before it takes effect on {effective.text} cannot be said."
        yield finding(
            "DATE-NO-DAY", written.where, written.text,
            f"The letter is dated {written.text}, without a day.{unsure}",
            "Record the day on which it was signed or received.",
        )  # fmt: skip
    if effective and effective.first and written.first and written.first > effective.first:
        yield finding(
            "AFTER-EFFECT", effective.where, effective.text,
            f"The letter is dated {written.text} and takes effect earlier, from {effective.text}.",
            "Ask which of the two dates is right.", [Evidence(written.where, written.text)],
        )  # fmt: skip
    yield from _cut_off(material)


def _cut_off(material: Material) -> Iterator[Finding]:
    letter = material.letter
    cut, written = letter.cut_off, letter.written
    if cut is None or cut.last is None:
        return
    if written and written.last and cut.last > written.last:
        yield finding(
            "CUT-OFF", cut.where, cut.text,
            f"The annex is said to hold what was agreed by {cut.text}, which is after the date of the letter, "
            f"{written.text}.",
            "Ask for the right cut-off date.", [Evidence(written.where, written.text)],
        )  # fmt: skip
    for row in letter.rows:
        if row.agreed and row.agreed.first and row.agreed.first > cut.last:
            yield finding(
                "CUT-OFF", row.agreed.where, row.agreed.text,
                f"{row.recipient.name} is in the annex with a project agreed on {row.agreed.text}, after the "
                f"cut-off date {cut.text}.",
                "Ask whether the row belongs to a later version.", [Evidence(cut.where, cut.text)],
            )  # fmt: skip


def every_date(material: Material) -> Iterator[Finding]:
    """Each date in the letter exists, falls on its weekday and has a year."""
    for item in material.found:
        for found in find_dates(item.text):
            where, rest = item.at(found.start), item.text[found.end :]
            if found.problem and found.first is None:
                yield finding(
                    "DATE-IMPOSSIBLE", where, found.text, f"{quoted(found.text)}: {found.problem}.",
                    "Ask which day is meant.",
                )  # fmt: skip
            elif found.problem:
                yield finding(
                    "DATE-WEEKDAY", where, found.text, f"{quoted(found.text)}: {found.problem}.",
                    "Ask whether the day of the week or the date is right.",
                )  # fmt: skip
            elif found.no_year and not _GOES_ON.match(rest) and not _EVERY_YEAR.match(rest):
                yield finding(
                    "DATE-NO-YEAR", where, found.text,
                    f"{quoted(found.text)} has no year: {quoted(_around(item.text, found.start, found.end))}",
                    "Add the year that is meant.",
                )  # fmt: skip


def _around(text: str, start: int, end: int) -> str:
    left = text.rfind(" ", 0, max(0, start - 45)) + 1
    right = text.find(" ", end + 15)
    return f"{'…' if left else ''}{text[left : right if right > 0 else len(text)]}{'…' if right > 0 else ''}"


def years(material: Material) -> Iterator[Finding]:
    """One financial year throughout (R1.50)."""
    letter, main = material.letter, material.letter.year
    for year in letter.financial_years:
        if year.start is None and year.part != "citation by calendar year":
            yield finding(
                "YEAR-IMPOSSIBLE", year.where, year.text,
                f"{quoted(year.text)} is called a financial year, but a financial year ends in the year after it "
                f"begins.",
                "Ask which year is meant.",
            )  # fmt: skip
    if main is None or main.start is None:
        return
    for year in letter.financial_years:
        if year.part == "citation by calendar year" and int(year.text) not in (main.start, main.start + 1):
            yield _year_conflict(material, [year], main)
    others: dict[int, list[YearSaid]] = {}
    for year in letter.financial_years:
        if year.start is not None and year.start != main.start and not _contrasted(year, letter.financial_years, main):
            others.setdefault(year.start, []).append(year)
    for found in others.values():
        yield _year_conflict(material, found, main)


def _contrasted(year: YearSaid, every: Sequence[YearSaid], main: YearSaid) -> bool:
    """True where a sentence speaks of the year of the grant beside another one: it knows the difference."""
    return year.start in grant_years(every, main) or (
        year.part not in ("citation", "title")
        and any(other.where == year.where and other.start == main.start for other in every)
    )


def _beside(one: YearSaid, other: YearSaid) -> bool:
    """Whether two years stand in one line, or in lines of one title or clause that a page broke."""
    same = (one.where.page, one.where.table) == (other.where.page, other.where.table)
    return one.where == other.where or (same and abs((one.where.line or 0) - (other.where.line or 9)) < 3)


def grant_years(every: Sequence[YearSaid], main: YearSaid) -> set[int]:
    """The years a grant is for: that of most places, and those its title or citation names beside it."""
    found = {main.start} if main.start is not None else set()
    for year in every:
        if year.start is None or year.part not in ("citation", "title"):
            continue
        if any(_beside(other, year) and other.start == main.start and other.part == year.part for other in every):
            found.add(year.start)
    return found


def _year_conflict(material: Material, found: Sequence[YearSaid], main: YearSaid) -> Finding:
    first = found[0]
    paid = _paid_near(material, first)
    message = (
        f"{quoted(first.text)} is named here ({first.part}), but the grant is for {main.label} "
        f"({main.where}: {quoted(main.text)})."
    )
    evidence = [Evidence(main.where, main.text), *(Evidence(year.where, year.text) for year in found[1:])]
    if paid is not None:
        message += f" The same purpose is paid in {paid.when.text}, which is in {_year_name(paid.when)}."
        evidence.append(Evidence(paid.when.where, paid.text))
    return finding("YEAR-CONFLICT", first.where, first.text, message, "Ask which financial year is meant.", evidence)


def _year_name(when: When) -> str:
    assert when.last is not None
    start = when.last.year if when.last.month >= 4 else when.last.year - 1
    return f"{start}-{(start + 1) % 100:02d}"


def _paid_near(material: Material, year: YearSaid) -> Payment | None:
    """A payment of the purpose line in which the year stands, or of a line under it, that is in another year."""
    purposes = material.letter.purposes
    own = next((purpose.number for purpose in purposes if year.part == "purpose" and year.text in purpose.text), "")
    if not own or year.start is None:
        return None
    first, last = year_ends(year.start)
    for purpose in purposes:
        if purpose.number.startswith(own):
            for payment in purpose.payments:
                if payment.when.last and not first <= payment.when.last <= last:
                    return payment
    return None


def payments(material: Material) -> Iterator[Finding]:
    """Payments lie in the financial year, not before the letter, and are not "paid" after it (R1.42, R1.43)."""
    letter = material.letter
    groups: dict[str, list[Payment]] = {}
    for payment in (*letter.payments, *(p for purpose in letter.purposes for p in purpose.payments)):
        groups.setdefault(payment.text, []).append(payment)
    for group in groups.values():
        yield from _group(material, [payment for payment in group if payment.when.first])


def _group(material: Material, group: Sequence[Payment]) -> Iterator[Finding]:
    letter = material.letter
    written, year = letter.written, letter.year
    early = [
        p for p in group if not p.paid and written and written.first and p.when.last and p.when.last < written.first
    ]
    outside = []
    if year and year.start is not None:
        meant = grant_years(letter.financial_years, year)
        first, last = year_ends(min(meant))[0], year_ends(max(meant))[1]
        outside = [p for p in group if p.when.last and p.when.first and (p.when.last < first or p.when.first > last)]
    late = [p for p in group if p.paid and written and written.last and p.when.first and p.when.first > written.last]
    if outside and year and year.start is not None:
        said = (
            f"{listed([p.when.text for p in outside])} {'lie' if len(outside) > 1 else 'lies'} outside the "
            "financial year "
        )
        said += f"{year.label} ({in_words(first)} to {in_words(last)})"
        if written and all(p in early for p in outside):
            said += f" and before the date of the letter, {written.text}"
        yield _payment("PAYMENT-OUTSIDE-YEAR", outside, f"{said}: {quoted(outside[0].text)}", year, written)
    elif early and written:
        said = (
            f"{listed([p.when.text for p in early])} {'are' if len(early) > 1 else 'is'} before the date of "
            "the letter, "
        )
        yield _payment("PAYMENT-BEFORE-LETTER", early, f"{said}{written.text}: {quoted(early[0].text)}", None, written)
    if late and written and not outside:
        said = (
            f"The letter is dated {written.text}, and says {quoted(late[0].text)}. {late[0].when.text} was "
            "still to come, "
        )
        yield _payment("PAID-IN-FUTURE", late, f"{said}so this payment is planned and not paid.", None, written)


def _payment(code: str, group: Sequence[Payment], message: str, year: YearSaid | None, written: When | None) -> Finding:
    evidence = [Evidence(written.where, written.text)] if written else []
    if year is not None:
        evidence.append(Evidence(year.where, year.text))
    remedy = "Count it as planned." if code == "PAID-IN-FUTURE" else "Ask the department when it will pay."
    return finding(code, group[0].when.where, group[0].text, message, remedy, evidence)


def order(material: Material) -> Iterator[Finding]:
    """Instalments in the order of their numbers are paid in the order of their days."""
    listed_ones = [
        p for p in material.letter.payments if re.match(r"(?:stage|instalment|payment|tranche)\s+\d", p.text, re.I)
    ]
    for before, after in pairwise(listed_ones):
        if before.text == after.text or before.when.first is None or after.when.last is None:
            continue
        if after.when.last < before.when.first:
            yield finding(
                "INSTALMENT-ORDER", after.when.where, after.when.text,
                f"{quoted(after.text, 60)} lies before {quoted(before.text, 60)}.",
                "Ask for the right days.", [Evidence(before.when.where, before.text)],
            )  # fmt: skip


def instalments(material: Material) -> Iterator[Finding]:
    """As many times as instalments are announced; amounts and percentages that make the whole (R1.41)."""
    texts = frozenset(purpose.text for purpose in material.letter.purposes)
    inside = [*material.parts.body, *material.parts.clauses]
    _, counts = conditions.payments(inside, texts)
    for number, said in counts:
        times = [p for p in material.letter.payments if p.text and p.text in said.text]
        if times and len(times) != number:
            names = listed([p.when.text for p in times])
            yield finding(
                "INSTALMENT-COUNT", said.where, said.text,
                f"{number} {'instalment is' if number == 1 else 'instalments are'} announced, but {len(times)} "
                f"{'time is' if len(times) == 1 else 'times are'} given: {names}.",
                "Ask when each instalment is paid.",
            )  # fmt: skip
        shares = [float_free(text) for text in re.findall(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)", said.text)]
        if len(shares) > 1 and len(shares) == number and sum(shares) != 10_000:
            total = f"{sum(shares) / 100:g}"
            yield finding(
                "INSTALMENT-SUM", said.where, said.text,
                f"The instalments are {total}% of the grant together, not 100%: {quoted(said.text)}",
                "Ask for the right shares.",
            )  # fmt: skip


def float_free(text: str) -> int:
    """Hundredths of a per cent as a whole number."""
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])
