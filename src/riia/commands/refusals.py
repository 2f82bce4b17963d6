"""A request the command line cannot serve as it stands."""


class Refused(Exception):
    """Printed to standard error; the command ends with exit code 2. The text says what is wrong and what to do."""
