"""Files that no reader knows: whether they are damaged, and what to say of them."""

from pathlib import Path
from typing import Final

from riia.indicators.readers import cin_census
from riia.indicators.readers.delimited import headings, open_delimited
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.workbook import is_workbook, open_workbook
from riia.indicators.readers.xml_rows import root_name
from riia.indicators.tables.cin_census import CIN_CENSUS

_KINDS: Final = "Annex A workbook, CIN census XML, SSDA903, SEN2, EHE"
_NAME: Final = "Name the right file; if this is one of them all the same, say which with --as."
_BOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls")
_RETURNS: Final = (*_BOOKS, ".csv", ".xml")
_OLE: Final = b"\xd0\xcf\x11\xe0"


def why_unknown(path: Path) -> Problem:
    """Why a file that was named was not read: what is wrong with it, or that it is none of those that are read."""
    if path.is_dir():
        return Problem(0, "", "", f"holds none of the files that can be checked: {_KINDS}.", "Name the right folder.")
    if path.suffix.lower() == ".zip":
        return Problem(0, "", "", "is a zip archive.", "Unpack it and name what is in it.")
    if found := damage(path):
        return found
    if _is_census_table(path):
        rule = "is a table that another tool took out of a CIN census; the census is read from its XML."
        return Problem(0, "", "", rule, "Name the XML file that the case management system made.")
    root = root_name(path)
    if root == "Message" and (found := _refusal(path, "census")):
        return found
    what = f"is XML that begins with <{root[:40]}>, which is" if root else "is"
    return Problem(0, "", "", f"{what} none of the files that can be checked: {_KINDS}.", _NAME)


def _is_census_table(path: Path) -> bool:
    """Whether it is a table of children with columns of a census, as tools write them that flatten its XML."""
    found = {heading.casefold() for heading in headings(path)}
    known = {column.name.casefold() for table in CIN_CENSUS.tables for column in table.columns}
    return "lachildid" in found and len(found & known) > 1


def damaged_return(path: Path) -> Problem | None:
    """What is wrong with a file of a folder that is named like a return and cannot be read whatever it holds."""
    return damage(path) if path.suffix.lower() in _RETURNS else None


def damage(path: Path) -> Problem | None:
    """What is wrong with a file that could not be read whatever it held; None for a sound one. Never raises."""
    try:
        if not path.is_file():
            return Problem(0, "", "", "is not a file on a disk.", "Name the file itself.")
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        rule = f"cannot be read ({error.strerror or error})."
        return Problem(0, "", "", rule, "Check its permissions, and close it in other programs.")
    if not head:
        return Problem(0, "", "", "is empty.", "Make the export again.")
    suffix = path.suffix.lower()
    # Case systems write tables of text and call them .xls.
    table = b"\0" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if head.startswith(_OLE) or is_workbook(path) or (suffix in _BOOKS and not table):
        return _refusal(path, "workbook")
    if suffix == ".xml" or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<Message")):
        return None if root_name(path) else _refusal(path, "census")
    return _refusal(path, "table")


def _refusal(path: Path, form: str) -> Problem | None:
    try:
        if form == "workbook":
            open_workbook(path)
        elif form == "census":
            cin_census.read([path])
        else:
            open_delimited(path)
    except FileRefused as refused:
        return refused.problems[0]
    except OSError as error:
        return Problem(0, "", "", f"cannot be read ({error.strerror or error}).", "Check its permissions.")
    return None
