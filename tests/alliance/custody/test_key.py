"""The key that seals records: made once where people try things out, given by whoever runs it in production."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from riia.alliance.config.environment import check_production, local_records_key

RIGHT = {
    "SECRET_KEY": "".join(map(chr, range(40, 100))),
    "ALLOWED_HOSTS": "riia.example.gov.uk",
    "BASE_URL": "https://riia.example.gov.uk",
    "EMAIL_HOST": "smtp.example.gov.uk",
}


def test_the_key_of_a_demonstration_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    key = local_records_key(tmp_path)
    assert local_records_key(tmp_path) == key
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"records")) == b"records"
    assert stat.S_IMODE((tmp_path / "records-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["RECORDS_KEY", "RECORDS_KEY_FALLBACKS"])
@pytest.mark.parametrize("key", ["secret-words", "c2hvcnQ=", "**not base 64**"])
def test_production_names_a_wrong_key_and_never_prints_it(name: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in (RIGHT | {name: key}).items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(ImproperlyConfigured, match=f"{name} is no key for records") as caught:
        check_production()
    assert key not in str(caught.value)


@pytest.mark.parametrize("key", ["", Fernet.generate_key().decode()], ids=["without", "with"])
def test_production_starts_with_a_key_or_without(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in (RIGHT | {"RECORDS_KEY": key}).items():
        monkeypatch.setenv(variable, value)
    check_production()
