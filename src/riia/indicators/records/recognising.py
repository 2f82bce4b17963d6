"""Which list of a dataset a sheet or a CSV file is."""

from collections.abc import Sequence
from pathlib import PurePath

from riia.indicators.records.nouns import Dataset, RecordList
from riia.indicators.records.opening import Page


def folded(text: str) -> str:
    """A heading or name as the dataset writes it: small letters, one line for spaces and dashes."""
    return "_".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def list_of(page: Page, file: str, dataset: Dataset) -> RecordList | None:
    """The list that a page is, by its name or by its headings; None where it is none."""
    called = folded(page.name or PurePath(file).stem)
    by_name = [one for one in dataset.lists if called in (one.name, folded(one.title))]
    headings = {folded(one) for one in page.headings}
    best = max(dataset.lists, key=lambda one: _share(one, headings))
    # Lists share most headings; what only one has, decides.
    if by_name and _share(by_name[0], headings) >= _share(best, headings):
        return by_name[0]
    return best if _share(best, headings) >= _ENOUGH else (by_name[0] if by_name else None)


_ENOUGH = 0.5


def _share(one: RecordList, headings: set[str]) -> float:
    own = set(one.names)
    required = {field.name for field in one.fields if field.required}
    return len(required & headings) / len(required) + len(own & headings) / 1000


def missing_lists(dataset: Dataset, found: Sequence[RecordList]) -> list[RecordList]:
    """The lists of a dataset that no page is."""
    return [one for one in dataset.lists if one not in found]
