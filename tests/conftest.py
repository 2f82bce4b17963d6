"""Settings for every test: fast password hashing, e-mail kept in memory."""

import pytest


@pytest.fixture(autouse=True)
def _quiet_and_fast(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
