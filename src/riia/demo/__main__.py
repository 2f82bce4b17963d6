"""`./run demo`: set up the demonstration alliance, serve it, and say where and as whom to sign in."""

import argparse
import contextlib
import os
import shutil
import socket
import sys
import time

FIRST_PORT, PORTS_TRIED = 8000, 20


def main() -> None:
    options = _options()
    # Before settings are read: the demonstration has a folder of its own and never touches a database of production.
    os.environ["RIIA_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "riia.alliance.config.settings"
    for variable in ("DATABASE_URL", "STATIC_ROOT"):
        os.environ.pop(variable, None)
    from riia.alliance.config.environment import data_folder

    folder = data_folder() / "demo"
    if options.fresh and folder.exists():
        shutil.rmtree(folder)
    os.environ["RIIA_DATA"] = str(folder)
    port = _free_port(options.port)
    os.environ["BASE_URL"] = f"http://localhost:{port}"

    import django

    django.setup()
    from riia.demo.load import is_current, load

    started = time.monotonic()
    if is_current():
        print("The demonstration alliance is as you left it. (./run demo --fresh starts over.)", flush=True)
    else:
        load(say=lambda line: print(f"  {line}", flush=True))
        print(f"Ready after {time.monotonic() - started:.0f} seconds.", flush=True)
    if options.load_only:
        return
    _serve(port)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description="Serve the demonstration alliance on this machine.")
    parser.add_argument(
        "--fresh", action="store_true", help="start over: forget every change made in the demonstration"
    )
    parser.add_argument("--port", type=int, help=f"port to serve on (default: the first free one from {FIRST_PORT})")
    parser.add_argument("--load-only", action="store_true", help="set up and load, then stop")
    return parser.parse_args()


def _free_port(wanted: int | None) -> int:
    """The wanted port, or the first free one; ends with a plain message if there is none."""
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        with contextlib.closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError, OverflowError):
                probe.bind(("127.0.0.1", port))
                return port
    sys.exit(
        f"Port {wanted} is in use, or not one this user may take. Choose another with --port."
        if wanted
        else f"No port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} is free. Choose one with --port."
    )


def _serve(port: int) -> None:
    """Become the web server. It listens on this machine only: the demonstration's sign-ins need no password."""
    from riia.demo import serving
    from riia.demo.load import sign_ins

    print(f"\n  Open  http://localhost:{port}\n")
    print("  Choose one of these people on the sign-in page; no password is needed.")
    print("  They are simulated; the figures are real, published statistics.\n")
    for name, role in sign_ins():
        print(f"    {name:<34} {role}")
    print("\n  Stop with Ctrl+C.\n", flush=True)
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8", "--log-level", "warning"]
    options += ["--config", f"python:{serving.__name__}"]
    # A program started afresh, not a fork of this one: loading has started the threads of polars here, which a fork
    # does not inherit but would wait for, for ever.
    os.execv(  # noqa: S606 (our own interpreter and options)
        sys.executable, [sys.executable, "-m", "gunicorn", *options, "riia.alliance.config.wsgi:application"]
    )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. Nothing is half done: ./run demo carries on where it has to.")
