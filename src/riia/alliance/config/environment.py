"""What the settings read from the world outside: environment variables and the data folder."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name: str, *, default: bool = False) -> bool:
    """Read an on/off variable.

    Raises:
        ImproperlyConfigured: the variable holds neither a yes word nor a no word.
    """
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in TRUE:
        return True
    if raw.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}. Set it to 1 or 0.")


def required(name: str) -> str:
    """Read a variable production cannot do without.

    Raises:
        ImproperlyConfigured: it is missing or empty.
    """
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Production needs it: see docs/running.md.")
    return value


def data_folder() -> Path:
    """The folder of the embedded database and files: `RIIA_DATA`, else `data` in a checkout, else the user's own."""
    named = os.environ.get("RIIA_DATA")
    checkout = Path(__file__).resolve().parents[4]
    if named:
        folder = Path(named)
    elif (checkout / "pyproject.toml").exists():
        folder = checkout / "data"
    else:
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / ".local" / "share") / "riia"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def local_secret(folder: Path) -> str:
    """The signing key of a demonstration or development installation, made once and kept in its data folder."""
    path = folder / "secret-key"
    if not path.exists():
        draft = folder / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        draft.replace(path)
    return path.read_text(encoding="utf-8")


def smtp() -> dict[str, object]:
    """The SMTP server named in the environment, as Django's `MAILERS` wants it.

    Raises:
        ImproperlyConfigured: `EMAIL_HOST` is missing; without it nobody could be invited.
    """
    options = {
        "host": required("EMAIL_HOST"),
        "port": int(os.environ.get("EMAIL_PORT", "587")),
        "username": os.environ.get("EMAIL_HOST_USER", ""),
        "password": os.environ.get("EMAIL_HOST_PASSWORD", ""),
        "use_tls": flag("EMAIL_USE_TLS", default=True),
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
