"""The East Midlands memorandum as it stands, and a simulated data-sharing agreement of the South West.

Of the memorandum: parties, clauses in words of our own, and each signature by council and office with its date as
written. Names of those who signed are not kept. What is wrong in the document, such as lost letters, is left visible.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements.models import Agreement, AgreementKind, AgreementVersion, MetBy
from riia.alliance.agreements.models.agreement import ClauseKind
from riia.alliance.agreements.models.parties import Office
from riia.alliance.agreements.services import agreements as services
from riia.alliance.agreements.services.agreements import AgreementDetails, ClauseText, VersionDetails
from riia.alliance.agreements.services.agreements_commitments import (
    CommitmentText,
    PeriodDays,
    add_period,
    record_evidence,
    set_commitments,
)
from riia.alliance.agreements.services.agreements_parties import add_council, add_organisation
from riia.alliance.agreements.services.signatures import record_signature
from riia.alliance.audit.actors import Acts
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Organisation, Place
from riia.documents.memoranda.clauses import ReadClause, read_clauses
from riia.documents.memoranda.signature_dates import WAYS_TO_WRITE

EAST_MIDLANDS_TITLE = "East Midlands RIIA Memorandum of Understanding"
SOUTH_WEST_TITLE = "South West data-sharing agreement"

# What a clause does, by the beginning of its number; the first that fits counts.
_KINDS = (
    ("paragraph 2(", ClauseKind.AMBITION), ("paragraph 5(", ClauseKind.CHARACTERISTIC),
    ("paragraph", ClauseKind.PREAMBLE), ("1.2(", ClauseKind.AIM), ("1.5", ClauseKind.AREA),
    ("1.6(", ClauseKind.COMMITMENT), ("2.", ClauseKind.PROCESS), ("4.", ClauseKind.ROLE), ("5.", ClauseKind.ROLE),
    ("6.3(", ClauseKind.DATA_PRINCIPLE), ("6.", ClauseKind.DATA_SHARING), ("7.", ClauseKind.TERM),
)  # fmt: skip
_SOUTH_WEST_KINDS = (
    ("2.1(", ClauseKind.COMMITMENT), ("3.1(", ClauseKind.DATA_PRINCIPLE), ("4.", ClauseKind.DATA_SHARING),
    ("5.", ClauseKind.TERM),
)  # fmt: skip
_AREAS = (
    ("1.5(1)", "core activities and dataset"), ("1.5(2)", "data sharing"), ("1.5(3)", "peer challenge"),
    ("1.5(4)", "regional development plan"), ("1.5(5)", "offer and brokerage"), ("1.5(6)", "shared accountability"),
    ("1.5(7)", "duty of care"), ("1.5", "joint scrutiny"), ("2.", "peer challenge"), ("4.2", "duty of care"),
    ("4.3", "duty of care"), ("4.4", "duty of care"), ("4.5", "regional development plan"), ("6.", "data sharing"),
)  # fmt: skip


def load_agreements(*, by: Acts) -> None:
    """Load both agreements where they are not held yet; what people changed since is kept."""
    for code, title, load in (
        ("east-midlands", EAST_MIDLANDS_TITLE, _east_midlands),
        ("south-west", SOUTH_WEST_TITLE, _south_west),
    ):
        alliance = Alliance.objects.select_related("region").get(code=code)
        if not Agreement.objects.filter(alliance=alliance, title=title).exists():
            with transaction.atomic():
                load(alliance, by)


def _east_midlands(alliance: Alliance, by: Acts) -> None:
    facts = json.loads(_packaged("east-midlands-memorandum.json"))
    agreement = services.start_agreement(
        alliance=alliance,
        details=AgreementDetails(
            AgreementKind.MEMORANDUM, EAST_MIDLANDS_TITLE, source=facts["source"], non_statutory=True
        ),
        by=by,
    )
    services.record_earlier_version(
        agreement=agreement,
        details=VersionDetails("October 2020", commences=date(2020, 10, 1), commences_words="October 2020"),
        by=by,
    )
    version = services.scope_version(
        agreement=agreement,
        details=VersionDetails(
            "2022-24",
            period="2022 to 2024",
            commences=date(2022, 9, 1),
            commences_words="September 2022",
            review_due=date(2024, 8, 31),
            review_words="summer 2024",
        ),
        by=by,
    )
    _text(version, "east-midlands-memorandum.txt", _KINDS, by)
    trust = Organisation.objects.get(code=facts["trust"])
    for code in facts["signatures"]:
        add_council(
            version=version,
            council=Place.objects.get(code=code),
            also_signs=trust if code in facts["trust_signs_beside"] else None,
            titles={Office(office): title for office, title in facts["titles"].get(code, {}).items()},
            by=by,
        )
    add_organisation(version=version, organisation=trust, signs=False, by=by)
    services.draft(version=version, drafted_on=None, by=by)
    services.agree(version=version, minute="Section 8 of the memorandum", by=by)
    for party in version.parties.filter(counted_authority=True).select_related("council"):
        written = facts["signatures"][party.council.code]  # type: ignore[union-attr]
        for seat, as_written in zip(party.seats.order_by("id"), written, strict=True):
            record_signature(seat=seat, as_written=as_written, by=by)
    set_commitments(version=version, commitments=[CommitmentText(**one) for one in facts["commitments"]], by=by)
    _years(version, 2022, by)
    services.bring_into_force(version=version, by=by)
    _consents(version, by)


def _consents(version: AgreementVersion, by: Acts) -> None:
    """Each council allowed the use of its data, self-evaluation and plan by signing (R2.13)."""
    commitment, period = version.commitments.get(key="use-of-data"), version.commitment_periods.get(label="2022-23")
    for party in version.parties.filter(counted_authority=True).prefetch_related("seats__signature"):
        signed = max(seat.signature.signed_on for seat in party.seats.all())
        note = "Allowed by signing the memorandum (clause 1.6)"
        record_evidence(commitment=commitment, party=party, period=period, met_on=signed, note=note, by=by)


def _south_west(alliance: Alliance, by: Acts) -> None:
    agreement = services.start_agreement(
        alliance=alliance,
        details=AgreementDetails(
            AgreementKind.DATA_SHARING,
            SOUTH_WEST_TITLE,
            source="Made up for the demonstration",
            non_statutory=True,
            simulated=True,
        ),
        by=by,
    )
    version = services.scope_version(
        agreement=agreement,
        details=VersionDetails(
            "2024-27", period="2024 to 2027", commences=date(2024, 4, 1), review_due=date(2027, 3, 31)
        ),
        by=by,
    )
    _text(version, "south-west-data-sharing.txt", _SOUTH_WEST_KINDS, by)
    for council in places.members(alliance, date(2024, 4, 1)):
        add_council(
            version=version,
            council=council,
            responsibilities="Submits the quarterly return and answers questions about it.",
            contribution="A data lead and somebody who stands in",
            by=by,
        )
    services.draft(version=version, drafted_on=date(2024, 1, 15), by=by)
    services.agree(version=version, minute="Simulated: directors’ group, 6 February 2024, minute 3", by=by)
    ways = cycle(WAYS_TO_WRITE.values())
    for place, party in enumerate(version.parties.order_by("council__name")):
        for step, seat in enumerate(party.seats.order_by("id")):
            day = date(2024, 2, 12) + timedelta(days=2 * place + step)
            record_signature(seat=seat, as_written=next(ways)(day), by=by)
    commitments = (
        CommitmentText("quarterly-data", "Agreed data submitted every quarter", "2.1(a)", met_by=MetBy.RETURNS),
        CommitmentText("data-lead", "Data lead named", "2.1(b)", once_in=2),
        CommitmentText("questions", "Questions answered within 5 working days", "2.1(c)"),
        CommitmentText("quality-review", "Yearly review of data quality", "2.1(d)"),
    )
    set_commitments(version=version, commitments=commitments, by=by)
    _years(version, 2024, by)
    services.bring_into_force(version=version, by=by)
    _simulated_evidence(version, by)


def _simulated_evidence(version: AgreementVersion, by: Acts) -> None:
    """Two years with nearly everything, and one that is running; which is missing follows from the order of names."""
    periods = list(version.commitment_periods.order_by("first_day"))
    parties = list(version.parties.order_by("council__name"))
    for at, period in enumerate(periods[:3]):
        for commitment in version.commitments.filter(met_by=""):
            if at == 1 and commitment.once_in > 1:
                continue
            for place, party in enumerate(parties):
                met_on = period.first_day + timedelta(days=30 + 3 * place + 5 * commitment.position)
                if (place + 3 * commitment.position) % (11, 7, 2)[at] == 0 or met_on > timezone.localdate():
                    continue
                record_evidence(
                    commitment=commitment,
                    party=party,
                    period=period,
                    met_on=met_on,
                    note="Simulated evidence of the demonstration",
                    by=by,
                )


def _years(version: AgreementVersion, first: int, by: Acts) -> None:
    """A matrix for each financial year from the first to the one that has begun."""
    today = timezone.localdate()
    for year in range(first, today.year + (today.month >= 4)):
        days = PeriodDays(f"{year}-{(year + 1) % 100:02}", date(year, 4, 1), date(year + 1, 3, 31))
        add_period(version=version, period=days, by=by)


def _text(version: AgreementVersion, name: str, kinds: tuple[tuple[str, ClauseKind], ...], by: Acts) -> None:
    clauses = list(_tagged(read_clauses(_packaged(name)), kinds, _AREAS if kinds is _KINDS else ()))
    services.set_clauses(version=version, clauses=clauses, by=by)


def _tagged(
    clauses: tuple[ReadClause, ...], kinds: tuple[tuple[str, ClauseKind], ...], areas: tuple[tuple[str, str], ...]
) -> Iterator[ClauseText]:
    for clause in clauses:
        kind = next((kind for start, kind in kinds if clause.number.startswith(start)), ClauseKind.OTHER)
        area = next((area for start, area in areas if clause.number.startswith(start)), "")
        yield ClauseText(clause.number, clause.text, clause.printed, clause.under, kind, area)


def _packaged(name: str) -> str:
    return resources.files("riia.demo").joinpath("data", name).read_text(encoding="utf-8")
