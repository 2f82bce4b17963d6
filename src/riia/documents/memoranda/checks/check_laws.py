"""Acts and articles as agreements cite them: a year in which there was no such Act, or a section of another. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from riia.documents.memoranda.checks.material import Material, Unit, made
from riia.documents.model import Finding

ACTS: Final = {
    "Data Protection Act": (1984, 1998, 2018),
    "Freedom of Information Act": (2000,),
    "Human Rights Act": (1998,),
    "Equality Act": (2006, 2010),
    "Localism Act": (2011,),
    "Care Act": (2014,),
    "Children Act": (1908, 1948, 1958, 1972, 1975, 1989, 2004),
    "Children and Families Act": (2014,),
    "Children and Social Work Act": (2017,),
    "Children and Young Persons Act": (1933, 1963, 1969, 2008),
    "Children (Leaving Care) Act": (2000,),
    "Adoption and Children Act": (2002,),
    "Childcare Act": (2006, 2016),
    "Education and Inspections Act": (2006,),
    "Education and Skills Act": (2008,),
    "Education Act": (1902, 1918, 1921, 1944, 1946, 1962, 1967, 1968, 1973, 1975, 1976, 1979, 1980, 1981, 1986, 1993,
                      1994, 1996, 1997, 2002, 2005, 2011),
    "Academies Act": (2010,),
    "School Standards and Framework Act": (1998,),
    "Special Educational Needs and Disability Act": (2001,),
    "Crime and Disorder Act": (1998,),
    "Police and Criminal Evidence Act": (1984,),
    "Domestic Abuse Act": (2021,),
    "Modern Slavery Act": (2015,),
    "Mental Capacity Act": (2005,),
    "Computer Misuse Act": (1990,),
    "Digital Economy Act": (2010, 2017),
    "Investigatory Powers Act": (2016,),
    "Regulation of Investigatory Powers Act": (2000,),
    "Public Records Act": (1958, 1967),
    "Bribery Act": (2010,),
    "Procurement Act": (2023,),
    "Public Services (Social Value) Act": (2012,),
    "Contracts (Rights of Third Parties) Act": (1999,),
    "Late Payment of Commercial Debts (Interest) Act": (1998,),
    "Limitation Act": (1963, 1975, 1980),
    "Local Government Act": (1888, 1894, 1929, 1933, 1948, 1958, 1966, 1972, 1974, 1985, 1986, 1987, 1988, 1992, 1999,
                             2000, 2003, 2010),
    "Local Government Finance Act": (1982, 1987, 1988, 1992, 2012),
    "Local Government and Housing Act": (1989,),
    "Local Government and Public Involvement in Health Act": (2007,),
    "Local Government (Miscellaneous Provisions) Act": (1953, 1976, 1982),
    "Local Government (Goods and Services) Act": (1970,),
    "Local Audit and Accountability Act": (2014,),
    "Local Democracy, Economic Development and Construction Act": (2009,),
    "Local Authority Social Services Act": (1970,),
    "National Health Service Act": (1946, 1977, 2006),
    "Health and Social Care Act": (2001, 2008, 2012),
    "Health and Care Act": (2022,),
    "Safeguarding Vulnerable Groups Act": (2006,),
    "Protection of Freedoms Act": (2012,),
    "Counter-Terrorism and Security Act": (2015,),
    "Homelessness Reduction Act": (2017,),
    "Apprenticeships, Skills, Children and Learning Act": (2009,),
    "Environmental Information Regulations": (1992, 2004),
    "Public Contracts Regulations": (1991, 2006, 2015),
}  # fmt: skip
"""Acts that agreements on services for children cite, and every year in which there was one of that name."""
_CITED: Final = re.compile(
    rf"(?P<act>{'|'.join(re.escape(act).replace(r'\ ', r'\s+') for act in sorted(ACTS, key=len, reverse=True))})"
    r",?\s+(?:\([^)]*\)\s+)?(?P<year>[12]\d{3})\b"
)
_IN_FORCE: Final = {"Data Protection Act": (2018, 2018), "Freedom of Information Act": (2000, 2000)}
_SECTIONS: Final = (
    ("Local Government Act", r"31", r"\bgrants?\b", 2003),
    ("Local Government Act", r"(?:101|102|111|113)", r"", 1972),
    ("Children Act", r"47", r"\b(?:enquir|investigat|significant harm)", 1989),
    ("Children Act", r"22[A-G]?|23[A-E]?|24[A-D]?", r"", 1989),
    ("Children Act", r"17", r"\bin need\b", 1989),
    ("Children Act", r"20", r"\baccommodat", 1989),
    ("Children Act", r"(?:10|11)", r"\b(?:co-?operat|safeguard|promot|partner)", 2004),
    ("National Health Service Act", r"75", r"", 2006),
    ("Localism Act", r"1", r"", 2011),
)
"""Sections by which everybody knows a power, the words beside it, and the year of its Act."""
_SECTION: Final = re.compile(
    r"\b[Ss](?:ections?|s?\.|s)?\s?(?P<sections>\d{1,3}[A-Z]?(?:\([^)]*\))*(?:(?:\s*,\s*|\s+and\s+|"
    r"\s+or\s+)\d{1,3}[A-Z]?(?:\([^)]*\))*)*)"
    r"\s+(?:of\s+)?(?:the\s+)?(?P<act>[A-Z][A-Za-z, ()-]+?Act),?\s+(?P<year>[12]\d{3})\b"
)
_BASES: Final = {
    "a": r"\bconsent", "b": r"\bcontract", "c": r"\blegal obligation", "d": r"\bvital interests?",
    "e": r"\bpublic (?:task|interest)|official authority", "f": r"\blegitimate interests?",
}  # fmt: skip
_ARTICLE: Final = re.compile(
    r"\b[Aa]rt(?:icle|\.)?\s?(?P<article>6|9)\s?\(\s?(?P<part>\d)\s?\)\s?(?:\(\s?(?P<letter>[a-z])\s?\))?"
)
_GDPR: Final = re.compile(r"\bUK GDPR\b|\bUK General Data Protection Regulation|\bGDPR\b")


def law_findings(material: Material) -> Iterator[Finding]:
    """Acts with a year that none of that name has, and sections and articles that are those of another."""
    told: set[str] = set()
    for unit, sentence in material.sentences():
        for one in (*_years(unit, sentence, material), *_sections(unit, sentence), *_articles(unit, sentence)):
            if one.as_written not in told:
                told.add(one.as_written)
                yield one


def _years(unit: Unit, sentence: str, material: Material) -> Iterator[Finding]:
    for match in _CITED.finditer(sentence):
        before = sentence[: match.start()].rstrip()
        if re.search(r"\b(?!The\b|In\b|Under\b|Of\b)[A-Z][a-z]+(?:,| and|\))?$", before):
            continue  # the end of a longer name
        act, year = " ".join(match["act"].split()), int(match["year"])
        written = " ".join(match[0].split())
        if year not in ACTS[act]:
            years = " or ".join(str(one) for one in ACTS[act][-3:])
            yield _finding(unit, written, f"There is no {act} {year}; there is one of {years}.")
        elif _is_replaced(act, year, sentence, material):
            right = _IN_FORCE[act][1]
            yield _finding(unit, written, f"The {act} {year} was replaced by that of {right} before this was written.")


def _is_replaced(act: str, year: int, sentence: str, material: Material) -> bool:
    force = _IN_FORCE.get(act)
    if (
        force is None
        or year >= force[0]
        or re.search(r"\b(?:replaced|repealed|superseded|formerly|previously|old)\b", sentence)
    ):
        return False
    return bool(material.dated and material.dated.year > force[1]) or bool(_GDPR.search(material.text))


def _sections(unit: Unit, sentence: str) -> Iterator[Finding]:
    for match in _SECTION.finditer(sentence):
        for act, section, beside, year in _SECTIONS:
            cited = re.findall(r"(?<!\()\b\d{1,3}[A-Z]?\b", re.sub(r"\([^)]*\)", "", match["sections"]))
            if (
                match["act"] != act
                or not any(re.fullmatch(section, one) for one in cited)
                or int(match["year"]) == year
            ):
                continue
            if int(match["year"]) in ACTS[act] and re.search(beside, sentence, re.I):
                yield _finding(
                    unit, " ".join(match[0].split()),
                    f"Section {match['sections']}, as it is used here, is of the {act} {year}, not {match['year']}.",
                )  # fmt: skip


def _articles(unit: Unit, sentence: str) -> Iterator[Finding]:
    """Article 6(1) has the letters a to f, each with its own ground."""
    found = list(_ARTICLE.finditer(sentence))
    for match in found:
        letter = match["letter"]
        if match["article"] == "6" and match["part"] == "1" and letter and letter not in _BASES:
            yield _finding(unit, match[0], f"Article 6(1) of the UK GDPR has the letters a to f, and no ({letter}).")
        elif match["article"] == "9" and match["part"] == "2" and letter and letter > "j":
            yield _finding(unit, match[0], f"Article 9(2) of the UK GDPR has the letters a to j, and no ({letter}).")
        elif match["article"] == "6" and letter and len(found) == 1:
            said = [key for key, words in _BASES.items() if re.search(words, sentence, re.I)]
            if len(said) == 1 and said[0] != letter:
                yield _finding(
                    unit, match[0],
                    f"What the sentence says is the ground of Article 6(1)({said[0]}), and it cites ({letter}).",
                )  # fmt: skip


def _finding(unit: Unit, written: str, says: str) -> Finding:
    return made(
        "MOU-LAW", unit.at(written), written, says, "Ask which law is meant, and cite it by its title and year."
    )
