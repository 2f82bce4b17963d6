"""Files from a browser: counted while they arrive, kept in temporary files, opened as text, never served back.

Nothing a browser says about a file is believed. Its name is made harmless and serves to name the file to people; what
the file is follows from its content, and how large it is from what has arrived.
"""

from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from riia.alliance.figures.errors import ImportRefused
from riia.alliance.kit.uploads import Quota, harmless
from riia.indicators.readers.published import FileRefused, Limits, PublishedFile, open_file

MEGABYTE = 1024 * 1024
FILES, MEGABYTES, UNPACKED_MEGABYTES = 20, 50, 150


def limit(request: HttpRequest) -> Quota:
    """Put a quota in front of what the request uploads. Call before anything reads the request."""
    quota = Quota(request, MEGABYTES * MEGABYTE)
    request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
    return quota


def opened(files: Sequence[TemporaryUploadedFile]) -> list[PublishedFile]:
    """The files as checked text. Raises ImportRefused with a reason for each that is not, or for all if too large."""
    texts: list[PublishedFile] = []
    reasons: list[str] = []
    left = UNPACKED_MEGABYTES * MEGABYTE
    for file in files:
        try:
            text = open_file(Path(file.temporary_file_path()), name=harmless(file.name or ""), limits=Limits(text=left))
        except FileRefused as error:
            # The rest of the quota is no number to tell anybody, so a file too large for it is told in our own words.
            reasons.append(_TOO_LARGE if texts and "is larger than" in str(error) else str(error))
            continue
        left = max(0, left - len(text.text.encode()))
        texts.append(text)
    if reasons:
        raise ImportRefused(list(dict.fromkeys(reasons)))
    return texts


_TOO_LARGE = (
    f"Unpacked, the files are larger than {UNPACKED_MEGABYTES} MB together. Load them in parts, a few at a time."
)
