"""The rules for costings that hold a table against what most of it shows, and its sheets against each other."""

from typing import Final

from riia.documents.model import Severity
from riia.documents.rules import Rule, register

_E, _C, _A = Severity.ERROR, Severity.CONFLICT, Severity.AMBIGUITY

RULES: Final = tuple(
    Rule(code, severity, title, why, source)
    for code, severity, title, why, source in (
        ("COST-LINE-PARTS", _E, "A line does not come about from its other columns as the other lines do.",
         "The number, the rate or the amount is wrong.", "R12.03"),
        ("COST-LINE-SHARES", _E, "The shares that a line says of itself do not make 100 %.",
         "Part of the line is spent in no quarter, or twice.", "R12.02"),
        ("COST-NUMBER-TWICE", _E, "Two lines have the same number, or a number is left out.",
         "An invoice booked to the number belongs to neither, and a line may be missing.", "R12.01"),
        ("COST-COLUMN-SUM", _E, "The total of a column is not the sum of its rows.",
         "A row or the total is wrong.", "R12.03"),
        ("COST-OVER-GRANT", _A, "The lines cost more than the table says there is.",
         "Somebody has to pay the rest, and nobody is named.", "R12.07"),
        ("COST-SUMMARY", _E, "A summary gives another amount than the lines that it sums up.",
         "Who reads only the summary decides on a wrong amount.", "R12.03"),
        ("COST-SUMMARY-GAP", _C, "A summary leaves out lines that are there, or has a row that no line is for.",
         "The summary is not of the whole plan.", "R12.03"),
        ("COST-STATED", _C, "The text gives another total than the table.",
         "One of the two is what was agreed, and nobody can say which.", "R12.07"),
        ("COST-PERCENT", _E, "A line that is a percentage of others is not that percentage of them.",
         "The line was not worked out again when the others changed.", "R12.03"),
        ("COST-FORMULA-VALUE", _E, "A cell shows another value than its formula gives.",
         "The number changes by itself when the workbook is opened and saved.", "R12.03"),
        ("COST-FORMULA-TYPED", _A, "A number is typed where the cells beside it are worked out.",
         "It stays as it is when the numbers it should follow change.", "R12.03"),
    )
)  # fmt: skip
register(*RULES)
