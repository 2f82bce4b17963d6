"""Lines of the log hold no personal data."""

import logging
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from riia.alliance.config.logs import Line, level


def line_of(message: str, *arguments: object, error: Exception | None = None) -> str:
    raised = (type(error), error, None) if error else None
    record = logging.LogRecord("riia", logging.ERROR, __file__, 1, message, arguments, raised)
    record.created = 1_790_000_000.5
    return Line().format(record)


def test_a_line_says_when_how_grave_and_what() -> None:
    assert line_of("Not Found: %s", "/places/831/") == "2026-09-21T14:13:20Z ERROR riia Not Found: /places/831/"


@pytest.mark.parametrize(
    "address", ["ada@example.gov.uk", "o'neil+riia@sub.example.gov.uk", "<ada@example.org>", "to=ada@example.org,"]
)
def test_addresses_are_removed(address: str) -> None:
    line = line_of("The mail server refused %s", address)
    assert "ada" not in line
    assert "neil" not in line
    assert "[e-mail address removed]" in line


def test_links_that_are_secrets_are_removed() -> None:
    token = "5fhhI-pQiczV0CoQyrOQYNtAcg90yxxbx-0eCwqM-Jk"
    assert line_of("Gone: %s", f"/join/{token}/").endswith("Gone: /join/[removed]/")


def test_rows_that_a_database_quotes_are_removed() -> None:
    error = ValueError('null value in column "role"\nDETAIL:  Failing row contains (7, Ada Example, 2026).\nHINT: none')
    line = line_of("It did not work", error=error)
    assert "Ada" not in line
    assert "null value in column" in line
    assert "HINT: none" in line


def test_a_traceback_is_scrubbed_too() -> None:
    try:
        raise RuntimeError("no such person: ada@example.org")
    except RuntimeError:
        record = logging.LogRecord("riia", logging.ERROR, __file__, 1, "Server error", (), sys.exc_info())
    line = Line().format(record)
    assert "Traceback" in line
    assert "ada@" not in line


@pytest.mark.parametrize(("named", "found"), [(None, "WARNING"), ("", "WARNING"), ("info", "INFO")])
def test_how_much_is_logged(named: str | None, found: str) -> None:
    assert level(named) == found


def test_a_level_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="LOG_LEVEL"):
        level("LOUD")
