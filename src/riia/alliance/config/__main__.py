"""`./run serve | worker | manage`: the application with production settings from the environment."""

import os
import sys


def serve() -> None:
    """Replace this process by gunicorn. `WEB_PROCESSES` (default 2), `PORT` (8000) and `BIND` (127.0.0.1) steer it."""
    bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    workers = os.environ.get("WEB_PROCESSES", "2")
    options = ["--bind", bind, "--workers", workers, "--threads", "4"]
    print(f"Serving on http://{bind} with {workers} processes.", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options, "riia.alliance.config.wsgi:application"])  # noqa: S606


def main() -> None:
    os.environ.setdefault("RIIA_MODE", "production")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riia.alliance.config.settings")
    from django.core.management import call_command, execute_from_command_line

    command, *arguments = sys.argv[1:]
    if command == "serve":
        import django

        django.setup()
        # Settings and database are proven here, once, where a person reads the message.
        call_command("check", deploy=True, fail_level="ERROR")
        try:
            call_command("migrate", check_unapplied=True, verbosity=0)
        except SystemExit:
            sys.exit("The database is not at this version. Run ./run manage migrate once, then ./run serve again.")
        call_command("collectstatic", interactive=False, verbosity=0)
        serve()
    elif command == "worker":
        execute_from_command_line(["riia", "db_worker", *arguments])
    else:
        execute_from_command_line(["riia", *arguments])


if __name__ == "__main__":
    main()
