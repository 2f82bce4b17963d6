"""Loads the demonstration: places, published figures, people, agreements and two years of simulated returns.

Safe to repeat; keeps what was changed.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from riia.alliance.access.personas import PERSONAS
from riia.alliance.access.services import ensure_personas
from riia.alliance.audit.actors import System
from riia.alliance.figures.services import load_packaged
from riia.alliance.places.services import load_reference
from riia.demo.agreements_mou import load_agreements
from riia.demo.agreements_register import load_register
from riia.demo.agreements_versions import load_versions
from riia.demo.calls import load_calls
from riia.demo.care import load_care
from riia.demo.costs import load_costs
from riia.demo.desk import load_desk
from riia.demo.enquiries import load_enquiries
from riia.demo.grants import load_grants
from riia.demo.inventory import load_inventory
from riia.demo.plans import load_plans
from riia.demo.readiness import load_readiness
from riia.demo.records import load_records
from riia.demo.reports import load_reports
from riia.demo.returns import load_returns
from riia.demo.use import load_use

PACKAGE = Path(__file__).resolve().parents[1]
# What the loaded data depends on: the packaged files, their definitions, the migrations and the personas.
INPUTS = ("demo/data/*", "demo/*.py", "indicators/reference/data/*", "indicators/definitions/**/*.toml",
          "alliance/*/topics/*.toml", "alliance/*/migrations/*.py", "alliance/access/personas.py",
          "alliance/*/static/**/*.*")  # fmt: skip


def is_current() -> bool:
    """Whether the data folder already holds this version of the demonstration."""
    return _stamp().exists() and _stamp().read_text(encoding="utf-8") == _version()


def load(*, say: Callable[[str], None]) -> None:
    """Bring the demonstration up to this version. Each step is one transaction, so a stop leaves nothing half done."""
    by = System("demonstration loader")
    say("preparing the database")
    call_command("migrate", interactive=False, verbosity=0)
    say("preparing the pages' static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    say("loading councils, regions, neighbours and populations")
    with transaction.atomic():
        load_reference(by=by)
    say("loading published statistics")
    load_packaged(by=by)
    say("making the simulated people")
    with transaction.atomic():
        ensure_personas(by=by)
    say("entering the agreements and the data register")
    load_agreements(by=by)
    load_register(by=by)
    load_versions(by=by)
    say("replaying two years of simulated returns (half a minute)")
    load_returns(by=by)
    load_enquiries(by=by)
    load_care(by=by)
    load_inventory(by=by)
    load_readiness(by=by)
    load_calls(by=by)
    load_grants(by=by)
    load_plans(by=by)
    load_costs(by=by)
    load_use(by=by)
    load_reports(by=by)
    load_desk()
    say("lodging simulated files of records")
    load_records(by=by)
    _stamp().write_text(_version(), encoding="utf-8")


def sign_ins() -> list[tuple[str, str]]:
    """Name and role of every simulated person, in the order of the sign-in page."""
    return [(persona.name, persona.role_line) for persona in PERSONAS]


def _stamp() -> Path:
    return Path(settings.DATA) / "demo-version"


def _version() -> str:
    digest = hashlib.sha256()
    for pattern in INPUTS:
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
