"""One cell of a record: its text in a plain form, or the rule that it breaks. The rule never has the text."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from riia.indicators.records.identifiers import plain
from riia.indicators.records.nouns import Dataset, Field, FieldKind

_MONTH: Final = re.compile(r"(\d{4})[-/](0?[1-9]|1[0-2])")
_FULL: Final = re.compile(r"\d{4}-\d{2}-\d{2}([ T].*)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_LONG_NUMBER: Final = re.compile(r"\d(?: ?[./-]? ?\d){4,}")
_OF_A_CHILD: Final = re.compile(
    r"\b(boy|girl(?! mothers)|born|\d+ ?(years?|yrs?|y)[ -]old|aged? \d+|yr old|mum|dad|father of|sibling|brother"
    r"|sister)\b",
    re.IGNORECASE,
)
_FIRST, _LAST = 1995, 2060
_LONGEST: Final = 120
MAKE_THEM: Final = "Make the pseudonyms by riia pseudonymise for this dataset and year."


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a cell cannot be taken."""

    rule: str
    remedy: str


def read_cell(text: str, field: Field, dataset: Dataset, council: str, year: str) -> str | Unread:
    """The value of a cell in its plain form; "" for a blank that may be."""
    value = plain(text)
    if not value:
        return Unread("must not be blank.", f"Fill it in: {field.about}") if field.required else ""
    match field.kind:
        case FieldKind.PSEUDONYM:
            return _pseudonym(value, dataset, year)
        case FieldKind.COUNCIL:
            return _council(value, council)
        case FieldKind.CODE:
            return _code(value, field)
        case FieldKind.MONTH:
            return _month(value)
        case FieldKind.WHOLE:
            return _whole(value, field)
        case FieldKind.MONEY:
            return _money(value, field)
        case FieldKind.NUMBER_IN_REGISTER:
            bare = value.removesuffix(".0")
            fits = re.fullmatch(r"[1-9]\d{5}", bare)
            return bare if fits else Unread("is no number of the register: it has six digits.", "Correct it.")
        case FieldKind.ORGANISATION:
            return _organisation(value)


def pattern_of(dataset: Dataset, year: str = "") -> re.Pattern[str]:
    """What a pseudonym of a dataset looks like, of one year where it is given."""
    span = re.escape(year) if year else r"\d{4}-\d{2}"
    return re.compile(rf"d{dataset.number}-{span}-[a-z2-7]{{26}}")


def _pseudonym(value: str, dataset: Dataset, year: str) -> str | Unread:
    if pattern_of(dataset, year).fullmatch(value):
        return value
    if re.fullmatch(r"d\d-\d{4}-\d{2}-[a-z2-7]{26}", value):
        return Unread("is a pseudonym made for another dataset or year, so that the two could be linked.", MAKE_THEM)
    return Unread("is no pseudonym made by riia pseudonymise.", MAKE_THEM)


def _council(value: str, council: str) -> str | Unread:
    bare = value.removesuffix(".0")
    if not re.fullmatch(r"\d{3}", bare):
        return Unread("is no code of a council: it has three digits.", "Give the code, such as 831 for Derby.")
    if council and bare != council:
        return Unread("is the code of another council.", f"A council gives its own records: {council}.")
    return bare


def _code(value: str, field: Field) -> str | Unread:
    known = {code.casefold(): code for code, _ in field.codes}
    known |= {words.casefold(): code for code, words in field.codes}
    asked = value.casefold()
    found = known.get(asked) or known.get(asked.removesuffix(".0"))
    codes = ", ".join(code for code, _ in field.codes)
    return found or Unread("is not one of the codes.", f"Use one of {codes}.")


def _month(value: str) -> str | Unread:
    if _FULL.fullmatch(value):
        return Unread("has the day as well.", "Give year and month alone, as 2025-09, in a column of texts.")
    found = _MONTH.fullmatch(value)
    if not found or not _FIRST <= int(found[1]) <= _LAST:
        return Unread("is no month.", "Give year and month, as 2025-09.")
    return f"{found[1]}-{int(found[2]):02}"


def _organisation(value: str) -> str | Unread:
    if len(value) > _LONGEST:
        return Unread("is longer than a name.", "Give the name alone, without remarks.")
    if _LONG_NUMBER.search(value):
        return Unread("has a long number in it, which may be a child's.", "Give the name alone, without numbers.")
    if _OF_A_CHILD.search(value):
        return Unread("says something of a child.", "Give the provider's name alone, without remarks.")
    return value


def _whole(value: str, field: Field) -> str | Unread:
    bare = value.removesuffix(".0")
    if not re.fullmatch(r"\d{1,4}", bare) or not field.least <= int(bare) <= field.most:
        return Unread(f"is no whole number from {field.least} to {field.most}.", "Correct it, or leave it blank.")
    return str(int(bare))


def _money(value: str, field: Field) -> str | Unread:
    wrong = Unread(f"is no amount from 0 to {field.most:,} pounds.", "Give pounds and pence, as 1250.00.")
    bare = value.removeprefix("£").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", bare):
        bare = bare.replace(",", "")
    if not re.fullmatch(r"\d{1,9}(\.\d+)?", bare):
        return wrong
    try:
        pence = Decimal(bare).quantize(Decimal("0.01"))
    except InvalidOperation:
        return wrong
    return str(pence) if 0 <= pence <= field.most else wrong
