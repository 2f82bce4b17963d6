"""What the library says, in the words of the command line: its options in place of arguments of functions."""

from typing import Final

WORDS: Final = (
    (
        "Leave some of them out of shown, or hide a whole table.",
        "Merge rows or columns with small counts, or leave out a total beside them; what was published before "
        "(--earlier) and true zeros cannot be hidden.",
    ),
    (
        "and shown says that they are published. Leave them out of shown; if they were published before, they cannot "
        "be protected any more.",
        "and were published before (--earlier): they cannot be protected any more.",
    ),
    ("Check the shown figures and at_least.", "Check the shown figures, and what --hidden and --at-least say."),
    ("Show them (a true zero is shown), or lower at_least for them.", "Show them (a true zero is shown)."),
    ("Say what it is (earlier_is):", "Say what it is (--earlier-is):"),
    ("a period that runs on, say so (earlier_is),", "a period that runs on, say --earlier-is running,"),
    ("a period that runs on (earlier_is), and", "a period that runs on (--earlier-is), and"),
    (
        "Fill in the label, or leave out such rows.",
        "Fill in the label, or read only rows that have one (--where COLUMN=LABEL).",
    ),
    ("(blank; --blank)", "(--blank)"),
    ("(value; --value COLUMN)", "(--value COLUMN)"),
    ("(marks; --marks)", "(--marks)"),
    ("(marks; --marks ", "(--marks "),
    ("(derived; --percent)", "(--percent)"),
    ("(derived figures in code; --percent and --rate on the command line)", "(--percent, --rate)"),
    ("Money goes to protect_money.", "For amounts of money, give the payments and say --amount."),
    ("what is printed rounded (rounded)", 'what is printed rounded (--rounded "Total=10")'),
    (
        "which parts a whole has (parts)",
        'which parts a whole has (--parts "WHOLE=PART,PART")',
    ),
    (
        "or that it has more than those printed (of_which)",
        'that it has more than those printed (--of-which "WHOLE=PART"), or that the rows have several breakdowns '
        "(--topic)",
    ),
    ("give the tables different labels (at={'measure': ...})", "give their rows or columns different labels"),
    (
        "name the columns that tell the rows apart as dimensions",
        "name the columns that tell the rows apart (--dimensions)",
    ),
    ("(1, true zeros being shown)", "(1, true zeros being shown; riia attack has --at-least 0 where they are not)"),
    ("Hide small counts in place of rounding.", "Leave --round out, so that small counts are hidden."),
    ("Attack a smaller part of the table,", "Attack a smaller part of the table (--where),"),
    ("say what they are made of, or", "say what they are made of (--percent, --rate), or"),
)
"""What the library says, and what is said in its place."""


def in_options(text: str) -> str:
    """A message of the library, for whoever has options and no arguments."""
    for theirs, ours in WORDS:
        text = text.replace(theirs, ours)
    return text
