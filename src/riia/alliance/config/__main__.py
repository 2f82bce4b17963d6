"""`./run serve | worker | nightly | manage`: the application with production settings from the environment."""

import contextlib
import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, OperationalError
from django.db.migrations.exceptions import MigrationSchemaMissing

NIGHTLY = ("access_nightly", "custody_nightly", "returns_nightly", "prune_db_task_results")


def serve() -> None:
    """Prove settings and database once, where a person reads the message, then become the web server."""
    import django

    django.setup()
    try:
        call_command("check", deploy=True, fail_level="ERROR")
    except SystemCheckError as error:
        sys.exit(str(error))
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        sys.exit("The database is not at this version. Run ./run manage migrate once, then ./run serve again.")
    collect_static()
    _become_gunicorn()


def collect_static() -> None:
    """Bring the static files to this version, unless they are. Services that start together do it one after the other.

    A repeated start leaves them alone, because a neighbour on the same folder may be reading their list just then.
    """
    from django.conf import settings

    folder, stamp = Path(str(settings.STATIC_ROOT)), Path(settings.DATA) / "static-version"
    with _alone(folder):
        wanted = _static_version(folder)
        standing = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
        if standing != wanted or not (folder / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(wanted, encoding="utf-8")


def _static_version(folder: Path) -> str:
    """A digest of what would be collected, and where."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(folder).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _become_gunicorn() -> None:
    """Replace this process by gunicorn. `WEB_PROCESSES` (default 2), `PORT` (8000) and `BIND` (127.0.0.1) steer it."""
    from riia.alliance.config.environment import whole

    bind = f"{os.environ.get('BIND') or '127.0.0.1'}:{whole('PORT', 8000)}"
    processes = whole("WEB_PROCESSES", 2)
    options = [
        "--bind", bind, "--workers", str(processes), "--threads", "4",
        # A slow client holds a thread, not a process; a stuck request ends after a minute.
        "--worker-class", "gthread", "--timeout", "60", "--graceful-timeout", "30",
        # Memory that grew comes back, each process at its own time.
        "--max-requests", "5000", "--max-requests-jitter", "1000",
        "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    print(f"Serving on http://{bind} with {processes} processes.", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options, "riia.alliance.config.wsgi:application"])  # noqa: S606


def _manage(*arguments: str) -> None:
    ManagementUtility(["./run manage", *arguments]).execute()


def main(arguments: list[str]) -> None:
    command, *rest = arguments
    mode = os.environ.setdefault("RIIA_MODE", "production")
    if mode != "production" and command != "manage":
        sys.exit(f"RIIA_MODE is {mode!r}, and ./run {command} is for production alone. Remove RIIA_MODE and try again.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riia.alliance.config.settings")
    try:
        if command == "serve":
            serve()
        elif command == "worker":
            _manage("db_worker", *rest)
        elif command == "nightly":
            for name in NIGHTLY:
                _manage(name)
        else:
            _manage(*rest)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database cannot be used: {str(error).strip()}\nCheck DATABASE_URL and that the server runs.")
    except (DatabaseError, MigrationSchemaMissing) as error:
        if not any(words in str(error) for words in ("permission denied", "must be owner")):
            raise
        sys.exit("The database role in DATABASE_URL may not do this. Only the owner of the tables may migrate.")


if __name__ == "__main__":
    main(sys.argv[1:])
