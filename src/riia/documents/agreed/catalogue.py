"""The rules that hold for letters, memoranda and any other agreement."""

from collections.abc import Sequence
from typing import Final

from riia.documents.model import Evidence, Finding, Severity, Where
from riia.documents.rules import Rule, register, rule_of

_E, _C, _A, _X = Severity.ERROR, Severity.CONFLICT, Severity.AMBIGUITY, Severity.ARTEFACT

RULES: Final = tuple(
    Rule(code, severity, title, why, source)
    for code, severity, title, why, source in (
        ("TABLE-TOTAL", _E, "The total of a column is not the sum of its rows",
         "A row or the total is wrong, and money or days go by either.", "R1.48"),
        ("TABLE-ROW", _E, "A row does not come out as the other rows of its table do",
         "One of its numbers is wrong.", "R1.35"),
        ("TABLE-AMOUNT", _X, "An amount in a table cannot be read",
         "It has a letter for a digit or another sign for the pound: it is not taken for anything.", "R1.40"),
        ("SHARES-TOTAL", _E, "Shares do not make 100 %", "Something is paid twice, or by nobody.", "R1.41"),
        ("SUM-WRONG", _E, "An amount is not what its own sentence gives",
         "A rate, a number or the amount is wrong.", "R1.30"),
        ("SUM-OF-LIST", _E, "Amounts of a list are not what is said of them together",
         "One of the amounts is wrong, or one was left out.", "R1.41"),
        ("SUM-DIFFERS", _C, "A total is given in two ways", "One of the two is wrong.", "R1.48"),
        ("PARTY-COUNT", _C, "The number of parties is not that of those who are named",
         "Somebody was left out or added.", "R2.21"),
        ("PARTY-UNSIGNED", _C, "A party does not sign", "It is not bound by what it is said to have agreed.", "R2.03"),
        ("PARTY-UNKNOWN", _C, "Somebody signs or has a part who is no party",
         "Nobody has agreed that it acts for the others.", "R2.03"),
        ("PARTY-NO-ROW", _C, "A party has no row where all others have one",
         "What it pays or receives is not said.", "R1.06"),
        ("PLACE-OUTSIDE", _C, "A council lies outside the region that is named",
         "Either the council or the region is wrong.", "R1.09"),
        ("PLACE-MISSING", _A, "One council of the region is not among those that are listed",
         "It may have been left out.", "R1.37"),
        ("SAID-TWICE", _C, "The same thing is said in two ways", "Both cannot hold.", "R2.04"),
        ("TERM-OUTSIDE", _C, "A date lies outside the time for which the agreement holds",
         "It would be kept before anybody is bound, or after nobody is.", "R2.04"),
        ("TERM-LENGTH", _C, "The length of the agreement is not that from its beginning to its end",
         "Nobody can tell when it ends.", "R2.04"),
        ("LAW-UNKNOWN", _C, "There is no Act of that name and year, or it has no such section",
         "The power or duty that is relied on is another, or none.", "R1.03"),
        ("SCAN-MISREAD", _X, "A letter was read as a digit, or a digit as a letter",
         "Searches and checks do not find what is written so.", "R15.04"),
    )
)  # fmt: skip
register(*RULES)


def told(
    code: str, where: Where, as_written: str, message: str, remedy: str, evidence: Sequence[Evidence] = ()
) -> Finding:
    """A finding of a rule, with that rule's severity."""
    rule = rule_of(code)
    written = as_written if len(as_written) <= 300 else f"{as_written[:297]}…"
    return Finding(rule.code, rule.severity, where, written, message, remedy, tuple(evidence))
