"""What in a text points to one person: numbers with check digits, postcodes, dates of birth, names, addresses.

Nothing here keeps or tells the value it found: a trait says what kind of thing it was, and no more. A letter of a
foreign width or an invisible sign between digits does not hide a number: texts are put into their plain form first.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Final

from riia.indicators.records.names import GIVEN, NOT_NAMES, ORGANISATIONS, SURNAMES
from riia.indicators.records.organisations import (
    ends_as_organisation,
    is_family_first,
    is_named_plainly,
    is_saint,
    names_somebody_beside,
)


class Trait(Enum):
    """A kind of identifying value, and how it is called in a message."""

    UPN = "a unique pupil number (UPN)"
    NHS_NUMBER = "an NHS number"
    ULN = "a unique learner number (ULN)"
    TEN_DIGITS = "a number of ten digits, as NHS numbers and learner numbers are"
    NATIONAL_INSURANCE = "a National Insurance number"
    POSTCODE = "a full postcode"
    DATE_OF_BIRTH = "a full date, which may be a date of birth"
    EMAIL = "an e-mail address"
    PHONE = "a telephone number"
    ADDRESS = "a postal address"
    NAME = "the name of a person"

    @property
    def words(self) -> str:
        """How it is called."""
        return self.value


_UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
_AGE: Final = 25
"""Children and young people with an EHC plan are younger."""
_YOUNGEST: Final = 2
"""A date later than this in a title is the day the file was made for."""
_WINDOW: Final = 1_000
_OVERLAP: Final = 150
_OUTSIDE: Final = r"(?<![\w-])", r"(?![\w-])"
_UPN: Final = re.compile(r"(?<![A-Z0-9])([A-HJ-NP-RT-Z])[ ./-]?((?:\d[ ./-]?){11})([\dA-HJ-NP-RT-Z])(?![A-Z0-9])", re.I)
_TEN: Final = re.compile(
    rf"{_OUTSIDE[0]}\d{{3}}[ .-]?\d{{3}}[ .-]?\d{{4}}{_OUTSIDE[1]}|{_OUTSIDE[0]}(?:\d ?){{9}}\d{_OUTSIDE[1]}"
)
_NINO: Final = re.compile(r"(?<![A-Z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d{2} ?){3}[A-D](?![A-Z0-9])", re.I)
_POSTCODE: Final = re.compile(
    r"(?<![A-Z0-9])(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dABEHJKMNPRSTUVWXY]?[ .-]{0,2}\d[ABD-HJLNP-UW-Z]{2})"
    r"(?![A-Z0-9])",
    re.I,
)
_SECTOR: Final = re.compile(r"\s*[A-PR-UWYZ][A-HK-Y]?\d[\dABEHJKMNPRSTUVWXY]? ?\d?\s*", re.I)
_EMAIL: Final = re.compile(r"[\w.+'-]+ ?@ ?[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(r"(?<![\w.])(?:(?:\+|00) ?44 ?(?:\(0\) ?)?|\(?0)(?:[()-]? ?\d[()-]?){8,10}(?![\w.])")
_MONTHS: Final = {name: at for at, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_MONTH: Final = "|".join(_MONTHS)
_DAY_FIRST: Final = re.compile(r"(?<![\d.])(\d{1,2})(?: ?[/.-] ?| )(\d{1,2})(?: ?[/.-] ?| )(\d{4}|\d{2})(?![\d/])")
_YEAR_FIRST: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})[/.-]?(\d{2})[/.-]?(\d{2})(?!\d)")
_NAMED: Final = re.compile(
    rf"(?<![\d])(\d{{1,2}})(?:st|nd|rd|th)?[ /.-]*(?:of )?({_MONTH})[a-z]*[ ,/.-]*(\d{{4}}|\d{{2}})(?!\d)", re.I
)
_NAMED_FIRST: Final = re.compile(rf"(?<![a-z])({_MONTH})[a-z]* (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)", re.I)
_STREET: Final = (
    "street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|cres|way|court|gardens|gdns|grove|place|terrace|hill|"
    "park|square|mews|row|walk|rise|view|green"
)
_ADDRESS: Final = re.compile(
    rf"(?<!\w)\d{{1,4}}[a-z]?,? (?:[a-z][a-z'’-]+ ){{1,3}}(?:{_STREET})\b|(?<!\w)(?:flat|apartment|apt) \d+\w?\b", re.I
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?|[,;:&+/\d]")
_KIND_OF_SCHOOL: Final = re.compile(r"\((?:va|vc|c|a|aided|controlled|foundation|community)(?: primary)?\)", re.I)
_JOINED: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TITLES: Final = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "master", "cllr", "rev", "sir", "lady"})


def plain(text: str) -> str:
    """A text in its plain form: widths, ligatures and spaces made one, signs that cannot be seen taken out."""
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in folded if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\t\n\r")
    return " ".join(seen.replace("\u2010", "-").replace("\u2011", "-").replace("\u2013", "-").split())


def traits(text: str, today: date, *, margin: bool = False) -> Iterator[Trait]:
    """Every kind of identifying value in a text, each once. `today` tells which dates may be of birth.

    `margin` says that it stands beside the records: a title or a name of a file may have the date of its making, and
    one word in it is no name.
    """
    known = plain(text)
    if len(known) > _WINDOW:
        # Some patterns take long for long texts: they are looked at in pieces that overlap.
        pieces = (known[at : at + _WINDOW] for at in range(0, len(known), _WINDOW - _OVERLAP))
        yield from dict.fromkeys(trait for piece in pieces for trait in traits(piece, today, margin=True))
        return
    if not known:
        return
    if any(_is_upn(found[0], margin=margin) for found in _UPN.finditer(known)):
        yield Trait.UPN
    yield from _ten_digits(known)
    for trait, pattern in _PATTERNS:
        if pattern.search(known):
            yield trait
    if any(_may_be_born(day, today, _YOUNGEST if margin else 0) for day in days_in(known)):
        yield Trait.DATE_OF_BIRTH
    if names_somebody(known, margin=margin) or (not margin and _folded(known) in GIVEN):
        yield Trait.NAME


_PATTERNS: Final = (
    (Trait.NATIONAL_INSURANCE, _NINO),
    (Trait.POSTCODE, _POSTCODE),
    (Trait.EMAIL, _EMAIL),
    (Trait.PHONE, _PHONE),
    (Trait.ADDRESS, _ADDRESS),
)


def _is_upn(text: str, *, margin: bool) -> bool:
    """Whether a text shaped like a UPN is taken for one: always, but for numbers with gaps in names and titles, such
    as the dates in names of files, which need the right check letter as well."""
    bare = re.sub(r"[ ./-]", "", text)
    return bare == text or not margin or upn_is_valid(bare)


def is_sector(text: str) -> bool:
    """Whether a text is a postcode district or sector, such as DE1 3: an area, and no single address."""
    return bool(_SECTOR.fullmatch(plain(text)))


def upn_is_valid(upn: str) -> bool:
    """Whether a unique pupil number has the right check letter."""
    known = upn.upper()
    if not _UPN.fullmatch(known) or len(known) != 13:
        return False
    last = int(known[12]) if known[12].isdigit() else _UPN_LETTERS.index(known[12])
    total = sum(int(sign) * weight for weight, sign in enumerate(known[1:12], start=2)) + 13 * last
    return _UPN_LETTERS[total % 23] == known[0]


def nhs_number_is_valid(number: str) -> bool:
    """Whether ten digits are an NHS number: its last digit is a check by modulus 11."""
    if len(number) != 10 or not number.isdigit():
        return False
    check = 11 - sum(int(sign) * weight for weight, sign in zip(range(10, 1, -1), number, strict=False)) % 11
    return check != 10 and check % 11 == int(number[9])


def uln_is_valid(number: str) -> bool:
    """Whether ten digits are a unique learner number: its last digit is ten less the remainder by 11."""
    if len(number) != 10 or not number.isdigit() or number[0] == "0":
        return False
    remainder = sum(int(sign) * weight for weight, sign in zip(range(10, 1, -1), number, strict=False)) % 11
    return remainder != 0 and 10 - remainder == int(number[9])


def days_in(text: str) -> Iterator[date]:
    """Every full date in a plain text. Two figures of a year are of the century that makes it lie in the past."""
    for first, second, year in _DAY_FIRST.findall(text):
        yield from _days(year, second, first)
        yield from _days(year, first, second)
    for year, month, day in _YEAR_FIRST.findall(text):
        yield from _days(year, month, day)
    for day, month, year in _NAMED.findall(text):
        yield from _days(year, str(_MONTHS[month.lower()]), day)
    for month, day, year in _NAMED_FIRST.findall(text):
        yield from _days(year, str(_MONTHS[month.lower()]), day)


def names_somebody(text: str, *, margin: bool = False) -> bool:
    """Whether a text seems to hold the name of a person.

    Conservative: a title, or a given name beside a word that is no ordinary one, or a word before a frequent surname.
    What is called a school, a house or a trust is an organisation, whoever it is named after, unless somebody is named
    beside it; beside the records (`margin`) only where that word follows the name, since titles of files speak of
    schools as well as of children.
    """
    known = _KIND_OF_SCHOOL.sub(" ", text.replace("_", " "))
    if margin and (apart := _JOINED.sub(" ", known)) != known and names_somebody(apart, margin=True):
        return True  # a name that Excel takes no spaces in: EmilySmith
    phrases = [_WORD.findall(phrase) for phrase in re.split(r"[\n;|()\[\]{}\"]| - ", known)]
    phrases = [words for words in phrases if words]
    for words in phrases:
        if _has_full_name(words) or ((margin or not _is_organisation(words)) and _is_person(words)):
            return True
        if not margin and _is_organisation(words) and names_somebody_beside(words):
            return True
        if not margin and len(phrases) > 1 and len(words) == 1 and _folded(words[0]) in GIVEN:
            return True
    return False


def is_organisation(text: str) -> bool:
    """Whether a name says by itself that it is of an organisation: Oak Tree School, Acorn House Ltd.

    Eleanor Smith School does not: only the register of schools tells it from the school of a child so called.
    """
    words = _WORD.findall(plain(text))
    plainly = any(is_named_plainly(words, at) for at in range(len(words) - 1) if _is_frequent(words, at))
    return _is_organisation(words) and not plainly


def is_person_by_order(text: str) -> bool:
    """Whether a name of a provider that no word calls an organisation may be a person's, with the family's first."""
    words = _WORD.findall(plain(text))
    return not _is_organisation(words) and is_family_first(words)


def _is_organisation(words: list[str]) -> bool:
    return any(_names_organisation(word) for word in words)


def _names_organisation(word: str) -> bool:
    return word.casefold().rstrip(".").removesuffix("'s").removesuffix("’s") in ORGANISATIONS


def _has_full_name(words: list[str]) -> bool:
    """Whether a frequent given name and surname stand side by side, and no organisation is named after them."""
    for at, (first, second) in enumerate(pairwise(words)):
        turned = (
            second == "," and at + 2 < len(words) and _folded(first) in SURNAMES and _is_given(_folded(words[at + 2]))
        )
        if turned or (_is_frequent(words, at) and not ends_as_organisation(words[at + 2 :], second)):
            return True
    return False


def _is_frequent(words: list[str], at: int) -> bool:
    """Whether a frequent given name, or an initial, and a frequent surname stand at a place."""
    first, second = words[at], words[at + 1]
    initial = len(first) == 2 and first[0].isupper() and first[1] == "."
    if _folded(second) not in SURNAMES or (at and is_saint(words[at - 1], first)):
        return False
    return initial or _is_given(_folded(first))


def _is_person(words: list[str]) -> bool:
    for at, word in enumerate(words[:-1]):
        here, there = _folded(word), words[at + 1]
        if here in _TITLES and there[0].isupper():
            return True
        beyond = words[at + 2] if there == "," and at + 2 < len(words) else ""
        if beyond and _is_given(_folded(beyond)) and _may_be_a_name(word):
            return True
        beyond = words[at + 2] if at + 2 < len(words) else ""
        if not there[0].isalpha() or (beyond and _names_organisation(beyond)) or (at and is_saint(words[at - 1], word)):
            continue
        if ends_as_organisation(words[at + 2 :], there):
            continue
        if _is_given(here) and _may_be_a_name(there):
            return True
        if _folded(there) in SURNAMES and _may_be_a_name(word):
            return True
    return False


def _is_given(folded: str) -> bool:
    return folded in GIVEN or ("-" in folded and any(part in GIVEN for part in folded.split("-")))


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.casefold().rstrip("."))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).removesuffix("'s").removesuffix("’s")


def _may_be_a_name(word: str) -> bool:
    folded = _folded(word)
    return word[0].isalpha() and folded not in NOT_NAMES and (len(folded) > 1 or word[0].isupper())


def _ten_digits(text: str) -> Iterator[Trait]:
    found = {re.sub(r"\D", "", one) for one in _TEN.findall(text)}
    if any(map(nhs_number_is_valid, found)):
        yield Trait.NHS_NUMBER
    if any(map(uln_is_valid, found)):
        yield Trait.ULN
    if any(not nhs_number_is_valid(one) and not uln_is_valid(one) for one in found):
        yield Trait.TEN_DIGITS


def _days(year: str, month: str, day: str) -> Iterator[date]:
    wanted = int(year)
    if len(year) == 2:
        wanted += 2000 if wanted < 50 else 1900
    try:
        yield date(wanted, int(month), int(day))
    except ValueError:
        return


def _may_be_born(day: date, today: date, youngest: int) -> bool:
    return youngest * 366 <= (today - day).days < (_AGE + 1) * 366
