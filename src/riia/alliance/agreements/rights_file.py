"""Who may read which dataset on a platform of dashboards, as a CSV file of it says. Read whole or refused. Pure."""

from collections.abc import Mapping
from typing import Final

from riia.alliance.agreements.csv_lines import lines_of

COLUMNS: Final = ("email", "dataset")
MOST_SAID: Final = 20


def read_rights(data: bytes, datasets: Mapping[str, str]) -> tuple[dict[str, frozenset[str]], list[str]]:
    """The datasets that each e-mail address may read, and what is wrong with the file.

    `datasets` are the ways a dataset may be written, in small letters, with its key: "dataset-1", "1", its title. A
    line without a dataset says that somebody may sign in and read nothing. Where anything is wrong, nothing counts.
    """
    lines, problem = lines_of(data)
    if problem:
        return {}, [problem]
    if not lines or [" ".join(cell.lower().split()) for cell in lines[0][1][:2]] != list(COLUMNS):
        return {}, ["Line 1: write the columns email and dataset in the first line, then one right in each line."]
    found: dict[str, set[str]] = {}
    problems = []
    for number, line in lines[1:]:
        address, dataset = (" ".join(cell.lower().split()) for cell in [*line, "", ""][:2])
        key = datasets.get(dataset, "")
        if "@" not in address:
            problems.append(f"Line {number}, email: there is no address. Write the address the person signs in with.")
        elif dataset and not key:
            problems.append(
                f"Line {number}, dataset: the register has no “{dataset[:60]}”. Write its number, key or title."
            )
        else:
            found.setdefault(address, set()).update([key] if key else [])
    if not problems and not found:
        problems = ["The file has columns and no right. Write one in each line after the first."]
    if problems:
        more = len(problems) - MOST_SAID
        return {}, [*problems[:MOST_SAID], *([f"And {more} more of the kind."] if more > 0 else [])]
    return {address: frozenset(keys) for address, keys in found.items()}, []
