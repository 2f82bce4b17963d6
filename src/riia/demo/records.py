"""Simulated record-level datasets for the demonstration: no child and no placement in them exists.

They take the way that real files take: lists in CSV files, through the scan, under an instruction, in a window, by
named persons, accepted by somebody else, tables protected.
"""

import csv
import hashlib
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.personas import DERBY, EAST_MIDLANDS, LEICESTER
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.agreements.services.instructions import Instructed, give_instruction
from riia.alliance.audit.actors import Acts
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.services import records
from riia.indicators.model import Period
from riia.indicators.records import DATASETS, SCHOOL_MOVES, SEND_PLACEMENTS, Dataset
from riia.indicators.records.datasets import AGE_BANDS, NEEDS, REASONS, WHERE
from riia.indicators.records.pseudonyms import pseudonym

_KEY: Final = hashlib.sha256(b"a simulated council's key").digest()
_SIZES: Final = {DERBY: 84, LEICESTER: 126}
_LODGERS: Final = {DERBY: "derby-performance", LEICESTER: "leicester-performance"}
_READERS: Final = ("derby-performance", "leicester-performance", "em-analyst", "em-performance")
_PROVIDERS: Final = tuple(f"{name} (simulated)" for name in (
    "Oakmere School", "Withy Brook School", "Larkfield House School", "Fenbridge College", "Copper Beech School",
    "Harrow Lane Education Centre", "Stonewater School", "Millrace College", "Greenway School", "Ashdown House School",
))  # fmt: skip
_SECTORS: Final = ("ISS", "ISS", "ISS", "NMSS", "NMSS", "OIS", "ISPI", "IAP")
_TYPES: Final = (("DAY", 1_240, 39), ("DAY", 1_460, 39), ("WEEK", 2_650, 38), ("TERM", 3_100, 38), ("YEAR", 4_800, 52))

_PERMANENT: Final = 0.07


def load_records(*, by: Acts) -> None:
    """Lodge simulated files of Derby and Leicester for the latest full period, where there is none. Safe to repeat."""
    alliance = places.alliance_in(EAST_MIDLANDS)
    version = AgreementVersion.objects.filter(agreement__alliance=alliance, datasets__key="dataset-4").first()
    if alliance is None or version is None or records.files_of(Scope.system()):
        return
    today = timezone.localdate()
    with transaction.atomic():
        _instruct(version, today, by)
        _open_dataset_5(alliance, today, by)
        for code in _SIZES:
            for dataset in DATASETS.values():
                _lodge(places.get(code), dataset, today, by)


def _instruct(version: AgreementVersion, today: date, by: Acts) -> None:
    text = (
        "Keep the councils’ files of Datasets 4 and 5 sealed, make their protected tables, show them to those whom the "
        "register names, and destroy the files when their time is over."
    )
    given = Instructed(
        text, ["dataset-4", "dataset-5"], "The region’s data processor", "Directors’ group, minute 6 (simulated)",
        today, today, simulated=True,
    )  # fmt: skip
    give_instruction(version=version, given=given, by=by)


def _open_dataset_5(alliance: Alliance, today: date, by: Acts) -> None:
    records.set_window(
        dataset=SCHOOL_MOVES, alliance=alliance, period=_period(SCHOOL_MOVES, today),
        opens_on=today - timedelta(days=10), closes_on=today + timedelta(days=20), by=by,
    )  # fmt: skip
    for slug in _READERS:
        person = _person(slug)
        if person is not None:
            records.name_person(
                dataset=SCHOOL_MOVES, alliance=alliance, person=person, ends_on=today + timedelta(days=300), by=by,
                purpose="The termly exclusions dashboard (simulated)",
            )  # fmt: skip


def _lodge(council: Place, dataset: Dataset, today: date, by: Acts) -> None:
    period = _period(dataset, today)
    chance = Random(f"{council.code} {dataset.key}")  # noqa: S311 - the same records each time, of nobody
    rows = _placements(council, period, chance) if dataset is SEND_PLACEMENTS else _moves(council, period, chance)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, found in rows.items():
            path = Path(folder) / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(dataset.list(name).names)
                writer.writerows(found)
            files.append((path, path.name))
        lodger = _person(_LODGERS[council.code]) or by
        lodged = records.lodge_files(
            files=files, dataset=dataset, council=council, period=period, by=lodger, simulated=True
        )
    # One file waits, so that there is something to decide.
    if not (council.code == LEICESTER and dataset is SCHOOL_MOVES):
        records.accept_file(reference=lodged.reference, by=by)


def _period(dataset: Dataset, today: date) -> Period:
    """The latest period that is over."""
    years = (today.year - at for at in range(3))
    if dataset is SEND_PLACEMENTS:
        found = [Period.financial_quarter(year, quarter) for year in years for quarter in range(1, 5)]
    else:
        found = [term for year in years for term in Period.academic_year(year).terms()]
    return max(one for one in found if one.end < today)


def _span(period: Period) -> str:
    return f"{period.named_year}-{(period.named_year + 1) % 100:02}"


def _placements(council: Place, period: Period, chance: Random) -> dict[str, list[Sequence[str]]]:
    rows: list[Sequence[str]] = []
    for number in range(_SIZES[council.code]):
        at = chance.randrange(len(_PROVIDERS))
        kind, price, weeks = chance.choice(_TYPES)
        weekly = price + chance.randrange(-20, 40) * 10
        began = period.start.year - chance.randrange(1, 5)
        rows.append((
            pseudonym(_KEY, SEND_PLACEMENTS, _span(period), f"{council.code}-{number}"), council.code, _PROVIDERS[at],
            str(900_100 + at), _SECTORS[at % len(_SECTORS)], kind, chance.choice(AGE_BANDS[1:])[0],
            chance.choice([*NEEDS[3:6], NEEDS[10], NEEDS[10], ("", "")])[0], f"{began}-09", "", f"{weekly}.00",
            str(weeks), f"{weekly * weeks}.00", chance.choice("NNNY"),
        ))  # fmt: skip
    return {"placements": rows}


def _moves(council: Place, period: Period, chance: Random) -> dict[str, list[Sequence[str]]]:
    months = [f"{period.start.year}-{month:02}" for month in range(period.start.month, period.end.month + 1)]
    months = months or [f"{period.start:%Y-%m}"]

    def child() -> tuple[str, tuple[str, ...]]:
        number = chance.randrange(_SIZES[council.code] * 20)
        year = chance.randrange(1, 12)
        phase = chance.choice(["P", "P", "AP"]) if year <= 6 else chance.choice(["S", "S", "S", "SP", "AP"])
        who = pseudonym(_KEY, SCHOOL_MOVES, _span(period), f"{council.code}-{number}")
        return who, (chance.choice(months), str(year), phase, chance.choice("NNKKE"))

    def listed(count: int, *columns: Sequence[str]) -> list[Sequence[str]]:
        found = {}
        for _ in range(count):
            who, rest = child()
            found[who] = (who, council.code, *(chance.choice(column) for column in columns), *rest)
        return list(found.values())

    reasons = [code for code, _ in REASONS[:10]] + ["DB"] * 6
    where = [code for code, _ in WHERE] + ["HERE"] * 6 + ["ELSE"] * 3
    size = _SIZES[council.code]
    excluded: list[Sequence[str]] = []
    for who, code, _, reason, _, *rest in listed(size * 3, ["SUSP"], reasons, ["1"]):
        is_permanent = chance.random() < _PERMANENT
        kind, sessions = ("PERM", "") if is_permanent else ("SUSP", str(chance.randrange(1, 11)))
        excluded.append((who, code, kind, reason, sessions, *rest))
    return {"exclusions": excluded, "leavers": listed(size, where), "joiners": listed(size, where)}


def _person(slug: str) -> Person | None:
    return Person.objects.filter(is_persona=True, email__startswith=f"{slug}@").first()
