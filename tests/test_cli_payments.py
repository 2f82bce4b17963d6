"""`riia protect --amount`: payments added up to a table in which no payee's own can be told."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from riia.cli import main
from tests.test_cli_protect import refused, rows_in

PAYMENTS = """Council,Placement,Provider,Invoice,Amount
Derby,Fostering,Acorn Care Ltd,1,"£12,400.50"
Derby,Fostering,ACORN CARE LIMITED,2,"£3,100.00"
Derby,Fostering,Bright Homes,3,£950.25
Derby,Fostering,Cedar,4,£800
Derby,Residential,Dove House,5,"£88,000.00"
Derby,Residential,Elm Tree,6,"£41,300.10"
Derby,Residential,Fern,7,"£39,000"
Derby,Residential,Fern,8,"-£1,000"
Stoke,Fostering,Acorn Care Ltd,9,"£2,000.00"
Stoke,Fostering,Bright Homes,10,"£2,400.00"
Stoke,Fostering,Cedar,11,"£2,100.00"
Stoke,Residential,Dove House,12,"£60,000.00"
Stoke,Residential,Elm Tree,13,"£52,000.00"
Leicester,Fostering,Acorn Care Ltd,14,"£5,000.00"
Leicester,Fostering,Bright Homes,15,"£4,400.00"
Leicester,Fostering,Cedar,16,"£4,100.00"
Leicester,Residential,Dove House,17,"£30,000.00"
Leicester,Residential,Elm Tree,18,"£22,000.00"
Leicester,Residential,Fern,19,"£21,000.00"
"""
ASKED = ("--amount", "Amount", "--payee", "provider", "--dimensions", "council,placement")


@pytest.fixture
def payments(tmp_path: Path) -> Path:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS, encoding="utf-8")
    return path


def test_a_table_with_what_is_hidden_and_why(payments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Acorn has 15,500.50 of Derby's 17,250.75 for fostering, more than 75%; Stoke's homes have two payees."""
    main(["protect", str(payments), *ASKED, "--format", "csv"])
    said = capsys.readouterr()
    rows = [line.split(",") for line in said.out.replace("\r", "").splitlines()]
    assert rows[0] == ["Council", "Fostering", "Residential", "Total"]
    assert [row[0] for row in rows[1:]] == ["Derby", "Stoke", "Leicester", "Total"]
    assert rows[1][1] == rows[2][2] == "c"
    assert rows[3] == ["Leicester", "13500.00", "73000.00", "86500.00"]
    assert rows[4][3] == "389550.85"
    assert "names taken for one contributor: Acorn Care Ltd = ACORN CARE LIMITED." in said.err
    assert "12 amounts ((1, 75) dominance, at least 3 contributors): 8 shown; 2 hidden because too much" in said.err
    assert "Council Derby, Placement Fostering: hidden by the (1, 75) dominance; can be £" in said.err
    assert "Council Stoke, Placement Residential: hidden because it has too few contributors; can be £" in said.err


def test_a_file_with_its_report(payments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = payments.with_name("safe.xlsx")
    main(["protect", str(payments), *ASKED, "--out", str(out), "--within-percent", "10"])
    assert "p % rule with p = 10" in capsys.readouterr().err
    cell = openpyxl.load_workbook(out).active["D5"]
    assert (cell.value, cell.number_format) == (389550.85, "0.00")
    report = openpyxl.load_workbook(payments.with_name("safe report.xlsx"))["Not for publication"]
    low, high = next((row[3], row[4]) for row in report.values if row[0] == "Council Derby, Placement Fostering")
    assert low <= 17250.75 <= high


def test_three_dimensions_and_a_hierarchy(payments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "--amount",
        "Amount",
        "--payee",
        "Provider",
        "--parts",
        "East=Derby,Leicester",
        "--parts",
        "All=East,Stoke",
    ]
    main(
        [
            "protect",
            str(payments),
            *asked,
            "--dimensions",
            "Council",
            "--fewest",
            "1",
            "--out",
            str(payments.parent / "s.csv"),
        ]
    )
    capsys.readouterr()
    amounts = {row[0]: row[1] for row in rows_in(payments.parent / "s.csv")[1:]}
    assert list(amounts) == ["Derby", "Stoke", "Leicester", "East", "All"]
    assert Decimal(amounts["East"]) == Decimal(amounts["Derby"]) + Decimal(amounts["Leicester"])


@pytest.mark.parametrize(
    ("page", "arguments", "said"),
    [
        (PAYMENTS, ASKED[:2], "Say which column has who was paid: --payee COLUMN. The columns are: Council"),
        (PAYMENTS, ASKED[:4], '--dimensions "Council,Placement".'),
        (PAYMENTS, [*ASKED, "--dominance", "75"], "--dominance 75: give how many payees and what share"),
        (PAYMENTS, [*ASKED, "--dominance", "1,175"], "--dominance 1,175: "),
        (PAYMENTS, [*ASKED, "--within-percent", "-1"], "--within-percent -1: give a number above 0"),
        (PAYMENTS, [*ASKED, "--within-percent", "9", "--dominance", "1,75"], "are two rules. Choose one."),
        (PAYMENTS, [*ASKED, "--fewest", "0"], "--fewest 0: give 1 or more payees."),
        (PAYMENTS, [*ASKED, "--round", "5"], "--round: this is for tables of counts."),
        (PAYMENTS, [*ASKED, "--percent", "a=b"], "--percent is for tables of counts."),
        (PAYMENTS, [*ASKED[:4], "--dimensions", "Provider"], "the table is by other columns than the amounts"),
        (PAYMENTS.replace(",Cedar,4,", ",,4,"), ASKED, "Line 5, column 'Provider' is blank. Say who was paid"),
        (PAYMENTS.replace(",£800", ",£800.005"), ASKED, "Line 5, column 'Amount' is 800.005, which is no amount in"),
        (PAYMENTS.replace(",£800", ",-£800"), ASKED, "Cedar comes to -800.00 in Derby, Fostering, credits taken off"),
        (f"{PAYMENTS}Total,Total,All,,3\n", ASKED, "Line 21, column 'Council' is 'Total'. Totals are added up here"),
    ],
)
def test_refusals(
    page: str, arguments: list[str], said: str, payments: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    payments.write_text(page, encoding="utf-8")
    assert said in refused(capsys, "protect", payments, *arguments)
