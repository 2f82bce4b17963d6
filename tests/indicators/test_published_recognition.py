"""Which table a file is, what an edition nobody has described is called, and the layouts of later editions."""

import csv
import gzip
import io
from datetime import date

import pytest

from riia.indicators.definitions import UnknownDefinition, catalogue, table_for
from riia.indicators.definitions.published import cells, newest
from riia.indicators.definitions.recognition import NotRecognised, SeveralFit, absent_rows, recognise
from riia.indicators.definitions.releases import vintage_for
from riia.indicators.model import Period
from riia.indicators.readers.published import FileRefused, PeriodRule, PublishedFile, open_file
from riia.indicators.readers.published.layout import census_day
from riia.indicators.readers.published.table import PublishedTable, read
from tests.indicators.tidy_files import C1_NAME, DERBY, EAST_MIDLANDS, ENGLAND, REFERENCE, c1_text, csv_text, row


def file(text: str, name: str = "download.csv") -> PublishedFile:
    return open_file(text.encode(), name=name)


def table(text: str) -> PublishedTable:
    known = recognise(file(text), catalogue())
    return read(file(text), catalogue().layout(known.address))


def test_every_real_file_is_known_without_its_name_and_no_other_file_is() -> None:
    """A clone without the folder of real files looks at made ones, in the tests below."""
    if not REFERENCE.is_dir():
        print(f"There is no {REFERENCE}: made files stand in below.")
        assert recognise(file(c1_text()), catalogue()).address == "cin/c1"
        return
    for path in sorted(REFERENCE.rglob("*.csv.gz")):
        try:
            wanted = table_for(path.name.removesuffix(".gz"), catalogue().releases).address
        except UnknownDefinition:
            wanted = ""
        content = open_file(path, name="download (7).csv")
        if wanted:
            assert recognise(content, catalogue()).address == wanted, path.name
        else:
            with pytest.raises(FileRefused, match=r"no published table|several|CSV|column"):
                recognise(content, catalogue())


def test_a_column_that_is_not_read_may_mark_a_table() -> None:
    """D1 and D4 have the count of D5 too; only D5 has it by duration."""
    names = ("category", "CPP_start", "CPP_At31", "CPP_end")
    rows = [row(place, category="x", CPP_start="1", CPP_At31="1", CPP_end="1") for place in (ENGLAND, DERBY)]
    assert recognise(file(csv_text(rows, names)), catalogue()).address == "cin/d1"
    with pytest.raises(NotRecognised, match=r"cin/d5 .* lacks 3_months_or_less"):
        recognise(file(csv_text(rows, ("category", "CPP_At31"))), catalogue())
    marked = [one | {"3_months_or_less": "1"} for one in rows]
    assert (
        recognise(file(csv_text(marked, ("category", "CPP_At31", "3_months_or_less"))), catalogue()).address == "cin/d5"
    )
    with pytest.raises(SeveralFit, match=r"cin/d1 .* cin/d5"):
        recognise(file(csv_text(marked, (*names, "3_months_or_less"))), catalogue())


def test_rows_tell_apart_what_columns_do_not() -> None:
    names = ("care_leaver_age", "breakdown", "care_leaver_count", "care_leaver_percent")
    found = {
        "cla/care-leavers-activity": ("Total", '"Total in education, employment or training"'),
        "cla/care-leavers-accommodation": ("Suitability total", "Accommodation considered suitable"),
    }
    made = {
        address: [
            row(ENGLAND, care_leaver_age=age, breakdown=one, care_leaver_count="10", care_leaver_percent="50")
            for age in ("17 to 18 years", "19 to 21 years")
            for one in breakdowns
        ]
        for address, breakdowns in found.items()
    }
    for address, rows in made.items():
        assert recognise(file(csv_text(rows, names)), catalogue()).address == address
    with pytest.raises(SeveralFit, match=r"care-leavers-activity .* cla/care-leavers-accommodation .*--table"):
        recognise(file(csv_text([one for rows in made.values() for one in rows], names)), catalogue())
    other = [one | {"breakdown": "All"} for one in made["cla/care-leavers-activity"]]
    with pytest.raises(NotRecognised, match=r"nearest: cla/care-leavers-a.*--table"):
        recognise(file(csv_text(other, names)), catalogue())


def test_a_row_that_is_missing_is_told_with_its_neighbours() -> None:
    rows = [
        row(ENGLAND, population_type=one, children_count="10", rate_per_10000="1")
        for one in ("Children looked after on 31 March each year", "Children starting to be looked after in the year")
    ]
    content = table(csv_text(rows, ("population_type", "children_count", "rate_per_10000")))
    first, second = absent_rows(content, catalogue())
    assert first.value == "Children ceasing to be looked after each year"
    assert second.value == "Children starting to be looked after each year"
    assert "Children starting to be looked after in the year" in second.remedy


def test_an_address_that_is_no_table_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownDefinition, match="cin/c1"):
        recognise(file(c1_text()), catalogue(), "cin/c1a")


# The rows of the totals of the 2026 edition, and the census table of 2022/23, 2024/25 and 2025/26, as the Department's
# data catalogue shows them.

LATER = [
    (
        "ehcp/requests",
        "All requests for an EHC needs assessment",
        ("requests_received_in_year", "requests_decided_to_assess"),
    ),
    ("ehcp/assessments", "All EHC needs assessments", ("assess_in_year", "assess_issued")),
    ("ehcp/new-plans", "All new EHC plans", ("new_ehc_plans",)),
    (
        "ehcp/timeliness",
        "All EHC plans",
        (
            "plans_issued_den", "plans_issued_den_ex", "plans_issued_within_20_weeks", "plans_issued_20_weeks_ex",
            "pc_plans_issued_within_20_weeks", "pc_plans_issued_20_weeks_ex",
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("address", "total", "numbers"), LATER, ids=[one[0] for one in LATER])
def test_the_2026_edition_of_plans_is_read_under_its_new_row_names(
    address: str, total: str, numbers: tuple[str, ...]
) -> None:
    def one(topic: str, value: str) -> dict[str, str]:
        return row(
            ENGLAND, "2025", time_identifier="Calendar year", breakdown_topic=topic, breakdown=topic
        ) | dict.fromkeys(numbers, value)

    content = table(csv_text([one(total, "7"), one("Sex", "3")], ("breakdown_topic", "breakdown", *numbers)))
    assert content.layout.key == address
    assert absent_rows(content, catalogue()) == []
    edition = catalogue().release("ehcp").edition_for(newest(content))
    assert (edition.name, edition.newest.code, edition.published) == ("2026", "CY2025", "")
    assert set(cells(content, catalogue())["number"].drop_nulls()) == {7.0}


CENSUS = [
    (("filter_group", "filter", "ehe_census_date"), {}),
    (("filter_group", "filter", "number", "pc", "rate"), {"pc": "<0.5", "rate": "x"}),
    (("breakdown_topic", "breakdown", "child_count", "child_percent", "rate_per_100"), {"child_percent": "low"}),
]


@pytest.mark.parametrize(("names", "others"), CENSUS, ids=["2022/23", "2024/25", "2025/26"])
def test_later_census_terms_are_read_from_their_totals(names: tuple[str, ...], others: dict[str, str]) -> None:
    def one(year: str, term: str, topic: str, what: str, count: str) -> dict[str, str]:
        place = row(ENGLAND, year, **others) | {"time_identifier": term}
        return place | {names[0]: topic, names[1]: what, names[2]: count}

    rows = [
        one("202425", "Autumn term", "Total", "Total", "111700"),
        one("202425", "Autumn term", "Sex", "Female", "57500"),
        one("202526", "Autumn term", "Total", "Total", "126000"),
        one("202526", "Autumn term", "Year group", "Total", "low"),
    ]
    content = table(csv_text(rows, names))
    assert content.layout.key == "ehe/census"
    assert dict(content.frame.select("period", "ehe_census_date").iter_rows()) == {
        "2024-10-03": 111700, "2025-10-02": 126000,
    }  # fmt: skip
    assert catalogue().release("ehe").edition_for(newest(content)).name == "2025/26"


@pytest.mark.parametrize(
    ("year", "term", "day"),
    [
        (2022, "Autumn term", date(2022, 10, 6)),
        (2022, "Spring term", date(2023, 1, 19)),
        (2022, "Summer term", date(2023, 5, 18)),
        (2024, "Autumn term", date(2024, 10, 3)),
        (2024, "Spring term", date(2025, 1, 16)),
        (2024, "Summer term", date(2025, 5, 15)),
    ],
)
def test_census_days_are_those_the_department_announced(year: int, term: str, day: date) -> None:
    assert census_day(year, term) == day
    assert PeriodRule.CENSUS_TERM.period(f"{year}{(year + 1) % 100}", term) == Period.day(day)


@pytest.mark.parametrize(
    ("text", "term"), [("202223", "Winter term"), ("202224", "Autumn term"), ("2022", "Autumn term")]
)
def test_a_census_term_that_is_none_is_no_period(text: str, term: str) -> None:
    assert PeriodRule.CENSUS_TERM.period(text, term) is None


EDITIONS = [
    ("cin", "YE2025-03", "2025", "mid-2024", False, False),
    ("cin", "YE2026-03", "2026", "mid-2024", True, True),
    ("cin", "YE2022-03", "2022", "mid-2023", True, True),
    ("cla", "YE2026-03", "2026", "mid-2024", True, True),
    ("ehcp", "CY2025", "2026", "mid-2024", True, True),
    ("ehcp", "CY2023", "2024", "mid-2023", True, False),
    ("ehe", "AY2023-24", "2023/24", "mid-2023", True, False),
    ("ehe", "AY2025-26", "2025/26", "mid-2024", True, True),
    ("ehe", "2025-05-15", "2024/25", "mid-2024", True, True),
    ("csww", "2026-09-30", "2026", "mid-2024", True, True),
]


@pytest.mark.parametrize(("release", "period", "name", "vintage", "told", "about_population"), EDITIONS)
def test_an_edition_nobody_has_described_is_named_like_its_neighbours(
    release: str, period: str, name: str, vintage: str, told: bool, about_population: bool
) -> None:
    edition = catalogue().release(release).edition_for(Period.parse(period))
    assert (edition.name, edition.vintage) == (name, vintage)
    assert bool(edition.note) == told
    assert bool(edition.vintage_note) == about_population
    assert edition.published == "" if told else edition.published


def test_what_is_said_of_the_population_says_which_way_it_is_missing() -> None:
    assert "not available (x) for periods that need a mid-year after 2024" in vintage_for(Period.parse("YE2026-03"))[1]
    assert "nearest that is" in vintage_for(Period.parse("YE2020-03"))[1]
    assert vintage_for(Period.parse("YE2024-03")) == ("mid-2023", "")


def test_a_name_is_a_hint_and_contents_decide() -> None:
    assert recognise(file(c1_text(), C1_NAME), catalogue()).address == "cin/c1"
    with pytest.raises(NotRecognised, match=r"named like cin/d1 .* contents of cin/c1"):
        recognise(file(c1_text(), "d1_child_protection_plans_2013_to_2026.csv"), catalogue())
    # Contents that fit nothing: the name says what was meant, and the reader then says what is missing.
    broken = file(c1_text().replace("referral_count", "number_of_referrals"), C1_NAME)
    known = recognise(broken, catalogue())
    with pytest.raises(FileRefused, match="there is no column"):
        read(broken, catalogue().layout(known.address))


def test_real_files_reordered_and_shouted_are_read_the_same() -> None:
    found = sorted(REFERENCE.rglob("d5_*2025.csv.gz"))
    text = gzip.decompress(found[0].read_bytes()).decode("utf-8-sig") if found else c1_text()
    if not found:
        print(f"There is no {REFERENCE}: a made file stands in.")
    rows = list(csv.reader(io.StringIO(text)))[:60]
    turned = [[name.upper() for name in rows[0][::-1]], *(one[::-1] for one in rows[1:])]

    def written(lines: list[list[str]]) -> str:
        out = io.StringIO()
        csv.writer(out).writerows(lines)
        return out.getvalue()

    assert table(written(turned)).frame.equals(table(written(rows)).frame)


def test_regions_are_known_by_name_where_a_file_has_no_code() -> None:
    rows = [
        row(place, category="Reason episode ceased") | {
            "geo_breakdown": name, "cla_group": "Reason episode ceased", "characteristic": what, "number": "5",
            "percentage": "50", "time_identifier": "Reporting year",
        }
        for place, name in ((ENGLAND, "National"), (EAST_MIDLANDS, "East Midlands"))
        for what in ("Total", "Adopted")
    ]  # fmt: skip
    assert table(
        csv_text(rows, ("geo_breakdown", "cla_group", "characteristic", "number", "percentage"))
    ).layout.key in {"cla/ceased"}
