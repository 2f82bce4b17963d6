"""The `riia` command. Each group of commands is a module of `riia.commands`, loaded when it is called.

Answers go to standard output, messages to standard error. Exit code 0: done; 2: the request was refused, with the
reason and the remedy; 1: something else went wrong.
"""

import sys
from io import TextIOWrapper

from cyclopts import App, CycloptsError, Parameter

app = App(
    name="riia",
    help="Figures of a regional improvement alliance for children's services.",
    version_flags=[],
    default_parameter=Parameter(negative=()),
)
app.command("riia.commands.figures:app", name="figures", help="Published figures: load, look up, list, export.")
app.command("riia.commands.indicators:app", name="indicators", help="A council's own files to its indicators.")
app.command("riia.commands.compare:compare", name="compare", help="One place against England, region, neighbours.")
app.command("riia.commands.check:check", name="check", help="A council's own files, before they are used or sent.")
app.command("riia.commands.simulate:simulate", name="simulate", help="Fictional files of any council.")


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    from riia.commands.refusals import Refused

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.isatty():
            # An old console shows a question mark for a sign that it does not have.
            stream.reconfigure(errors="replace")
        elif isinstance(stream, TextIOWrapper):
            # Windows would write a redirected answer in its own code page, which not every reader of JSON or CSV knows.
            # The name of a file may hold bytes that are no text; escaped they are still JSON.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except (CycloptsError, Refused) as error:
        print(error, file=sys.stderr)  # noqa: T201 (a command line speaks by printing)
        sys.exit(2)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        sys.stderr.close()
        sys.exit(0)
