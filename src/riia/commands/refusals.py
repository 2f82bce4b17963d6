"""A request the command line cannot serve as it stands."""

from cyclopts import CoercionError, CycloptsError, MissingArgumentError, UnusedCliTokensError


class Refused(Exception):
    """Printed to standard error; the command ends with exit code 2. The text says what is wrong and what to do."""


def in_words(error: CycloptsError) -> str:
    """What is wrong with the options of a command, and what each could be."""
    command = " ".join(("riia", *(error.command_chain or ())))
    help_ = f"`{command} --help` shows all options, with examples."
    argument = error.argument if isinstance(error, (CoercionError, MissingArgumentError)) else None
    if argument is None:
        return f"{error} {help_}" if isinstance(error, UnusedCliTokensError) else str(error)
    about = (argument.parameter.help or "").strip()
    if isinstance(error, MissingArgumentError):
        name = "The name of an indicator" if command.endswith(" explain") else argument.name
        return f"{name} is missing. {about} {help_}"
    if isinstance(error, CoercionError) and error.target_type is int and error.token is not None:
        return f"{argument.name} {error.token.value} is not a whole number. {about}"
    return str(error)
