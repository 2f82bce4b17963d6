"""`riia figures import` and what goes wrong around it, run as a person runs it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from riia.commands.answering import answering
from riia.commands.refusals import Refused
from tests.indicators.tidy_files import c1_rows, c1_text, zipped
from tests.test_cli_figures import Laptop

HURRIED = "from riia.alliance.config import settings as s; s.DATABASES['default']['OPTIONS']['timeout'] = 0.2"
"""A person's patience is 20 seconds; a test's is shorter."""


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory, with_tables: Callable[[Path], Path]) -> Laptop:
    """A laptop that has places, and one edition of one table."""
    made = Laptop(with_tables(tmp_path_factory.mktemp("laptop")))
    file = made.folder / "first.csv"
    file.write_text(c1_text(), encoding="utf-8")
    done = made.riia("figures", "import", str(file))
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    found = tmp_path / "downloads"
    found.mkdir()
    yield found
    shutil.rmtree(found)


def refused(done: subprocess.CompletedProcess[str], *told: str) -> None:
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    for part in told:
        assert part in done.stderr


def test_a_folder_is_read_by_contents_and_says_what_it_passed_over(laptop: Laptop, folder: Path) -> None:
    (folder / "deeper").mkdir()
    (folder / "deeper" / "Data set (3).CSV").write_text(c1_text(c1_rows("2026")), encoding="utf-8")
    (folder / "other.csv.gz").write_bytes(zipped(c1_text(c1_rows("2024"))))
    (folder / "places.csv").write_text("code,name\n831,Derby\n", encoding="utf-8")
    (folder / "page.csv").write_text("<html>404</html>", encoding="utf-8")
    (folder / "a folder.csv").mkdir()
    (folder / "gone.csv").symlink_to(folder / "nowhere")
    done = laptop.riia("figures", "import", str(folder), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert {one["release"] for one in json.loads(done.stdout)} == {
        "Children in need 2026: Referrals and re-referrals", "Children in need 2024: Referrals and re-referrals",
    }  # fmt: skip
    assert "Passed over 3 of 5 files" in done.stderr
    for told in (
        "places.csv: has the columns of no published table",
        "page.csv: this is a web page",
        "gone.csv: there is",
    ):
        assert told in done.stderr


def test_a_folder_with_nothing_to_read_is_refused_with_the_reasons(laptop: Laptop, folder: Path) -> None:
    refused(laptop.riia("figures", "import", str(folder)), "no .csv or .csv.gz file")
    (folder / "empty.csv").touch()
    refused(laptop.riia("figures", "import", str(folder)), "empty.csv: the file is empty")


def test_one_bad_file_keeps_the_good_ones_out(laptop: Laptop, folder: Path) -> None:
    (folder / "good.csv").write_text(c1_text(c1_rows("2022")), encoding="utf-8")
    (folder / "bad.csv").write_text(c1_text(c1_rows("2023", referral_count="many")), encoding="utf-8")
    refused(laptop.riia("figures", "import", str(folder)), "bad.csv", "line 4", "'many'", "Nothing was loaded")
    asked = ("figures", "value", "--indicator", "referrals", "--place", "831", "--period", "YE2022-03")
    assert "good.csv" not in laptop.riia(*asked).stdout


def test_the_table_can_be_named(laptop: Laptop, folder: Path) -> None:
    file = folder / "requests.csv"
    file.write_text(c1_text(c1_rows(referral_count="3558")), encoding="utf-8")
    refused(laptop.riia("figures", "import", str(file)), "named like ehcp/requests", "--table cin/c1")
    refused(laptop.riia("figures", "import", str(file), "--table", "cin/c11"), "'cin/c11'", "cin/c1")
    refused(laptop.riia("figures", "import", str(file), str(file), "--table", "cin/c1"), "1 times for 2 files")
    done = laptop.riia("figures", "import", str(file), "--table", "cin/c1")
    assert done.returncode == 0, done.stderr


def test_odd_arguments_are_refused(laptop: Laptop, folder: Path) -> None:
    file = folder / "x.csv"
    file.write_text(c1_text(c1_rows("2021")), encoding="utf-8")
    refused(laptop.riia("figures", "import", "/dev/null"), "is not a file")
    refused(laptop.riia("figures", "import", str(file), "--source", "x" * 301), "301 characters")
    refused(laptop.riia("figures", "export", "--out", str(folder / "no" / "x.csv")), "x.csv cannot be written")
    refused(laptop.riia("figures", "export", "--out", str(folder)), "cannot be written", "directory")
    assert [one.name for one in folder.iterdir()] == ["x.csv"]


def test_a_busy_database_is_told_and_left_as_it_was(laptop: Laptop, folder: Path) -> None:
    file = folder / "x.csv"
    file.write_text(c1_text(c1_rows("2021")), encoding="utf-8")
    other = sqlite3.connect(laptop.folder / "riia.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        refused(laptop.riia("figures", "import", str(file), before=HURRIED), "database is busy", "Try again")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert laptop.riia("figures", "import", str(file)).returncode == 0


def test_a_comparison_that_finds_the_database_busy_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "riia.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        asked = ("compare", "--indicator", "referrals", "--place", "831")
        refused(Laptop(tmp_path).riia(*asked, before=HURRIED), "database is busy", "Try again")
    finally:
        other.close()


@pytest.mark.skipif(sys.platform != "linux", reason="takes the right to write away with setpriv")
def test_a_database_nobody_may_write_to_is_told(laptop: Laptop, folder: Path) -> None:
    kept = folder / "kept"
    shutil.copytree(laptop.folder, kept)
    file = folder / "x.csv"
    file.write_text(c1_text(c1_rows("2020")), encoding="utf-8")
    for path in [*kept.iterdir(), kept]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [sys.executable, "-c", "from riia.cli import main; main()", "figures", "import", str(file)]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("an administrator may write anywhere, and there is no setpriv to become less")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    try:
        done = subprocess.run(
            command, env=laptop.environment | {"RIIA_DATA": str(kept)}, capture_output=True, text=True, check=False
        )
    finally:
        kept.chmod(0o755)
    refused(done, "cannot be written to", "RIIA_DATA")


@pytest.mark.parametrize("command", ["figures value", "compare"])
def test_a_file_that_is_no_database_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "riia.sqlite3").write_bytes(b"not a database, by any measure" * 99)
    machine = Laptop(tmp_path)
    asked = (*command.split(), "--indicator", "referrals", "--place", "831", "--period", "YE2025-03")
    refused(machine.riia(*asked), "not a database", "docs/running.md")


@pytest.mark.parametrize("words", ["figures export", "figures indicators", "figures indicators --format json"])
def test_a_reader_that_is_gone_is_no_error(laptop: Laptop, words: str) -> None:
    command = f'"{sys.executable}" -c "from riia.cli import main; main()" {words} | true'
    done = subprocess.run(command, shell=True, env=laptop.environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.replace("\n", "")[-60:].count("Error")) == (0, 0)
    assert "Traceback" not in done.stderr


def test_an_error_of_our_own_is_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError), answering():
        raise ZeroDivisionError
    with (
        pytest.raises(Refused, match=r"out.csv cannot be written: No space left on device"),
        answering(Path("out.csv")),
    ):
        raise OSError(28, "No space left on device")
