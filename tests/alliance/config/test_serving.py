"""The real thing: `serve`, `worker`, `nightly` and `manage` as processes with production settings, over HTTP."""

import contextlib
import gzip
import http.client
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from riia.alliance.config import __main__ as starting
from tests.alliance.config.production import HOST, RIGHT, ROOT, command, environment, run


@pytest.fixture(scope="module")
def installed(tmp_path_factory, with_tables) -> Path:
    """A data folder with its tables made."""
    folder = with_tables(tmp_path_factory.mktemp("installation"))
    done = run(folder, "manage", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return folder


class Server:
    """A running `serve`, asked as the proxy would ask it."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def ask(
        self, path: str, method: str = "GET", body: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def try_to_sign_in(self, **headers: str) -> int:
        """One attempt with a wrong password; the status of the answer."""
        _, found, page = self.ask("/sign-in/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        cookie = next(iter(SimpleCookie(found["set-cookie"]).values()))
        form = {"csrfmiddlewaretoken": token[1].decode(), "login": "ada@example.org", "password": "wrong"}
        sent = {
            "Content_Type": "application/x-www-form-urlencoded",
            "Cookie": f"{cookie.key}={cookie.value}",
            "Referer": f"https://{HOST}/sign-in/",
            **headers,
        }
        return self.ask("/sign-in/", "POST", urlencode(form), **sent)[0]


@contextlib.contextmanager
def serving(folder: Path, **changes: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (folder / "serve.log").open("a")
    variables = environment(folder, PORT=str(port), WEB_PROCESSES="1", **changes)
    process = subprocess.Popen(command("serve"), cwd=ROOT, env=variables, stdout=log, stderr=log, text=True)
    server = Server(process, port)
    try:
        _wait(lambda: server.ask("/health/")[0] == 200, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)
        log.close()


def _wait(condition, process: subprocess.Popen[str], seconds: int = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        with contextlib.suppress(OSError, http.client.HTTPException):
            if condition():
                return
        time.sleep(0.1)
    raise AssertionError("the server did not answer in time")


@pytest.fixture(scope="module")
def server(installed: Path) -> Iterator[Server]:
    with serving(installed) as server:
        yield server


class TestRefusing:
    @pytest.mark.parametrize("name", sorted(RIGHT))
    def test_serve_says_which_variable_is_missing(self, tmp_path: Path, name: str) -> None:
        done = run(tmp_path, "serve", **{name: ""})
        assert done.returncode == 1
        assert f"- {name} is not set" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("started", ["serve", "worker", "nightly", "manage check"])
    def test_nothing_starts_with_the_demonstration_on(self, tmp_path: Path, started: str) -> None:
        done = run(tmp_path, *started.split(), DEMO="1")
        assert done.returncode == 1
        assert "DEMO is set together with RIIA_MODE=production" in done.stderr

    def test_serve_is_for_production_alone(self, tmp_path: Path) -> None:
        done = run(tmp_path, "serve", RIIA_MODE="demo")
        assert done.returncode == 1
        assert "RIIA_MODE is 'demo'" in done.stderr

    def test_serve_waits_for_migrations(self, tmp_path: Path) -> None:
        done = run(tmp_path, "serve")
        assert done.returncode == 1
        assert "Run ./run manage migrate once" in done.stderr

    def test_a_database_that_does_not_answer_is_named(self, tmp_path: Path) -> None:
        done = run(tmp_path, "manage", "migrate", DATABASE_URL="postgres://riia:hidden@127.0.0.1:1/riia")
        assert done.returncode == 1
        assert "The database cannot be used" in done.stderr
        assert "hidden" not in done.stderr
        assert "Traceback" not in done.stderr


def test_the_deployment_check_finds_nothing(installed: Path) -> None:
    done = run(installed, "manage", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


class TestAnswers:
    def test_headers_of_a_page(self, server: Server) -> None:
        status, headers, _ = server.ask("/sign-in/")
        assert status == 200
        assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "no-store" in headers["cache-control"]
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy

    def test_cookies_travel_by_https_to_this_host_alone(self, server: Server) -> None:
        cookie = next(iter(SimpleCookie(server.ask("/sign-in/")[1]["set-cookie"]).values()))
        assert cookie.key.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")

    def test_plain_http_is_sent_to_https(self, server: Server) -> None:
        status, headers, _ = server.ask("/sign-in/", X_Forwarded_Proto="")
        assert (status, headers["location"]) == (301, f"https://{HOST}/sign-in/")

    def test_monitoring_may_ask_in_plain_http(self, server: Server) -> None:
        assert server.ask("/health/", X_Forwarded_Proto="")[0] == 200

    def test_another_host_is_refused(self, server: Server) -> None:
        assert server.ask("/sign-in/", Host="evil.example.org")[0] == 400

    def test_an_address_that_does_not_exist_keeps_the_headers(self, server: Server) -> None:
        status, headers, _ = server.ask("/nothing/")
        assert status == 404
        assert headers["cache-control"] == "private, no-store"
        assert "content-security-policy" in headers

    def test_static_files_are_compressed_and_kept_for_good(self, server: Server) -> None:
        page = server.ask("/sign-in/")[2].decode()
        sheet = re.search(r'href="(/static/govuk/kit\.[0-9a-f]+\.css)"', page)
        assert sheet
        status, headers, body = server.ask(sheet[1], Accept_Encoding="gzip")
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert "immutable" in headers["cache-control"]
        assert "access-control-allow-origin" not in headers
        assert len(body) * 3 < len(gzip.decompress(body))

    def test_demo_sign_in_is_not_there(self, server: Server) -> None:
        assert server.ask("/sign-in/demo/")[0] in {403, 404, 405}
        assert b"simulated" not in server.ask("/sign-in/")[2].lower()


class TestBehindAProxy:
    """Lock-out goes by the address that the proxy gives: the last of X-Forwarded-For, and only if it is trusted."""

    def test_inventing_addresses_does_not_get_round_it(self, server: Server) -> None:
        statuses = [server.try_to_sign_in(X_Forwarded_For=f"10.0.0.{n}, 198.51.100.1") for n in range(6)]
        assert statuses[:4] == [200] * 4
        assert statuses[-1] == 429

    def test_another_visitor_is_not_locked_out(self, server: Server) -> None:
        assert server.try_to_sign_in(X_Forwarded_For="198.51.100.2") == 200

    def test_without_a_proxy_the_header_counts_for_nothing(self, installed: Path) -> None:
        with serving(installed, BEHIND_PROXY="0", SECURE_SSL_REDIRECT="0") as direct:
            statuses = [direct.try_to_sign_in(X_Forwarded_For=f"10.0.0.{n}") for n in range(6)]
        assert statuses[-1] == 429

    def test_the_log_names_nobody(self, server: Server, installed: Path) -> None:
        server.try_to_sign_in(X_Forwarded_For="198.51.100.3")
        log = (installed / "serve.log").read_text()
        assert "login failure by someone" in log
        assert "ada@example.org" not in log
        assert "198.51.100" not in log


class TestProcesses:
    def test_a_second_server_starts_reloads_and_stops_beside_the_first(self, installed: Path, server: Server) -> None:
        with serving(installed) as second:
            before = _children(second.process.pid)
            second.process.send_signal(signal.SIGHUP)
            statuses = set()
            until = time.monotonic() + 60
            while _children(second.process.pid) & before and time.monotonic() < until:
                statuses.add(second.ask("/health/")[0])
            assert not _children(second.process.pid) & before
            assert statuses | {second.ask("/health/")[0]} == {200}
            second.process.terminate()
            assert second.process.wait(timeout=60) == 0
        assert server.ask("/health/")[0] == 200

    def test_the_worker_has_nothing_to_do_and_stops_when_told(self, installed: Path) -> None:
        with subprocess.Popen(
            command("worker"), cwd=ROOT, env=environment(installed), stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr
            assert "Starting worker" in process.stderr.readline()
            process.terminate()
            assert process.wait(timeout=60) == 0

    def test_the_night_run(self, installed: Path) -> None:
        done = run(installed, "nightly")
        assert done.returncode == 0, done.stderr
        assert "roles lapsed" in done.stdout


def test_a_repeated_start_leaves_the_static_files_alone(tmp_path: Path, settings, monkeypatch) -> None:
    """A neighbour on the same folder may be reading their list just then."""
    settings.STATIC_ROOT, settings.DATA = tmp_path / "static", tmp_path
    called = []

    def collect(*arguments: object, **options: object) -> None:
        called.append(arguments)
        (tmp_path / "static" / "staticfiles.json").touch()

    monkeypatch.setattr(starting, "call_command", collect)
    starting.collect_static()
    starting.collect_static()
    assert called == [("collectstatic",)]
    (tmp_path / "static" / "staticfiles.json").unlink()
    starting.collect_static()
    assert len(called) == 2


def _children(parent: int) -> set[int]:
    """The processes started by a process; of no other."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if status.read_text().rpartition(")")[2].split()[1] == str(parent):
                found.add(int(status.parent.name))
    return found
