"""`riia figures …`, run as a person runs it: a process of its own with a data folder of its own."""

import csv
import io
import json
import os
import secrets
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from riia.indicators.definitions import catalogue
from riia.indicators.model import Number, rounded
from tests.indicators.check_values import CHECK_VALUES
from tests.indicators.tidy_files import C1_NAME, c1_rows, c1_text

COLUMNS = "indicator,place,period,measure,value,symbol,numerator,denominator,release"


class Laptop:
    """A machine with nothing on it but the package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "RIIA_MODE", "RIIA_DATA")
        }
        self.environment = kept | {"RIIA_DATA": str(folder)}

    def riia(self, *words: str, before: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own; `before` is a statement for it to start with."""
        command = [sys.executable, "-c", f"{before}; from riia.cli import main; main()".lstrip("; "), *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=300)

    def value(self, indicator: str, place: str, period: str) -> dict:
        done = self.riia(
            "figures", "value", "--indicator", indicator, "--place", place, "--period", period, "--format", "json"
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A laptop on which the figures have been asked for once."""
    made = Laptop(tmp_path_factory.mktemp("laptop"))
    first = made.riia("figures", "value", "--indicator", "referrals", "--place", "831", "--period", "YE2025-03")
    assert first.returncode == 0, first.stderr
    assert "Preparing the database on this machine" in first.stderr
    assert "the packaged series of official statistics" in first.stderr
    return made


def test_a_command_imports_only_what_it_needs() -> None:
    """Help must come at once: neither the web framework nor the data frames are loaded for it."""
    check = "import sys, riia.cli, riia.commands.figures; sys.exit(bool({'django', 'polars'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_the_second_call_has_nothing_to_prepare(laptop: Laptop) -> None:
    done = laptop.riia("figures", "value", "--indicator", "referrals", "--place", "Derby", "--period", "YE2025-03")
    assert done.stderr == ""
    assert "572.7 per 10,000 children aged 0 to 17" in done.stdout
    assert "3,557 of 62,113" in done.stdout


def test_value_as_json_is_the_agreed_shape(laptop: Laptop) -> None:
    found = laptop.value("referrals", "831", "YE2025-03")
    assert (found["value"], found["number"], found["numerator"], found["denominator"]) == (3557, 3557, 3557, 62113)
    assert (found["rate"], found["percent"], found["measure"], found["symbol"]) == (572.7, None, "rate", None)
    assert (found["place"], found["place_name"], found["period"]) == ("831", "Derby", "YE2025-03")
    assert set(found["published"]) == {"number", "rate", "percent"}
    assert set(found["release"]) >= {"publisher", "title", "published", "vintage", "licence", "source_file", "sha256"}
    assert found["release"]["vintage"] == "mid-2024"


def test_a_missing_figure_is_null_with_its_symbol(laptop: Laptop) -> None:
    found = laptop.value("referrals", "204", "YE2021-03")
    assert (found["value"], found["rate"], found["symbol"]) == (None, None, "x")


REFUSED = [
    (["figures", "value", "--indicator", "referals", "--place", "831", "--period", "YE2025-03"], "Try: referrals"),
    (["figures", "value", "--indicator", "referrals", "--place", "Narnia", "--period", "YE2025-03"], "Narnia"),
    (["figures", "value", "--indicator", "referrals", "--place", "831", "--period", "2025"], "YE2025-03"),
    (
        ["figures", "value", "--indicator", "referrals", "--place", "831", "--period", "YE2031-03"],
        "There are: YE2013-03",
    ),
    (
        ["figures", "value", "--indicator", "initial-contacts", "--place", "831", "--period", "YE2025-03"],
        "statutory return",
    ),
    (["figures", "value", "--indicator", "referrals", "--place", "831"], "--period"),
    (["figures", "export", "--format", "docx"], "docx"),
    (["figures", "import"], "--packaged"),
    (["figures", "import", "no-such-file.csv"], "no-such-file.csv"),
    (["figures", "indicators", "--set", "mou-1822"], "mou-2022"),
    (["figurs"], "figurs"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_cannot_be_served_ends_with_2_and_a_reason(laptop: Laptop, words: list[str], told: str) -> None:
    done = laptop.riia(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_export_has_exactly_the_columns_and_reproduces_the_check_values(laptop: Laptop) -> None:
    done = laptop.riia("figures", "export", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == COLUMNS
    rows = {
        (r["indicator"], r["place"], r["period"], r["measure"]): r for r in csv.DictReader(io.StringIO(done.stdout))
    }
    assert len(rows) > 150_000
    for address, place, period, measure, shown in CHECK_VALUES:
        row, indicator = rows[address, place, period, measure], catalogue().resolve(address)[0]
        decimals = {one.value: places for one, places in indicator.decimals.items()}[measure]
        assert rounded(Number(Decimal(row["value"])), decimals) == Number(Decimal(str(shown))), (address, place)
        assert row["symbol"] == ""
    for row in rows.values():
        assert (row["value"] == "") == (row["symbol"] != ""), row
    assert rows["referrals:source=schools", "831", "YE2024-03", "number"]["value"].isdecimal()


def test_export_to_a_parquet_file_holds_the_same(laptop: Laptop) -> None:
    out = laptop.folder / "figures.parquet"
    chosen = ("--indicator", "referrals", "--place", "831", "--place", "E92000001")
    done = laptop.riia("figures", "export", "--format", "parquet", "--out", str(out), *chosen)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    found = pl.read_parquet(out)
    assert ",".join(found.columns) == COLUMNS
    derby = found.filter(place="831", period="YE2025-03", measure="number").row(0, named=True)
    assert (derby["value"], derby["symbol"]) == (3557, "")
    as_text = laptop.riia("figures", "export", *chosen)
    assert found.height == as_text.stdout.count("\n") - 1
    assert [path.name for path in laptop.folder.glob(".figures*")] == []


def test_a_reader_that_stops_early_is_no_error(laptop: Laptop) -> None:
    command = f'"{sys.executable}" -c "from riia.cli import main; main()" figures export | head -2'
    done = subprocess.run(command, shell=True, env=laptop.environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[0] == COLUMNS
    assert "Traceback" not in done.stderr


def test_indicators_are_listed_without_a_database(tmp_path: Path) -> None:
    empty = Laptop(tmp_path)
    done = empty.riia("figures", "indicators", "--set", "mou-2022", "--format", "json")
    listed = json.loads(done.stdout)
    assert [one["number"] for one in listed] == list(range(1, 25))
    assert next(one for one in listed if one["indicator"] == "initial-contacts")["unpublished"]
    assert list(tmp_path.iterdir()) == []
    assert "referrals:source=schools" in empty.riia("figures", "indicators").stdout


def test_import_loads_a_revision_once_and_refuses_a_bad_file_whole(laptop: Laptop) -> None:
    folder = laptop.folder / "files"
    folder.mkdir()
    file = folder / C1_NAME
    file.write_text(c1_text(c1_rows(referral_count="3,557".replace(",", " "))), encoding="utf-8")
    refused = laptop.riia("figures", "import", str(file))
    assert refused.returncode == 2
    assert all(part in refused.stderr for part in (C1_NAME, "line 4", "referral_count", "3 557", "Nothing was loaded"))
    assert laptop.value("referrals", "831", "YE2025-03")["value"] == 3557
    file.write_text(c1_text(c1_rows(referral_count="3560")), encoding="utf-8")
    loaded = laptop.riia("figures", "import", str(folder), "--source", "a revision", "--format", "json")
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(loaded.stdout)[0]["values"] == 12
    assert laptop.value("referrals", "831", "YE2025-03")["value"] == 3560
    again = laptop.riia("figures", "import", str(file))
    assert "already held" in again.stdout


def test_a_production_database_is_never_prepared_by_the_command_line(tmp_path: Path) -> None:
    machine = Laptop(tmp_path)
    machine.environment |= {
        "RIIA_MODE": "production", "SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": "riia.example",
        "BASE_URL": "https://riia.example", "EMAIL_HOST": "mail.example",
    }  # fmt: skip
    done = machine.riia("figures", "value", "--indicator", "referrals", "--place", "831", "--period", "YE2025-03")
    assert done.returncode == 2
    assert "not set up" in done.stderr
