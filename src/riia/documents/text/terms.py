"""Abbreviations that a document neither spells out nor shares with everybody in the field."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from riia.documents.model import Finding, Severity
from riia.documents.rules import Rule, register
from riia.documents.text.passages import Passage

register(
    Rule(
        "TERM-UNDEFINED",
        Severity.AMBIGUITY,
        "An abbreviation is not spelt out anywhere",
        "People who join later, and those outside the alliance, cannot know what it stands for.",
        "R15.07",
    )
)
_EVERYBODY: Final = (
    "FAO BAU RISE DSG HNB HMT CPI RPI PLC BSL ASD ADHD PMLD VI HI MSI YP DBS SWE FFP FFPP CSPR CAFCASS MARAC MAPPA "
    "IDVA BRAG EQIA FOI SIRO ICO API SQL CSV XML HTML "
    "ADCS AI AP APP AQ BI CAMHS CC CCE CDC CE CEO CFO CIA CIB CIN CLA CME CO COVID CP CPD CPP CQC CQI CRM CSA "
    "CSC CSCF CSE CSO CV CVS CWD CYP CYPSA DBOT DBV DCS DFE DHSC DLUHC DOB DPA DPIA DPO DV EBITDA EES EET EH "
    "EHC EHCNA EHCP EHE ELSA EM EMRIIA EOTAS EU EY EYFS FAQ FE FTE FY GCSE GDPR GP GRT HE HM HMCI HMT HO HR HT "
    "ICB ICPC ICS ICT ID IICSA IFA ILACS IRO ISBN ISO IT ITT JTAI KIT KLOE KPI KS KS1 KS2 KS4 LA LAC LADO LAIT "
    "LAN LAP LGA LGBT LGR LP LSCP LTD MASH MAT MCA MHCLG MI MOU MP NAO NCER NDTI NE NEET NGO NHS NHSE NI NICE "
    "NNPCF NPIMG NPQ NQT NVQ NW OAP OCR OFSTED ONS OT PA PAYE PC PCC PCF PDF PDP PEP PFA PHE PHSE PL PLO PM PO "
    "PRU PSED PSHE PSW PTO QA QR RAA RAG RCPC RE RIA RIIA RISL ROTH RSE SALT SAR SDSA SE SEAX SEF SEMH SEN "
    "SENCO SEND SENDCO SENDIASS SEND SGO SLA SLCN SLI SLIP SLIPS SLT SMART SME SOR SPI SPOC STAR SW SWOT TA "
    "TAC TAF TBA TBC TOR TUPE TV UASC UK UKRI URL URN UPN US USA VAT VCS VCSE VFM WD WM YE YOT YJS YJB YH YJ "
    "NB NO NA OK PS REF CON RF SEN2 SSDA903 OFFICIAL SENSITIVE DRAFT DATE NOTE ANNEX TOTAL PURPOSE ALL AND NOT "
    "THE FOR BUT SIGNED DATED BCP BANES UA MBC BC DC CCG ICP LSCB CSP HWB SRO PMO MVP JSNA WTE "
)
KNOWN: Final = frozenset(_EVERYBODY.split())
"""Those of the glossary, of the field and of everyday English."""
_TERM: Final = re.compile(r"(?<![\w£&/#@.\[_-])[A-Z]{3,6}s?(?![\w&/_-]|\.[A-Z]|’[A-Z])")
_REGIONS: Final = ("EM", "SW", "SE", "NE", "NW", "WM", "YH", "EE")
_MOST: Final = 25


def term_findings(texts: Sequence[Passage], damaged: Collection[int] = ()) -> Iterator[Finding]:
    """Each abbreviation that is spelt out nowhere, at its first place. `damaged` are blocks that were read badly."""
    whole = "\n".join(passage.text for passage in texts)
    found: dict[str, tuple[Passage, int, str]] = {}
    for passage in texts:
        if _is_shouted(passage.text):
            continue
        for match in _TERM.finditer(passage.text):
            term = match[0].rstrip("s")
            piece = passage.at(match.start())
            if _is_known(term) or _near_capitals(passage.text, match) or id(piece.block) in damaged:
                continue
            if len(piece.text.split()) < 4:
                continue  # a scrawl, a heading or a code, not a sentence
            found.setdefault(term, (passage, match.start(), match[0]))
    common = set(re.findall(r"\b[a-z]{3,}\b", whole))
    undefined = {
        term: place
        for term, place in found.items()
        if term.lower() not in common and not _is_defined(term, whole)  # a word in capitals is no abbreviation
    }
    if len(undefined) > _MOST:
        return  # a document of codes, not of abbreviations
    for term, (passage, at, written) in undefined.items():
        times = len(re.findall(rf"(?<!\w){term}s?(?!\w)", whole))
        often = f", and stands here {times} times" if times > 1 else ""
        yield Finding(
            "TERM-UNDEFINED",
            Severity.AMBIGUITY,
            passage.at(at).where,
            written,
            f"{term} is spelt out nowhere in the document{often}: “{passage.sentence(at)[:140]}”",
            "Ask what it stands for, and add it to the glossary if it is used in the region.",
        )


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) > 0.6 * len(letters)


def _is_known(term: str) -> bool:
    """Known by itself, as a plural, as a Roman number, or as a region's own: SWADCS is the ADCS of the South West."""
    if term in KNOWN or not term.strip("IVX"):
        return True
    return term.removesuffix("S") in KNOWN or (term[:2] in _REGIONS and term[2:] in KNOWN)


def _near_capitals(text: str, match: re.Match[str]) -> bool:
    """Part of a line in capitals: a heading within a passage, or a name."""
    around = text[max(0, match.start() - 20) : match.start()] + text[match.end() : match.end() + 20]
    return any(word not in KNOWN for word in re.findall(r"\b[A-Z]{4,}\b", around))


def _is_defined(term: str, whole: str) -> bool:
    """Whether it stands in brackets after words, before them in brackets, or beside words with its letters."""
    if re.search(rf"\w[\w’']*\W{{1,4}}[(\[]\s*(?:the\s+)?[“\"‘']?{term}s?[”\"’']?\s*[)\]]", whole):
        return True
    if re.search(rf"(?<!\w){term}s?\s*(?:\(|[-–—=:]\s|\bmeans\b|stands for)\s*[A-Z][a-z]+", whole):
        return True
    initials = r"[a-z’']*(?:\s+(?:of|and|for|the|in|to|with|on|&))*[\s-]+".join(f"[{c}{c.lower()}]" for c in term)
    return bool(re.search(rf"(?<!\w){initials}[a-z]+", whole))
