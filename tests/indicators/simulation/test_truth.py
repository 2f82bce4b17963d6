"""What the histories say is what the engine counts from the files: the engine is not asked when truth is told."""

from json import loads
from pathlib import Path

import pytest

from riia.indicators.engine.own_files import OwnFiles, compute
from riia.indicators.model import Number
from riia.indicators.simulation.folder import Request, simulate
from riia.indicators.simulation.truth import truths
from tests.indicators.simulation.councils import RUTLAND, YEAR, targets, world
from tests.indicators.simulation.test_files import AS_AT

# One extract does not say when earlier plans ended, and speaks of incidents in twelve months whatever the period.
UNKNOWABLE = {("repeat-cpps-2-years", "annex-a"), ("cla-missing", "annex-a")}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> OwnFiles:
    folder: Path = tmp_path_factory.mktemp("truth")
    simulate(Request(targets(RUTLAND), 7, AS_AT, years=3), folder)
    return OwnFiles(
        annex_a=tuple(folder.glob("annex_a_*.xlsx")),
        cin=tuple(sorted(folder.glob("cin_*.xml"))),
        ssda903=(folder / "ssda903",),
        sen2=(folder / "sen2",),
        ehe=(folder / "ehe_register.csv",),
    )


@pytest.mark.parametrize("period", ["2024-25Q4", "YE2025-03", "CY2024"])
def test_the_engine_finds_the_truth(files: OwnFiles, period: str) -> None:
    folder = files.ssda903[0].parent
    true = loads((folder / "truth.json").read_text(encoding="utf-8"))["values"][period]
    compared, wrong = 0, []
    for figure in compute(files, place=RUTLAND, period=period).figures:
        address = figure.counting.address
        if address not in true or not isinstance(figure.number, Number) or (address, figure.source) in UNKNOWABLE:
            continue
        if figure.source == "annex-a" and figure.period.end != AS_AT:
            continue  # the lists hold each child's latest case only, so an earlier day cannot be told from them
        compared += 1
        if figure.number.value != true[address]:
            wrong.append((address, figure.source, true[address], figure.number.value))
    assert wrong == []
    assert compared > 15


def test_every_quarter_has_its_truth() -> None:
    found = truths(world(RUTLAND), YEAR)
    assert list(found) == [
        "YE2025-03", "2024-25Q1", "2024-25Q2", "2024-25Q3", "2024-25Q4", "CY2024", "AY2024-25",
    ]  # fmt: skip
    assert {"referrals", "cla-current", "initial-contacts"} <= set(found["2024-25Q1"])
    assert "ehcp-requests" not in found["2024-25Q4"]
    assert "ehcp-requests" in found["CY2024"]
