"""Acts that are named with a year or section that they do not have. Only Acts that are known here are judged. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence
from riia.documents.model import Finding

_ACTS: Final[dict[str, dict[int, int]]] = {
    "Academies": {2010: 0},
    "Adoption and Children": {2002: 150},
    "Care": {2014: 129},
    "Care Standards": {2000: 0},
    "Childcare": {2006: 0, 2016: 0},
    "Children": {1908: 0, 1948: 0, 1958: 0, 1975: 0, 1989: 108, 2004: 69},
    "Children (Leaving Care)": {2000: 0},
    "Children and Families": {2014: 140},
    "Children and Social Work": {2017: 70},
    "Children and Young Persons": {1933: 0, 1956: 0, 1963: 0, 1969: 0, 2008: 0},
    "Crime and Disorder": {1998: 0},
    "Data Protection": {1984: 0, 1998: 0, 2018: 215},
    "Education": dict.fromkeys((1944, 1946, 1948, 1953, 1959, 1962, 1964, 1967, 1968, 1973, 1975, 1976, 1979, 1980,
                                1981, 1986, 1993, 1994, 1997, 2005, 2011), 0) | {1996: 583, 2002: 217},
    "Education and Inspections": {2006: 0},
    "Equality": {2006: 0, 2010: 218},
    "Freedom of Information": {2000: 88},
    "Health and Care": {2022: 0},
    "Health and Social Care": {2001: 0, 2003: 0, 2008: 0, 2012: 0},
    "Human Rights": {1998: 22},
    "Local Audit and Accountability": {2014: 0},
    "Local Democracy, Economic Development and Construction": {2009: 0},
    "Local Government": dict.fromkeys((1888, 1894, 1929, 1933, 1948, 1958, 1966, 1974, 1978, 1985, 1986, 1987, 1988,
                                       1992, 1999, 2010), 0) | {1972: 274, 2000: 109, 2003: 129},
    "Local Government and Housing": {1989: 0},
    "Local Government and Public Involvement in Health": {2007: 0},
    "Local Government Finance": {1982: 0, 1988: 0, 1992: 0, 2012: 0},
    "Localism": {2011: 241},
    "Mental Capacity": {2005: 0, 2019: 0},
    "Mental Health": {1959: 0, 1983: 0, 2007: 0, 2025: 0},
    "Modern Slavery": {2015: 0},
    "National Health Service": {1946: 0, 1977: 0, 2006: 278},
    "Safeguarding Vulnerable Groups": {2006: 0},
}  # fmt: skip
"""The last section of each Act by year, 0 where it is not kept here."""
_NAMES: Final = "|".join(re.escape(name) for name in sorted(_ACTS, key=len, reverse=True))
_CITED: Final = re.compile(
    rf"(?:\bs(?:ection|\.)?s?\s?(?P<section>\d{{1,4}})[A-Z]?(?:\(\w+\))*\s+of\s+(?:the\s+)?)?"
    rf"\b(?P<act>{_NAMES})\s+Act,?\s+(?P<year>\d{{4}})\b"
)


def law_findings(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Each Act once that does not exist as it is cited."""
    seen: set[str] = set()
    modern = any(re.search(r"\bUK (?:GDPR|General Data Protection)", sentence.text) for sentence in sentences)
    for sentence in sentences:
        for match in _CITED.finditer(sentence.text):
            years = _ACTS[match["act"]]
            before = sentence.text[: match.start("act")].split()
            if not years or (before and before[-1][0].isupper() and before[-1] not in ("The", "Under")):
                continue  # part of a longer name
            said, wrong = match[0], _wrong(match["act"], int(match["year"]), match["section"], years, modern=modern)
            if wrong and said not in seen:
                seen.add(said)
                yield told("LAW-UNKNOWN", sentence.where, said, wrong, "Ask which Act and section are meant.")


def _wrong(act: str, year: int, section: str | None, years: dict[int, int], *, modern: bool) -> str:
    if year not in years:
        close = sorted(years, key=lambda one: abs(one - year))[:3]
        return f"There is no {act} Act {year}; there are those of {', '.join(str(one) for one in sorted(close))}."
    if act == "Data Protection" and year < 2018 and modern:
        return f"The Data Protection Act {year} was followed by that of 2018, which goes with the UK GDPR named here."
    last = years[year]
    if section and last and int(section) > last:
        return f"The {act} Act {year} has {last} sections; there is no section {section} in it."
    return ""
