"""A register that has datasets 4 and 5, an instruction for both, and records of Derby to lodge under them."""

import datetime as dt

from riia.alliance.access.models import Person
from riia.alliance.access.roles import Role
from riia.alliance.agreements.audiences import Privacy
from riia.alliance.agreements.models import AgreementVersion, Dataset, Instruction, ItemLine, RegisterItem
from riia.alliance.agreements.states_register import Basis, ItemStatus
from riia.alliance.audit.actors import System
from riia.alliance.custody.models import NamedPerson, RecordWindow
from riia.alliance.places.models import Alliance, Place
from riia.indicators.model import Period
from riia.indicators.records import SCHOOL_MOVES, SEND_PLACEMENTS, Records
from riia.indicators.records.pseudonyms import pseudonym
from tests.alliance.returns.conftest import DERBY, EAST_MIDLANDS
from tests.indicators.records.made import CHILD, KEY, PLACEMENT, YEAR

ON = dt.date(2026, 1, 15)
QUARTER, TERM = Period.parse("2025-26Q3"), Period.parse("AY2025-26T1")
BY = System("tests")
SECRET = "Quorndon Brambles School"


def add_records_to(version: AgreementVersion) -> None:
    """Datasets 4 and 5 in the register, and the partners' written instruction for both."""
    for number, audiences, privacy in (
        (4, ["commissioners", "council", "processor"], Privacy.RECORD_WITH_PRICE),
        (5, ["named-persons"], Privacy.CLOSELY_LIMITED),
    ):
        dataset = Dataset.objects.create(
            version=version, number=number, key=f"dataset-{number}", title=f"Dataset {number}", clause="6.4",
            privacy=privacy, frequency="quarterly", source="the data appendix",
        )  # fmt: skip
        ItemLine.objects.create(
            item=RegisterItem.objects.create(dataset=dataset, key=f"records-{number}", number=1),
            starts_on=dt.date(2022, 9, 1), status=ItemStatus.ACTIVE, title="Records", privacy=privacy,
            audiences=audiences, onward=[], basis=Basis.AGREEMENT, recorder_label="tests",
        )  # fmt: skip
    Instruction.objects.create(
        version=version, number=7, datasets=["dataset-4", "dataset-5"], text="Make the tables of both datasets.",
        processor="Business Intelligence", given_by="the directors' group, minute 4", given_on=dt.date(2022, 9, 1),
        starts_on=dt.date(2022, 9, 1), recorder_label="tests",
    )  # fmt: skip


def placements(count: int = 30, *, council: str = DERBY, mark: str = SECRET) -> Records:
    names = SEND_PLACEMENTS.list("placements").names
    rows = []
    for at in range(count):
        one = PLACEMENT | {
            "pseudonym": pseudonym(KEY, SEND_PLACEMENTS, YEAR, f"{council} {at}"),
            "council": council,
            "provider": mark,
            "provider_urn": str(100_000 + at % 5),
            "placement_type": "DAY" if at % 3 else "TERM",
        }
        rows.append(tuple(one[name] for name in names))
    return Records(SEND_PLACEMENTS, council, YEAR, {"placements": tuple(sorted(rows))})


def moves(*, council: str = DERBY) -> Records:
    lists = {}
    for known in SCHOOL_MOVES.lists:
        rows = []
        for at in range(12):
            one = CHILD | {"kind": "SUSP", "reason": "DB", "sessions": "2", "went_to": "EHE", "came_from": "ELSE"}
            one |= {"pseudonym": pseudonym(KEY, SCHOOL_MOVES, YEAR, str(at)), "council": council}
            rows.append(tuple(one[name] for name in known.names))
        lists[known.name] = tuple(sorted(rows))
    return Records(SCHOOL_MOVES, council, YEAR, lists)


def window(alliance: Alliance) -> RecordWindow:
    return RecordWindow.objects.create(
        dataset=SCHOOL_MOVES.key, alliance=alliance, period=TERM.code,
        opens_on=dt.date(2026, 1, 5), closes_on=dt.date(2026, 1, 30),
    )  # fmt: skip


def name(alliance: Alliance, person: Person) -> NamedPerson:
    return NamedPerson.objects.create(
        dataset=SCHOOL_MOVES.key, alliance=alliance, person=person, purpose="tests", approver_label="tests",
        starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2090, 1, 1),
    )  # fmt: skip


COMMISSIONER = (Role.COMMISSIONER, EAST_MIDLANDS)
PROCESSOR = (Role.PROCESSOR, EAST_MIDLANDS)


def derby() -> Place:
    return Place.objects.get(code=DERBY)
