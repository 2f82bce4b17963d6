"""Lines of the log: what happened and where in the program, never to whom."""

import logging
import re
import time

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_REMOVED = (
    (re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+"), "[e-mail address removed]"),
    # Links of invitations and password resets; references of people are as long and go too.
    (re.compile(r"(?<=/)[\w-]{30,}"), "[removed]"),
    # PostgreSQL adds the offending row to its errors.
    (re.compile(r"^(\s*DETAIL:).*$", re.MULTILINE), r"\1 [removed]"),
)


class Line(logging.Formatter):
    """Time (UTC), level, logger, message and traceback, without e-mail addresses, secret links and contents of rows."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", "%Y-%m-%dT%H:%M:%SZ", style="{")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for pattern, words in _REMOVED:
            line = pattern.sub(words, line)
        return line


def level(named: str | None) -> str:
    """The level to log from; WARNING unless `LOG_LEVEL` says otherwise.

    Raises:
        ImproperlyConfigured: there is no such level.
    """
    chosen = (named or "WARNING").upper()
    if chosen not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is {named!r}. Set it to one of {', '.join(LEVELS)}.")
    return chosen


def nobody(*args: object, **kwargs: object) -> str:
    """Who django-axes names when it logs a sign-in that did not succeed: nobody. The audit trail has the event."""
    return "someone"
