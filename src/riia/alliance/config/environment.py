"""What the settings read from the world outside: environment variables and the data folder."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 5
RECORDS_KEY_BYTES = 32
NEW_RECORDS_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
NEW_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"  # noqa: S105 - how to make one


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


def whole(name: str, default: int) -> int:
    """Read a variable that is a whole number from 0 on.

    Raises:
        ImproperlyConfigured: it is not.
    """
    raw = os.environ.get(name) or str(default)
    if not raw.isascii() or not raw.isdigit():
        raise ImproperlyConfigured(f"{name} is {raw!r}. Set it to a whole number, such as {default}.")
    return int(raw)


def listed(name: str) -> list[str]:
    """Read a variable of several values with commas between; none when it is not set."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def check_production() -> None:
    """Refuse to start on what production needs and does not have: everything that is wrong, in one message.

    Raises:
        ImproperlyConfigured: something is missing or unsafe.
    """
    wrong = list(_wrong(os.environ))
    if wrong:
        lines = "".join(f"\n- {one}" for one in wrong)
        raise ImproperlyConfigured(f"Production cannot start with these settings (docs/running.md):{lines}")


def _wrong(given: Mapping[str, str]) -> list[str]:
    found = [_demo(given), *(_weak(name, given) for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS")), *_addresses(given)]
    found += [_no_records_key(name) for name in ("RECORDS_KEY", "RECORDS_KEY_FALLBACKS")]
    if not given.get("EMAIL_HOST"):
        found.append("EMAIL_HOST is not set. Name the SMTP server; without one nobody can be invited.")
    return [one for one in found if one]


def _demo(given: Mapping[str, str]) -> str:
    if given.get("DEMO", "").lower() in FALSE:
        return ""
    return "DEMO is set together with RIIA_MODE=production. Remove it: demo sign-ins never run there."


def _weak(name: str, given: Mapping[str, str]) -> str:
    """What is wrong with a signing key; the key itself is never printed."""
    keys = [given.get(name, "")] if name == "SECRET_KEY" else listed(name)
    if name == "SECRET_KEY" and not keys[0]:
        return f"SECRET_KEY is not set. Make one with: {NEW_SECRET}"
    if all(len(key) >= SHORTEST_SECRET and len(set(key)) >= FEWEST_CHARACTERS for key in keys):
        return ""
    return f"{name} is too easy to guess: {SHORTEST_SECRET} or more random characters. Make one with: {NEW_SECRET}"


def _no_records_key(name: str) -> str:
    """What is wrong with the keys that seal records, where any are given; without one no records are taken."""
    for key in listed(name):
        try:
            fits = len(base64.b64decode(key, altchars=b"-_", validate=True)) == RECORDS_KEY_BYTES
        except ValueError:
            fits = False
        if not fits:
            return f"{name} is no key for records. Make one with: {NEW_RECORDS_KEY}"
    return ""


def _addresses(given: Mapping[str, str]) -> list[str]:
    hosts, base = listed("ALLOWED_HOSTS"), urlsplit(given.get("BASE_URL", ""))
    wrong = []
    if not hosts:
        wrong.append("ALLOWED_HOSTS is not set. Give the host names it answers to, with commas between.")
    if any(host in {"*", "."} for host in hosts):
        wrong.append("ALLOWED_HOSTS lets any host name in. Give the host names it answers to.")
    if not base.hostname:
        wrong.append("BASE_URL is not set. Give the address people use, such as https://riia.example.gov.uk")
    elif base.scheme != "https":
        wrong.append("BASE_URL does not begin with https://. Links in e-mails lead there and cookies need HTTPS.")
    elif hosts and not any(_answers(base.hostname, host) for host in hosts):
        wrong.append(f"BASE_URL names {base.hostname}, which is not in ALLOWED_HOSTS. Add it there.")
    return wrong


def _answers(host: str, pattern: str) -> bool:
    """Whether an entry of ALLOWED_HOSTS covers a host; one with a full stop before it covers what lies below it too."""
    host, pattern = host.lower(), pattern.lower()
    return host == pattern or (pattern.startswith(".") and (host == pattern[1:] or host.endswith(pattern)))


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
    # It holds people's names and addresses: made for this user alone.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve()


def local_secret(folder: Path) -> str:
    """The signing key of a demonstration or development installation, made once and kept in its data folder."""
    return _kept(folder / "secret-key", secrets.token_urlsafe(50))


def local_records_key(folder: Path) -> str:
    """The key that seals records in a demonstration or development installation, made once and kept likewise."""
    return _kept(folder / "records-key", base64.urlsafe_b64encode(secrets.token_bytes(RECORDS_KEY_BYTES)).decode())


def _kept(path: Path, fresh: str) -> str:
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(fresh, encoding="utf-8")
        draft.replace(path)
    return path.read_text(encoding="utf-8")


def database(folder: Path) -> dict[str, object]:
    """The database named in `DATABASE_URL`, or the embedded one in the data folder.

    Raises:
        ImproperlyConfigured: the address is not one of PostgreSQL or SQLite.
    """
    address = os.environ.get("DATABASE_URL", "")
    try:
        found = dict(dj_database_url.parse(address)) if address else _embedded(folder)
    except ValueError:
        found = {}
    kind = str(found.get("ENGINE", "")).rpartition(".")[2]
    if kind == "sqlite3":
        # Writers queue instead of deadlocking; a committed change survives a power cut (synchronous=FULL).
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
        return {**found, "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}}
    if kind == "postgresql":
        return {**found, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # The address holds a password, so it is not repeated here.
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be read. Write it as postgres://USER:PASSWORD@HOST/NAME, with signs such as @, / and # of "
        "the password percent-encoded, or leave it out to use the embedded SQLite database."
    )


def _embedded(folder: Path) -> dict[str, object]:
    """The embedded database. Not as an address: signs such as # in a folder's name mean something else there."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "riia.sqlite3"}


def smtp() -> dict[str, object]:
    """The SMTP server named in the environment, as Django's `MAILERS` wants it.

    Raises:
        ImproperlyConfigured: it is to speak TLS in two ways at once.
    """
    from_the_start = flag("EMAIL_USE_SSL")
    options = {
        "host": os.environ["EMAIL_HOST"],
        "port": whole("EMAIL_PORT", 465 if from_the_start else 587),
        "username": os.environ.get("EMAIL_HOST_USER", ""),
        "password": os.environ.get("EMAIL_HOST_PASSWORD", ""),
        "use_tls": flag("EMAIL_USE_TLS", default=not from_the_start),
        "use_ssl": from_the_start,
        "timeout": 20,
    }
    if options["use_tls"] and from_the_start:
        raise ImproperlyConfigured("EMAIL_USE_TLS and EMAIL_USE_SSL are both on. Choose one; TLS on port 587 is usual.")
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def sender() -> str:
    """Who e-mails are from: `DEFAULT_FROM_EMAIL`, else a no-reply address at the host of `BASE_URL`."""
    host = urlsplit(os.environ.get("BASE_URL", "")).hostname or "localhost"
    return os.environ.get("DEFAULT_FROM_EMAIL") or f"riia <no-reply@{host}>"
