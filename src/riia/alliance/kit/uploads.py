"""Files on their way from a browser: counted while they arrive, and a name that does no harm."""

import os.path

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_LONGEST_NAME = 150


class Quota(FileUploadHandler):
    """Lets files through up to a number of bytes for the whole request, and drops the rest as it arrives.

    So a file without end fills no disk, and the page can still answer in words. Fields beside the files are kept.
    """

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.left = limit

    @property
    def exceeded(self) -> bool:
        """Whether anything was dropped."""
        return self.left < 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.exceeded:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handler that keeps it."""


def harmless(name: str) -> str:
    """The name a browser gave, without folders and signs nobody sees, cut to a length that fits everywhere."""
    base = os.path.basename(name.replace("\\", "/"))
    stem, ending = os.path.splitext("".join(sign for sign in base if sign.isprintable()))
    return f"{stem[:_LONGEST_NAME]}{ending[:10]}".strip() or "unnamed file"
