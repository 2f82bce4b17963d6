"""A simulation in place of an earlier one, or of nothing: what else is in the folder stays as it was."""

import errno
import json
import shutil
from pathlib import Path
from typing import Final

from riia.indicators.simulation.folder import README, TRUTH, Request, Told, Written, simulate

UNFINISHED: Final = ".riia-unfinished"
"""The folder inside that a simulation is made in."""


def is_simulation(folder: Path) -> bool:
    """Whether a folder holds an earlier simulation: its truth.json says so."""
    path = folder / TRUTH
    if not path.is_file():
        return False
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return False
    return isinstance(told, dict) and told.get("simulated") is True and told.get("made_by") == "riia simulate"


def is_empty(folder: Path) -> bool:
    """Whether nothing is in a folder, or only what a run left that was stopped on its way."""
    return all(one.name == UNFINISHED for one in folder.iterdir())


def simulate_in_place(request: Request, folder: Path, told: Told = lambda _: None) -> Written:
    """Do as `simulate` does, but change the folder only when everything is made.

    It is made in a folder of its own inside, so that a run that is stopped leaves an earlier simulation as it was, and
    nothing that stands in the way of the next run. Raises OSError, as when a file to replace is open elsewhere.
    """
    new = not folder.exists()
    unfinished = folder / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        written = simulate(request, unfinished, told)
        earlier = _listed(folder) if is_simulation(folder) else []
        for name in written.files:
            if name not in earlier and (folder / name).exists():
                raise FileExistsError(errno.EEXIST, "is there and is not of the earlier simulation", str(folder / name))
        if earlier:
            clear(folder)
        # What lists the files comes first: stopped from here on, the folder is a simulation that can be replaced.
        for name in (TRUTH, README, *written.files):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / name).replace(folder / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        if new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise
    shutil.rmtree(unfinished, ignore_errors=True)
    return written


def clear(folder: Path) -> None:
    """Remove what an earlier simulation wrote, as its truth.json lists it, and nothing else.

    Raises OSError before anything is removed when one of the files is held open by another program.
    """
    top = folder.resolve()
    paths = [(folder / name).resolve() for name in _listed(folder)]
    here = [path for path in paths if path.is_relative_to(top) and path.is_file()]
    for path in here:
        with path.open("r+b"):
            pass
    for path in here:
        path.unlink()


def _listed(folder: Path) -> list[str]:
    """The files of an earlier simulation, the one that lists them last."""
    told = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    return [*told.get("files", ()), README, TRUTH]
