"""Power cuts: a process is really killed in the middle of its work, and nothing is lost or half done.

The work is done by another process on the same database: PostgreSQL's as it is, SQLite's as a copy in a file, because
tests keep theirs in memory.
"""

import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections

from riia.alliance.access.services import make_token
from riia.alliance.returns.models import Entry, Return, Step, Upload, Version
from riia.alliance.returns.services.uploads import AT_ONCE, DEAD_AFTER, read, take_up_dead, take_upload
from riia.alliance.returns.states import UploadState
from riia.alliance.returns.timekeeping import now
from tests.alliance.returns.conftest import People
from tests.alliance.returns.filled import fill, save
from tests.alliance.returns.test_uploads import large_table, table

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
type Kill = Callable[[str, object, object], None]


@pytest.fixture
def away(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of another process on the same data; afterwards this process sees what that one left."""
    settings = connection.settings_dict
    variables = {**os.environ, "RIIA_MODE": "development", "RIIA_DATA": str(tmp_path)}
    if connection.vendor == "postgresql":
        here = urlsplit(os.environ["DATABASE_URL"])
        variables["DATABASE_URL"] = here._replace(path=f"/{settings['NAME']}").geturl()
        yield variables
        return
    variables.pop("DATABASE_URL", None)
    yield variables


def send(away: dict[str, str]) -> None:
    """Bring the other process's database to what this one holds."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(Path(away["RIIA_DATA"]) / "riia.sqlite3") as file:
            connection.connection.backup(file)
        file.close()


def fetch(away: dict[str, str]) -> None:
    """Bring this process's database to what the other one left."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(Path(away["RIIA_DATA"]) / "riia.sqlite3") as file:
            file.backup(connection.connection)
        file.close()


def started(away: dict[str, str], *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.alliance.returns.killed", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=away, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def kill(away: dict[str, str]) -> Kill:
    """Do a piece of work in another process and kill it in the middle."""

    def killed(work: str, what: Any, by: Any) -> None:
        send(away)
        process = started(away, work, what.reference, by.reference)
        assert process.stdout is not None
        said = process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert said == "holding\n"
        fetch(away)

    return killed


def test_killed_while_saving(derby_return: Return, people: People, kill: Kill) -> None:
    kill("save", derby_return, people.derby)
    derby_return.refresh_from_db()
    assert (derby_return.state, derby_return.revision) == ("not started", 0)
    assert not Entry.objects.exists()
    assert not Step.objects.exists()
    assert fill(derby_return, people.derby).state == "draft"


def test_killed_while_submitting(derby_return: Return, people: People, kill: Kill) -> None:
    fill(derby_return, people.derby)
    before = (derby_return.state, derby_return.revision, Entry.objects.count())
    kill("submit", derby_return, people.derby)
    derby_return.refresh_from_db()
    assert (derby_return.state, derby_return.revision, Entry.objects.count()) == before
    assert not Version.objects.exists()


def test_killed_while_using_a_file(derby_return: Return, people: People, kill: Kill) -> None:
    upload = take_upload(one=derby_return, name="a.csv", data=table(derby_return), by=people.derby)
    read(upload=upload)
    kill("use", upload, people.derby)
    upload.refresh_from_db()
    derby_return.refresh_from_db()
    assert (upload.state, derby_return.state) == (UploadState.READ, "not started")
    assert not Entry.objects.exists()


def test_a_worker_killed_while_reading_leaves_the_file_to_be_read_again(
    derby_return: Return, people: People, kill: Kill
) -> None:
    upload = take_upload(one=derby_return, name="a.csv", data=large_table(derby_return), by=people.derby)
    assert len(upload.data) > AT_ONCE
    kill("read", upload, people.derby)
    upload.refresh_from_db()
    assert upload.state == UploadState.READING
    assert take_up_dead() == 0
    Upload.objects.update(begun_at=now() - 2 * DEAD_AFTER)
    assert take_up_dead() == 1
    upload.refresh_from_db()
    assert upload.state == UploadState.WAITING
    assert read(upload=upload).state == UploadState.READ


def test_a_server_killed_while_it_answers(derby_return: Return, people: People, away: dict[str, str]) -> None:
    """A program's call is cut off by the end of the server. What was saved before stands, of the call nothing does."""
    save(derby_return, {"referrals.rate": "10"}, people.derby)
    _, key = make_token(label="tests", lasts=timedelta(days=9), returns=True, by=people.derby)
    send(away)
    server = started(away, "serve", derby_return.reference, people.derby.reference)
    assert server.stdout is not None
    port = int(server.stdout.readline())
    failed: list[Exception] = []
    call = threading.Thread(target=put, args=(port, key, derby_return, failed))
    call.start()
    assert server.stdout.readline() == "holding\n"
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()
    call.join()
    fetch(away)
    assert failed
    derby_return.refresh_from_db()
    assert (derby_return.state, derby_return.revision) == ("draft", 1)
    assert list(Entry.objects.values_list("cell", "value")) == [("referrals.rate", "10")]
    saved = save(derby_return, {"referrals.number": "800"}, people.derby)
    assert (saved.revision, saved.clashes) == (2, ())
    connections.close_all()


def put(port: int, key: str, one: Return, failed: list[Exception]) -> None:
    """Send answers; what goes wrong is kept."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps({"revision": 1, "answers": {"referrals.number": 812, "cla-current.number": 5}})
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        line.request("PUT", f"/api/v1/returns/{one.reference}/answers", body, headers)
        line.getresponse().read()
    except (OSError, http.client.HTTPException) as error:
        failed.append(error)
    finally:
        line.close()
