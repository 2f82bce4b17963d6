"""What production refuses to start with, and how the variables are read."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from riia.alliance.config import environment
from tests.alliance.config.production import RIGHT

KEY = RIGHT["SECRET_KEY"]


@pytest.fixture(autouse=True)
def _production(monkeypatch) -> None:
    for name in ("DEMO", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)


def refusal() -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.check_production()
    return str(refused.value)


def test_settings_that_are_right_are_taken() -> None:
    environment.check_production()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "short", "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "abcd" * 20, "SECRET_KEY is too easy to guess"),
        ("SECRET_KEY_FALLBACKS", f"{KEY},old", "SECRET_KEY_FALLBACKS is too easy to guess"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is not set"),
        ("ALLOWED_HOSTS", " , ", "ALLOWED_HOSTS is not set"),
        ("ALLOWED_HOSTS", "*", "lets any host name in"),
        ("BASE_URL", "", "BASE_URL is not set"),
        ("BASE_URL", "riia.example.gov.uk", "BASE_URL is not set"),
        ("BASE_URL", "http://riia.example.gov.uk", "does not begin with https://"),
        ("BASE_URL", "https://other.example.gov.uk", "which is not in ALLOWED_HOSTS"),
        ("EMAIL_HOST", "", "EMAIL_HOST is not set"),
        ("DEMO", "1", "DEMO is set together with RIIA_MODE=production"),
        ("DEMO", "please", "DEMO is set together with RIIA_MODE=production"),
    ],
)
def test_each_thing_that_is_wrong_is_named(monkeypatch, name: str, value: str, words: str) -> None:
    monkeypatch.setenv(name, value)
    assert words in refusal()


def test_everything_that_is_wrong_is_said_at_once(monkeypatch) -> None:
    for name in RIGHT:
        monkeypatch.delenv(name)
    assert [line.split()[1] for line in refusal().splitlines()[1:]] == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "BASE_URL",
        "EMAIL_HOST",
    ]


def test_a_secret_is_never_repeated(monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    assert "hunter2" not in refusal()


@pytest.mark.parametrize("hosts", ["riia.example.gov.uk, other", ".example.gov.uk", "RIIA.example.gov.uk"])
def test_the_host_people_use_is_among_those_answered_to(monkeypatch, hosts: str) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", hosts)
    environment.check_production()


def test_demo_may_be_said_to_be_off(monkeypatch) -> None:
    monkeypatch.setenv("DEMO", "0")
    environment.check_production()


@pytest.mark.parametrize("raw", ["yes please", "2"])
def test_a_switch_is_on_or_off(monkeypatch, raw: str) -> None:
    monkeypatch.setenv("BEHIND_PROXY", raw)
    with pytest.raises(ImproperlyConfigured, match="BEHIND_PROXY"):
        environment.flag("BEHIND_PROXY")


@pytest.mark.parametrize("raw", ["-1", "1.5", "many", "٣"])
def test_a_number_is_whole(monkeypatch, raw: str) -> None:
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(ImproperlyConfigured, match="PORT is"):
        environment.whole("PORT", 8000)


def test_a_number_not_given_is_the_usual_one(monkeypatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert environment.whole("PORT", 8000) == 8000


class TestDatabase:
    def test_without_an_address_it_is_the_embedded_one(self, tmp_path: Path) -> None:
        folder = tmp_path / "a #1 folder?"
        found = environment.database(folder)
        assert found["NAME"] == folder / "riia.sqlite3"
        assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    def test_postgresql_keeps_what_its_address_says(self, monkeypatch, tmp_path: Path) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgres://riia:p%40ss@db.example.gov.uk:5433/riia?sslmode=verify-full")
        found = environment.database(tmp_path)
        assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example.gov.uk", 5433, "p@ss")
        assert found["OPTIONS"] == {"sslmode": "verify-full"}
        assert found["CONN_HEALTH_CHECKS"] is True

    @pytest.mark.parametrize("address", ["nonsense", "mysql://u:hidden@h/db", "postgres://riia:hid#den@h/riia"])
    def test_what_cannot_be_read_is_refused_without_its_password(self, monkeypatch, tmp_path: Path, address) -> None:
        monkeypatch.setenv("DATABASE_URL", address)
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL cannot be read") as refused:
            environment.database(tmp_path)
        assert "hid" not in str(refused.value)


class TestMail:
    @pytest.mark.parametrize(
        ("given", "options"),
        [
            ({}, (587, True, False)),
            ({"EMAIL_USE_SSL": "1"}, (465, False, True)),
            ({"EMAIL_USE_TLS": "0", "EMAIL_PORT": "25"}, (25, False, False)),
        ],
    )
    def test_how_to_speak_to_the_server(self, monkeypatch, given, options) -> None:
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        found = environment.smtp()["OPTIONS"]
        assert (found["port"], found["use_tls"], found["use_ssl"]) == options

    def test_two_ways_at_once_are_refused(self, monkeypatch) -> None:
        monkeypatch.setenv("EMAIL_USE_TLS", "1")
        monkeypatch.setenv("EMAIL_USE_SSL", "1")
        with pytest.raises(ImproperlyConfigured, match="Choose one"):
            environment.smtp()

    def test_the_sender_is_of_the_host_people_know(self) -> None:
        assert environment.sender() == "riia <no-reply@riia.example.gov.uk>"


def test_the_data_folder_is_for_its_owner_alone(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RIIA_DATA", str(tmp_path / "new"))
    assert environment.data_folder().stat().st_mode & 0o777 == 0o700
