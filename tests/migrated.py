"""A database with every table in it, made once and copied: to migrate takes longer than most files of tests."""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
# What the tables are made of. States are in constraints, guards in triggers.
MADE_OF = ("requirements.lock", "src/riia/alliance/*/migrations/*.py", "src/riia/alliance/*/states*.py",
           "src/riia/alliance/*/guard.py")  # fmt: skip


@cache
def version() -> str:
    """Changes with whatever changes the tables."""
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def kept(folder: Path) -> Path:
    """Where the one of this version is, or will be."""
    return folder / f"{version()}.sqlite3"


@contextmanager
def copied(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[None]:
    """While open, a test database in memory begins as a copy of the one in `folder`, which the first to come fills.

    Django migrates the copy as ever and finds nothing to do. Who comes while it is being made waits for it.
    """
    creation = connection.creation
    create = creation.create_test_db
    file = kept(folder)
    folder.mkdir(parents=True, exist_ok=True)

    def create_test_db(*arguments: Any, **options: Any) -> str:
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if file.exists():
                with closing(sqlite3.connect(file)) as source:
                    source.backup(memory)
            name = create(*arguments, **options)
            if not file.exists():
                _keep(memory, file)
        return name

    # In memory it lives as long as somebody is connected, which Django is not all the time.
    with (
        closing(sqlite3.connect(creation._get_test_db_name(), uri=True)) as memory,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(creation, "create_test_db", create_test_db)
        yield


def _keep(memory: sqlite3.Connection, file: Path) -> None:
    for older in file.parent.glob("*.sqlite3"):
        older.unlink()
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as target:
        memory.backup(target)
    part.rename(file)
