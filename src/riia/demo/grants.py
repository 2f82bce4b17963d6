"""Grants of the demonstration: three letters of the department completely, and the South West's grants of 2025-26.

What the letters say is public. What the South West did with its grants since (the host, what was handed in, payments)
is made up, and marked as simulated.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.personas import DOMAIN
from riia.alliance.audit.actors import Acts
from riia.alliance.grants.annex_text import rows_in
from riia.alliance.grants.annex_text import said as amount_said
from riia.alliance.grants.models import (
    ClauseKind,
    ColumnKind,
    Condition,
    Consent,
    Determination,
    DeterminationVersion,
    GrantKind,
    MenuKind,
    Power,
    Reference,
    Reporting,
    SignatureState,
)
from riia.alliance.grants.policies import reference_key
from riia.alliance.grants.services import annex, awarding, entering, paying
from riia.alliance.grants.services.awarding import AwardDetails
from riia.alliance.grants.services.entering import Entered, GrantDetails, LetterDetails, ReferenceDetails
from riia.alliance.grants.services.paying import PaymentDetails
from riia.alliance.grants.states import PaymentState
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.documents.allocation import from_stored
from riia.indicators.calendar import add_working_days

DATA: Final = Path(__file__).resolve().parent / "data" / "grants.toml"
SOUTH_WEST, EAST_MIDLANDS, BATH, DEVON, TORBAY = "E12000009", "E12000004", "800", "878", "880"
WORDS: Final[dict[str, type]] = {
    "kind": GrantKind, "condition": Condition, "reporting": Reporting, "power": Power, "consent": Consent,
    "signature": SignatureState,
}  # fmt: skip


def load_grants(*, by: Acts, today: date | None = None) -> None:
    """Enter every grant that is not there yet, and what the South West did with its own."""
    with transaction.atomic():
        for given in tomllib.loads(DATA.read_text(encoding="utf-8"))["grant"]:
            if not _held(given):
                _enter(given, by)
        _south_west(today or timezone.localdate(), by)


def _held(given: Mapping[str, Any]) -> bool:
    keys = [reference_key(each["written"]) for each in given["references"]]
    if keys:
        return Reference.objects.filter(key__in=keys).exists()
    return Determination.objects.filter(programme=given["programme"], financial_year=given["financial_year"]).exists()


def _enter(given: Mapping[str, Any], by: Acts) -> DeterminationVersion:
    """A grant with its letter, everything in it, and its instalments."""
    letter = given["letter"]
    details = _made(GrantDetails, given)
    references = [ReferenceDetails(**each) for each in given["references"]]
    own = places.get(SOUTH_WEST) if not given["published"] else None
    version = entering.enter_grant(
        entered=Entered(details, _made(LetterDetails, letter), references), keeper=own, by=by
    )
    annex.set_clauses(
        version=version, by=by, clauses=[(one, ClauseKind(kind), text) for one, kind, text in letter.get("clauses", [])]
    )
    annex.set_parties(
        version=version, parties=[(name, group == "group") for name, group in letter.get("parties", [])], by=by
    )
    for line in letter.get("purpose_line", []):
        annex.put_purpose(version=version, details=_purpose(line), by=by)
    _annex(version, letter["annex"], by)
    if "menu" in letter:
        annex.set_menu(version=version, items=_menu(letter["menu"]), by=by)
    if version.letter_held:
        entering.determine(version=version, by=by)
    else:
        entering.announce(version=version, by=by)
    _instalments(version, letter, by)
    return version


def _made[Details: (GrantDetails, LetterDetails)](kind: type[Details], given: Mapping[str, Any]) -> Details:
    names = {each.name for each in fields(kind)}
    values = {name: WORDS[name](value) if name in WORDS else value for name, value in given.items() if name in names}
    return kind(**values)


def _purpose(line: Mapping[str, Any]) -> annex.PurposeDetails:
    values = dict(line) | {"rule": from_stored(line["rule"])}
    if "payee" in line:
        values["payee"] = places.get(line["payee"])
    return annex.PurposeDetails(**values)


def _annex(version: DeterminationVersion, given: Mapping[str, Any], by: Acts) -> None:
    columns = [
        annex.ColumnDetails(ColumnKind(kind), heading, amount_said(total) if total else None)
        for kind, heading, total in given["columns"]
    ]
    rows, problems = rows_in(given["rows"], [column.heading for column in columns])
    assert not problems, problems
    supports = places.get(given["supports"]) if "supports" in given else None
    entered = [
        annex.RowDetails(row.written, row.amounts, supports=supports, authorities=given.get("authorities"))
        for row in rows
    ]
    annex.set_annex(version=version, columns=columns, rows=entered, by=by)


def _menu(given: Mapping[str, Sequence[Sequence[str]]]) -> list[annex.MenuDetails]:
    measures = [annex.MenuDetails(MenuKind.MEASURE, one, text, under=under) for one, text, under in given["measures"]]
    return measures + [
        annex.MenuDetails(MenuKind.ACTIVITY, one, text, heading=heading) for one, text, heading in given["activities"]
    ]


def _instalments(version: DeterminationVersion, letter: Mapping[str, Any], by: Acts) -> None:
    """Those of the purpose lines; or one for each recipient; or those that are announced without an amount."""
    grant = version.determination
    if any(line.pays_on for line in version.purposes.all()):
        paying.take_over(version=version, by=by)
    for row in version.allocations.prefetch_related("amounts__column").select_related("place__region"):
        assert row.place is not None
        if "instalment" in letter:
            due, held = letter["instalment"], row.entitlement
            details = PaymentDetails(row.place, pence=held.pence if held else None, stated_by=version, **due)
            paying.expect_instalment(determination=grant, details=details, by=by)
        for due in letter.get("instalments", []):
            details = PaymentDetails(row.place, pence=None, stated_by=version, **due)
            paying.expect_instalment(determination=grant, details=details, by=by)
        if "award" in letter:
            awarding.make_award(determination=grant, place=row.place, details=AwardDetails(**letter["award"]), by=by)


def _south_west(today: date, by: Acts) -> None:
    """Simulated: the host, the plan that was handed in, instalments, and payments that wait for approval."""
    coordinator, lead = _person("sw-coordinator"), _person("sw-lead-dcs")
    grants = Determination.objects.filter(financial_year=2025, published=False).order_by("pk")
    if coordinator is None or lead is None or not grants or any(one.hosts.exists() for one in grants):
        return
    region, host = places.get(SOUTH_WEST), places.get(BATH)
    for one in Determination.objects.filter(financial_year__in=(2023, 2025)):
        awarding.record_host(determination=one, region=region, council=host, by=by, simulated=True,
                             because="Directors’ group, simulated")  # fmt: skip
    for one in grants:
        award = one.awards.get()
        awarding.hand_in(award=award, on=date(2025, 7, 2), what="Delivery plan 2025-26, version 1 (simulated)", by=by)
        _received(one, region, award.amount_pence, by)
    _winter(region, by)
    _onward(grants[0], today, coordinator, lead)


def _received(grant: Determination, region: Place, pence: int, by: Acts) -> None:
    """Two instalments, in September and February, both received."""
    half = pence // 2
    for due, part, ref in ((date(2025, 9, 15), half, "1"), (date(2026, 2, 16), pence - half, "2")):
        details = PaymentDetails(region, due, part, simulated=True, note="Simulated")
        payment = paying.expect_instalment(determination=grant, details=details, by=by)
        paying.note_paid(payment=payment, paid_on=due, paid_as=f"SIM-{grant.pk}-{ref}", by=by)
        if ref == "1":
            paying.reconcile(payment=payment, on=due + timedelta(days=20), by=by)


def _winter(region: Place, by: Acts) -> None:
    """The January 2024 payments to the South West, received (simulated)."""
    chain = Reference.objects.get(key=reference_key("31/6558")).determination
    for payment in chain.payments.filter(place=region, state=PaymentState.PLANNED):
        payment.simulated = True
        payment.save(update_fields=["simulated"])
        paying.note_paid(payment=payment, paid_on=date(2024, 1, 22), paid_as="SIM-2024-01", by=by)


def _onward(grant: Determination, today: date, coordinator: Person, lead: Person) -> None:
    """Payments out of the SEND grant: one paid, one approved, two that wait for the Lead DCS."""
    line = grant.versions.get().purposes.get(number="4")
    devon, torbay, region = places.get(DEVON), places.get(TORBAY), places.get(SOUTH_WEST)
    planned = (
        (devon, 1_500_000, -40, "", "Package of targeted support, first half"),
        (torbay, 1_240_050, 6, "", "Package of targeted support"),
        (devon, 1_500_000, 9, "", "Package of targeted support, second half"),
        (region, 480_000, 15, "Simulated Practice Partners", "Thematic review of EHC plan quality"),
    )
    made = []
    for place, pence, ahead, who, note in planned:
        due = add_working_days(today, ahead) if ahead > 0 else today + timedelta(days=ahead)
        details = PaymentDetails(place, due, pence, purpose=line, payee_words=who, note=f"{note} (simulated)",
                                 simulated=True)  # fmt: skip
        made.append(paying.propose(determination=grant, details=details, by=coordinator))
    for payment in made[:2]:
        paying.approve(payment=payment, by=lead)
    paying.note_paid(payment=made[0], paid_on=today - timedelta(days=38), paid_as="SIM-OUT-1", by=coordinator)


def _person(slug: str) -> Person | None:
    return Person.objects.filter(email=f"{slug}@{DOMAIN}").first()
