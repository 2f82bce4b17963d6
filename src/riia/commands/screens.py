"""Screens, pipes and files that an answer is shown on: none of them ever fails for a sign it does not have."""

import codecs
from io import TextIOWrapper
from typing import Final

_INSTEAD: Final = {
    "\u2026": "...", "\u2013": "-", "\u2014": "-", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
    "\u00a0": " ", "\u00d7": "x", "\u00f7": "/", "\u00a3": "GBP ",
}  # fmt: skip
"""What stands for a sign of ours on an old console. Letters of a name become a question mark."""


def make_ready(*streams: object) -> bool:
    """Fit out the streams of a command; True when the first is a screen.

    A screen keeps its code page. Anything else gets UTF-8: Windows would write a redirected answer in its own code
    page, which not every reader of JSON or CSV knows. The name of a file may hold bytes that are no text; escaped they
    are still JSON.
    """
    codecs.register_error("riia.instead", _instead)
    for stream in streams:
        if isinstance(stream, TextIOWrapper) and stream.isatty():
            stream.reconfigure(errors="riia.instead")
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return isinstance(streams[0], TextIOWrapper) and streams[0].isatty()


def _instead(error: UnicodeError) -> tuple[str, int]:
    """Stand-ins for the signs that could not be encoded. Raises anything but that anew."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(sign, "?") for sign in text), error.end
