"""The rules about memoranda, and which rule each finding of `numbering` and `counts` belongs to."""

from typing import Final

from riia.documents.model import Severity
from riia.documents.rules import Rule, register

_SOURCE: Final = "R2.19"
RULES: Final = (
    Rule(
        "NUMBER-MISSING",
        Severity.ERROR,
        "A number, letter or list is missing from the order",
        "A clause or item may have been lost when the document was made.",
        _SOURCE,
    ),
    Rule(
        "NUMBER-REPEATED",
        Severity.CONFLICT,
        "A number or letter stands twice, or out of order",
        "A reference to it can mean two clauses.",
        _SOURCE,
    ),
    Rule(
        "NUMBER-LOST",
        Severity.ARTEFACT,
        "The letter of an item was lost",
        "The item can no longer be referred to.",
        _SOURCE,
    ),
    Rule(
        "ITEM-AS-CLAUSE",
        Severity.CONFLICT,
        "A clause reads like the first item of the list before it",
        "What was agreed as one of several areas stands as a clause of its own.",
        _SOURCE,
    ),
    Rule(
        "TEXT-LOST",
        Severity.ARTEFACT,
        "The beginning of an item was lost or misread",
        "The word may matter.",
        _SOURCE,
    ),
    Rule(
        "COUNT-LIST",
        Severity.CONFLICT,
        "A stated number and the list differ",
        "Either something was left out of the list, or it says too many.",
        "R2.21",
    ),
    Rule(
        "MOU-SIGNATURE",
        Severity.AMBIGUITY,
        "A party's signature or its date is missing",
        "The agreement is executed when every office of every party has signed, on the latest of their dates.",
        "R2.03",
    ),
    Rule(
        "MOU-TERM",
        Severity.CONFLICT,
        "What it says of its beginning and end cannot be so",
        "Nobody can tell from when until when the parties are bound.",
        "R2.04",
    ),
    Rule(
        "MOU-COMMENCEMENT",
        Severity.AMBIGUITY,
        "It may begin before everybody has signed",
        "Whether what was done in between was done under the agreement is open.",
        "R2.04",
    ),
)
CODES: Final = {
    "term-backwards": "MOU-TERM",
    "term-differs": "MOU-TERM",
    "number-missing": "NUMBER-MISSING",
    "letter-missing": "NUMBER-MISSING",
    "item-number-missing": "NUMBER-MISSING",
    "list-missing": "NUMBER-MISSING",
    "number-repeated": "NUMBER-REPEATED",
    "number-out-of-order": "NUMBER-REPEATED",
    "letter-repeated": "NUMBER-REPEATED",
    "item-number-repeated": "NUMBER-REPEATED",
    "letter-lost": "NUMBER-LOST",
    "item-as-clause": "ITEM-AS-CLAUSE",
    "beginning-lost": "TEXT-LOST",
    "count-differs": "COUNT-LIST",
}
register(*RULES)
