"""The `riia` command. Each group of commands is a module of `riia.commands`, loaded when it is called.

Answers go to standard output, messages to standard error. Exit code 0: done; 2: the request was refused, with the
reason and the remedy; 3: done, and something wrong was found in the files; 130: stopped by Ctrl+C; 1: a fault of riia.
"""

import os
import sys

try:
    from cyclopts import App, CycloptsError, Parameter

    from riia.commands.screens import make_ready
except KeyboardInterrupt:  # loading takes long enough for somebody to change their mind
    sys.exit("Stopped.")

_CHECK = """
Says what each file was taken for, what became of its rows, and what is wrong or doubtful, the worst first, each with
its place, the rule and what to do. Nothing is changed and nothing leaves this machine.

Examples:

    riia check "Q2 return" --html report.html

    riia check cin_2025.xml --xlsx report.xlsx --fail-on warning

Exit code 0: nothing found, or only notes (and warnings, without --fail-on warning). 3: something was found. 2: a file
could not be read, or the request was refused.
"""
_SIMULATE = """
Annex A, CIN census, SSDA903, SEN2 and home education. No row is about a real child. The year's totals come close to the
published ones; truth.json says what every indicator should come to, and where each planted defect is.

Examples:

    riia simulate --place Rutland --year 2025 --out example

    riia simulate --place 831 --year 2025 --out practice --defects all
"""

_PROTECT = """
A crosstab, counts.csv:

    Council,Boys,Girls,Total
    Derby,4,9,13
    Stoke,8,7,15
    Total,12,16,28

What `riia protect counts.csv --totals Total` makes of it, with a reason for each cell that it hides:

    Council  Boys  Girls  Total
    Derby       c      c     13
    Stoke       c      c     15
    Total      12     16     28

More examples:

    riia protect counts.xlsx --totals Total --percent "% boys=Boys/Total" --out protected.xlsx

    riia protect tidy.csv --value number --where time_period=2025 --percent percent=Total --out safe.csv

    riia protect year_to_date.csv --earlier first_quarter.csv --earlier-is running --out protected.csv

    riia protect counts.csv --totals Total --round 5

    riia protect payments.csv --amount Amount --payee Provider --dimensions Council,Kind

Exit code 0: done; 2: the table cannot be protected, or the request was refused, and nothing was written.
"""
_ATTACK = """
Examples:

    riia attack published.csv --totals Total --hidden "c,*"

    riia attack tidy.csv --value number --totals Total --percent percentage=Total --where time_period=2025

Exit code 0: nothing small can be worked out; 3: something can; 2: the request was refused.
"""

_PSEUDONYMISE = """
Examples:

    riia pseudonymise --make-key derby.key

    riia pseudonymise own.csv --dataset send-placements --year 2025-26 --place Derby --key derby.key --out give.xlsx

Exit code 0: done; 2: something is missing, or what was made still looked as if it named somebody: nothing was written.
"""

app = App(
    name="riia",
    help="Figures of a regional improvement alliance for children's services.",
    help_epilogue="Start with: riia indicators compute --help. Every command has its own --help, with examples.",
    version_flags=["--version"],
    default_parameter=Parameter(negative=()),
    suppress_keyboard_interrupt=False,
)
app.command("riia.commands.figures:app", name="figures", help="Published figures: load, look up, list, export.")
app.command("riia.commands.indicators:app", name="indicators", help="A council's own files to its indicators.")
app.command("riia.commands.returns:app", name="returns", help="A council's quarterly return: workbook and checks.")
app.command("riia.commands.documents:app", name="documents", help="Letters, memoranda and plans, checked.")
app.command("riia.commands.compare:compare", name="compare", help="One place against England, region, neighbours.")
app.command(
    "riia.commands.check:check",
    name="check",
    help="A council's own files, before they are used or sent.",
    help_epilogue=_CHECK,
    usage="Usage: riia check PATHS... [OPTIONS]",
)
app.command(
    "riia.commands.simulate:simulate",
    name="simulate",
    help="Fictional files of any council.",
    help_epilogue=_SIMULATE,
)
app.command(
    "riia.commands.protect:protect",
    name="protect",
    help="A table made safe to publish: small counts, payments.",
    help_epilogue=_PROTECT,
    usage="Usage: riia protect TABLE... [OPTIONS]",
)
app.command(
    "riia.commands.protect:attack",
    name="attack",
    help="What a published table gives away.",
    help_epilogue=_ATTACK,
    usage="Usage: riia attack TABLE... [OPTIONS]",
)
app.command(
    "riia.commands.pseudonymise:pseudonymise",
    name="pseudonymise",
    help="A council's own list of children, without the children's names.",
    help_epilogue=_PSEUDONYMISE,
    usage="Usage: riia pseudonymise FILES... [OPTIONS]",
)

_STOPPED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    from riia.commands.paths import refuse_misread
    from riia.commands.refusals import Refused, in_words

    if not make_ready(sys.stdout, sys.stderr):
        app.help_formatter = "plain"  # frames around help are for screens
    try:
        refuse_misread(sys.argv[1:] if arguments is None else arguments)
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except (CycloptsError, Refused) as error:
        said = in_words(error) if isinstance(error, CycloptsError) else str(error)
        print(said, file=sys.stderr)  # noqa: T201 (a command line speaks by printing)
        sys.exit(2)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        print("\nStopped. Nothing is left half-written.", file=sys.stderr, flush=True)  # noqa: T201
        # Not by sys.exit, which would wait for readers that are still at work.
        os._exit(_STOPPED)
