"""The three letters and the plan's grants, recomputed to the penny, with everything that is to be known about them."""

import datetime as dt

import pytest

from riia.alliance.access.queries import scope_for
from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import AmountState, Determination, DeterminationVersion, Payment
from riia.alliance.grants.presenters.differences import difference_page
from riia.alliance.grants.presenters.letters import letter_page
from riia.alliance.grants.presenters.register import grant_notices, grant_page, home_page
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.notices import Weight
from riia.alliance.grants.queries.recomputing import annex_of
from riia.alliance.grants.queries.statements import statement_of
from riia.alliance.grants.services import annex, entering
from riia.alliance.grants.services.entering import LetterDetails
from riia.alliance.places.models import Place
from riia.demo.grants import load_grants
from riia.documents.allocation import Verdict
from tests.alliance.grants.conftest import BY, DEVON, DORSET, LEICESTER, SOUTH_EAST, SOUTH_WEST, People

SYSTEM = Scope.system()
TODAY = dt.date(2026, 11, 23)
NINE = {
    "East Midlands": (206_000, 238_000, 10),
    "East of England": (209_200, 244_400, 11),
    "London": (290_800, 396_400, 33),
    "North East": (212_400, 250_800, 12),
    "North West": (250_800, 327_600, 24),
    "South East": (324_800, 401_200, 19),
    "South West": (222_000, 270_000, 15),
    "West Midlands": (218_800, 263_600, 14),
    "Yorkshire and Humber": (222_000, 270_000, 15),
}


def test_the_variation_of_2023_comes_out_for_nine_regions(variation: DeterminationVersion) -> None:
    found = annex_of(variation)
    assert [row.allocation.written for row in found.rows] == list(NINE)
    for row in found.rows:
        before, revised, councils = NINE[row.allocation.written]
        assert row.result.total("paid", uplift=False) == before * 100
        assert row.result.paid == row.entitlement.pence == revised * 100
        assert row.result.verdict is Verdict.AGREES
        assert {count.derived for count in row.councils} == {councils}
    totals = [check.computed for check in found.recomputation.totals.values()]
    assert totals == [215_680_000, 266_200_000]
    south_east = found.row_of(SOUTH_EAST)
    assert south_east.result.total("own", uplift=False) == 24_480_000
    assert south_east.result.for_others == 8_000_000
    london = next(row for row in found.rows if row.allocation.written == "London")
    assert next(line.answer.paid for line in london.result.lines if line.line == "1a") == 9_120_000


def test_a_wrong_row_is_seen_and_the_stated_value_stays(variation: DeterminationVersion) -> None:
    row = variation.allocations.get(written="South West")
    row.amounts.filter(column__kind="revised").update(pence=27_000_100)
    page = letter_page(SYSTEM, variation)
    assert page.title == "1 of 9 rows does not come out as stated"
    (block,) = [one for one in page.rows if one.name == "South West"]
    assert block.tag == ("differs", "problem")
    assert "£270,001 is stated: £1 more." in block.checks[1].sentence
    codes = [one.code for one in grant_notices(SYSTEM, variation)]
    assert codes.count("ROW DIFFERS") == 2  # the sum of its lines, and before + uplift


def test_what_is_to_be_known_of_the_variation(variation: DeterminationVersion) -> None:
    found = {one.code: one for one in grant_notices(SYSTEM, variation)}
    assert found["PREDECESSOR MISSING"].words.startswith("The original, variation 1 and variation 2 are not held")
    assert found["LINE DIFFERS"].words.endswith("£94,000 is stated for each: £400 more than its own working.")
    assert found["REFERENCE NOT CITED"].words == "31/6558 is in the heading and not in the citation clause."
    assert "2022/23" in found["YEAR DIFFERS"].words
    assert found["PAID LATER"].weight is Weight.NOTE
    assert "INSTALMENT DATE" not in found  # what it calls paid may lie before it
    assert "INSTALMENTS DIFFER" not in found
    assert "MINISTERS DIFFER" not in found
    assert letter_page(SYSTEM, variation).title == (
        "All 9 rows come out as stated, £2,662,000 in all; line 3a is £400 more than its own working"
    )


def test_the_letter_of_2017_adds_up_to_the_penny(letters: dict[str, Determination], england: dict[str, Place]) -> None:
    version = letters["31/3010"].versions.get()
    found = annex_of(version)
    (check,) = found.recomputation.totals.values()
    assert (len(found.rows), check.computed, check.stated) == (23, 3_235_006_317, 3_235_006_317)
    dorset = next(row for row in found.rows if row.allocation.written == "Dorset County Council")
    assert dorset.allocation.place == england["835"]  # the council of that day
    assert letter_page(SYSTEM, version).rows[0].tag == ("counted in the total only", "quiet")
    codes = {one.code for one in grant_notices(SYSTEM, version)}
    assert {"UPDATE PROMISED", "REFERENCE NOT CITED"} <= codes
    assert "INSTALMENT DATE" not in codes
    assert "TOTAL DIFFERS" not in codes


def test_redacted_amounts_of_2021_cannot_be_verified(letters: dict[str, Determination]) -> None:
    version = letters["project_5368"].versions.get()
    (row,) = annex_of(version).rows
    assert row.result.verdict is Verdict.CANNOT_VERIFY
    assert [(one.column.kind, one.state, one.pence) for one in row.allocation.amounts.all()] == [
        ("base", AmountState.REDACTED, None),
        ("top-up", AmountState.REDACTED, None),
        ("total", AmountState.STATED, 2_127_192),
    ]
    found = {one.code: one for one in grant_notices(SYSTEM, version)}
    assert "Durham County Council" in found["PARTY WITHOUT ROW"].words
    assert "Leicester" not in found["PARTY WITHOUT ROW"].words
    assert "Secretary of State for Education" in found["MINISTERS DIFFER"].words
    dates = [one.words for one in grant_notices(SYSTEM, version) if one.code == "INSTALMENT DATE"]
    assert len(dates) == 4
    assert all("2020" in words or "2021" in words for words in dates)
    assert version.menu.filter(kind="measure", under=None).count() == 10
    assert version.menu.filter(kind="measure", under__number="1").count() == 6
    assert version.menu.filter(kind="activity").values("heading").distinct().count() == 3


def test_as_at_before_and_after_the_variation(letters: dict[str, Determination], people: People) -> None:
    grant, scope = letters["31/6558"], scope_for(people.coordinator)
    before = grant_page(scope, grant, dt.date(2023, 12, 13), TODAY)
    after = grant_page(scope, grant, dt.date(2023, 12, 14), TODAY)
    assert (before.title, after.title) == (
        "South West gets £222,000 for 2023-24",
        "South West gets £270,000 for 2023-24, £48,000 more than before 14 December 2023",
    )
    assert (before.held.total, after.held.total) == (215_680_000, 266_200_000)
    assert "no earlier is held" in before.held.at.words
    assert after.held.at.words == "Variation 3, in effect from 14 December 2023"
    nothing = grant_page(scope, grant, dt.date(2023, 3, 31), TODAY)
    assert (nothing.held.at.version, nothing.rows) == (None, [])


def test_the_grants_of_the_plan_count_without_their_letter(letters: dict[str, Determination]) -> None:
    for strand, pence in (("send", 119_020_000), ("csc", 42_838_800)):
        version = letters[strand].versions.get()
        found = annex_of(version)
        assert (version.state, found.rows[0].result.paid) == ("announced", pence)
        assert {"LETTER NOT HELD", "AUTHORITY NOT RECORDED", "NO REFERENCE"} <= {
            one.code for one in grant_notices(SYSTEM, version)
        }
        assert letters[strand].awards.get().amount_pence == pence
        with pytest.raises(entering.GrantError, match="no longer changed"):
            entering.determine(version=version, by=BY)


def test_statements_over_the_years(
    letters: dict[str, Determination], england: dict[str, Place], people: People
) -> None:
    scope = scope_for(people.coordinator)
    region = statement_of(scope, england[SOUTH_WEST], TODAY)
    assert [(year.label, year.total) for year in region.years] == [("2025-26", 161_858_800), ("2023-24", 27_000_000)]
    assert [(one.what, one.pence, one.payee) for one in region.elsewhere] == [
        ("Data to Insight project", 1_000_000, "South East")
    ]
    assert {line.row.written for line in region.councils} == {"Devon County Council", "Dorset County Council"}
    dorset = statement_of(scope, england[DORSET], TODAY)  # with the council it came from
    assert [line.row.written for line in dorset.lines] == ["Dorset County Council"]
    south_east = statement_of(scope, england[SOUTH_EAST], dt.date(2023, 12, 1))
    assert [(line.pence, line.own) for line in south_east.lines] == [(32_480_000, 24_480_000)]
    devon = statement_of(scope, england[DEVON], TODAY)
    assert (devon.lines[0].pence, devon.lines[0].share) == (15_156_200, 5)
    west_midlands = statement_of(scope, england["E12000005"], TODAY)
    assert [line.row.written for line in west_midlands.lines] == ["West Midlands", "Leicester City Council"]


def test_a_year_is_compared_with_the_one_before_only(
    letters: dict[str, Determination], england: dict[str, Place]
) -> None:
    letters["send"].financial_year = 2024
    letters["send"].save()
    years = {year.label: year.change for year in statement_of(SYSTEM, england[SOUTH_WEST], TODAY).years}
    assert years == {"2025-26": 42_838_800 - 119_020_000, "2024-25": 119_020_000 - 27_000_000, "2023-24": None}


def test_the_register_says_what_the_viewers_place_got(letters: dict[str, Determination], people: People) -> None:
    assert home_page(scope_for(people.bristol), TODAY, TODAY).title == "South West got £1,618,588 in 2025-26"
    assert home_page(scope_for(people.devon), TODAY, TODAY).title == "Devon got £151,562 in 2016-17"
    titles = {line.title for line in home_page(scope_for(people.east), TODAY, TODAY).lines}
    assert len(titles) == 3
    assert not any("South West alliance" in title for title in titles)


def test_the_loader_repeats_itself_without_doing_anything(letters: dict[str, Determination]) -> None:
    counted = [model.objects.count() for model in (Determination, DeterminationVersion, Payment)]
    load_grants(by=BY)
    assert [model.objects.count() for model in (Determination, DeterminationVersion, Payment)] == counted
    assert all(one.simulated for one in Payment.objects.filter(determination__published=False))


def test_what_changed_between_two_letters(letters: dict[str, Determination], england: dict[str, Place]) -> None:
    grant = letters["31/6558"]
    first = grant.versions.get()
    letter = LetterDetails("1 February 2024", dt.date(2024, 2, 1), number=4, purpose="More.")
    second = entering.start_version(determination=grant, letter=letter, keeper=None, by=BY)
    assert [each.pence for row in reading.rows_of(second) for each in row.amounts.all()][:2] == [23_800_000, None]
    said = annex.Said
    rows = [
        annex.RowDetails("South West", [said(AmountState.STATED, 28_000_000, "£280,000")]),
        annex.RowDetails("Leicester City Council", [said(AmountState.REDACTED, None, "redacted")]),
    ]
    annex.set_annex(version=second, columns=[annex.ColumnDetails(annex.ColumnKind.REVISED, "New")], rows=rows, by=BY)
    changes = {one.label: (one.words, one.note, one.after) for one in difference_page(first, second).amounts}
    assert changes["South West"] == ("changed", "£10,000 more", "£280,000.00")
    assert changes["London"][0] == "removed"
    assert changes["Leicester City Council"] == ("added", "", "redacted")
    assert england[LEICESTER] == second.allocations.get(position=2).place
