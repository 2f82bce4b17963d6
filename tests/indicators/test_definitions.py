"""The definitions shipped with the package: complete, consistent, and refused with file and field when they are not."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.definitions import (
    DefinitionError,
    Measure,
    Timing,
    UnknownDefinition,
    catalogue,
    load,
    table_for,
)
from riia.indicators.model import Period, Polarity

FOLDER = Path(str(files("riia.indicators.definitions")))
SLUGS = [
    "initial-contacts",
    "referrals",
    "repeat-referrals",
    "assessments-started",
    "assessments-completed",
    "assessments-within-45-days",
    "children-in-need",
    "section-47-enquiries",
    "icpcs-within-15-days",
    "cpps-starting",
    "cpps-current",
    "cpps-ceasing",
    "repeat-cpps-ever",
    "repeat-cpps-2-years",
    "cla-current",
    "cla-starting",
    "cla-ceasing",
    "cla-uasc",
    "care-leavers",
    "uasc-care-leavers",
    "ehe",
    "ehcp-requests",
    "ehcp-assessments",
    "ehcps-issued",
]
FLOWS = {1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 17, 22, 23, 24}
RATES = {1, 2, 4, 5, 7, 8, 10, 11, 12, 15, 16, 17, 18, 19, 21, 22, 23, 24}


def test_the_24_indicators_have_their_numbers_and_slugs() -> None:
    numbered = {one.number: one.slug for one in catalogue().indicators if one.dataset == "1"}
    assert numbered == dict(enumerate(SLUGS, start=1))
    assert catalogue().set("mou-2022").members == tuple(SLUGS)


def test_flow_or_stock_and_measure_are_those_of_the_memorandum() -> None:
    for one in catalogue().indicators:
        if one.dataset == "1":
            assert one.timing is (Timing.FLOW if one.number in FLOWS else Timing.STOCK), one.slug
            assert one.headline is (Measure.RATE if one.number in RATES else Measure.PERCENT), one.slug


def test_where_nothing_is_published_the_definition_says_so() -> None:
    unpublished = {one.number for one in catalogue().indicators if one.dataset == "1" and not one.is_published}
    assert unpublished == {1, 4, 14, 20}
    assert "England only" in catalogue().indicator("uasc-care-leavers").unpublished


def test_the_letter_of_2023_has_25_of_which_one_is_unknown() -> None:
    letter = catalogue().set("letter-2023")
    assert letter.size == 25
    assert letter.members == tuple(SLUGS)
    assert [one.position for one in letter.unknown] == [25]


def test_every_published_indicator_of_dataset_2_is_in_its_set() -> None:
    members = catalogue().set("dataset-2-published").members
    assert set(members) == {one.slug for one in catalogue().indicators if one.dataset == "2" and one.is_published}
    unpublished = {one.number for one in catalogue().indicators if one.dataset == "2" and not one.is_published}
    assert unpublished == {11, 12, 13, 15, 19, 20}


@pytest.mark.parametrize("one", catalogue().indicators, ids=lambda one: one.slug)
def test_a_definition_is_whole_and_in_plain_words(one) -> None:
    assert one.owner
    assert one.checked_by
    assert one.caveats
    assert one.watch
    assert one.valid_from <= one.reviewed_on
    assert len(one.short_title) <= 28
    assert "!" not in " ".join((one.why, one.title, *one.caveats, *one.watch, one.polarity_reason))
    assert not re.search(r"\bfail|\bblame", " ".join((one.why, *one.caveats, *one.watch)), re.IGNORECASE)
    assert one.unit


def test_polarity_is_the_national_tools_and_a_departure_is_explained() -> None:
    tool = {"High": Polarity.UP, "Low": Polarity.DOWN, "-": Polarity.NONE}
    departures = {
        one.slug for one in catalogue().indicators if one.lait_polarity and tool[one.lait_polarity] is not one.polarity
    }
    # The tool calls a low rate of new plans better, but claims nothing of their count or of current plans.
    assert departures == {"cpps-starting"}
    assert "no direction is claimed here" in catalogue().indicator("cpps-starting").polarity_reason


def test_the_default_of_conferences_in_time_is_the_departments_and_both_are_labelled() -> None:
    one, other = catalogue().indicator("icpcs-within-15-days").variants
    assert (one.key, one.default, other.key) == ("of=icpcs", True, "of=section-47-enquiries")
    assert "conferences" in one.denominator
    assert "section 47" in other.denominator


@given(st.sampled_from([(one, variant) for one in catalogue().indicators for variant in one.variants]))
def test_the_text_form_leads_back_to_the_variant(pair) -> None:
    indicator, variant = pair
    assert catalogue().resolve(indicator.address(variant)) == (indicator, variant)
    assert catalogue().resolve(f"{indicator.slug}:{variant.key}") == (indicator, variant)


@pytest.mark.parametrize(
    ("address", "offer"),
    [("referals", "referrals"), ("referrals:source=school", "source=schools"), ("cla", "cla-")],
)
def test_an_unknown_name_is_answered_with_the_nearest(address: str, offer: str) -> None:
    with pytest.raises(UnknownDefinition, match=offer):
        catalogue().resolve(address)


def test_editions_are_recognised_by_their_newest_period() -> None:
    release = catalogue().release("cin")
    assert release.edition_of(Period.parse("YE2024-03")).vintage == "mid-2023"
    with pytest.raises(UnknownDefinition, match="YE2026-03"):
        release.edition_of(Period.parse("YE2026-03"))


def test_a_file_is_known_by_name_in_any_edition() -> None:
    name = "c1_children_in_need_referrals_and_rereferrals_2013_to_2031.csv"
    assert table_for(name, catalogue().releases).address == "cin/c1"
    with pytest.raises(UnknownDefinition, match="published file"):
        table_for("my_figures.csv", catalogue().releases)


def test_no_machine_path_or_host_of_a_mirror_in_the_data() -> None:
    for path in FOLDER.glob("*.toml"):
        assert not re.search(r"/work/|/tmp/|github", path.read_text(encoding="utf-8")), path.name


# What is wrong with a file is told with its name, the entry and the field.

GOOD = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml")}
BROKEN = [
    ("front-door.toml", 'slug = "referrals"', 'slug = "Referrals"', ["front-door.toml", "slug", "lower-case"]),
    ("front-door.toml", 'polarity = "down"', 'polarity = "lower"', ["repeat-referrals", "polarity", "up, down, none"]),
    ("front-door.toml", 'timing = "flow"', 'timing = "stream"', ["initial-contacts", "timing", "flow, stock"]),
    ("front-door.toml", "number = 2\n", "number = 0\n", ["referrals", "number", "1 to 99"]),
    ("front-door.toml", 'table = "cin/c1"', 'table = "cin/c9"', ["front-door.toml", "referrals", "cin/c9"]),
    ("front-door.toml", 'why = "Contacts are', 'wy = "Contacts are', ["initial-contacts", "why", "missing"]),
    ("front-door.toml", 'short_title = "Contacts"', 'short_title = " Contacts"', ["short_title", "spaces"]),
    ("front-door.toml", "reviewed_on = 2026-11-22", 'reviewed_on = "today"', ["reviewed_on", "without quotes"]),
    ("front-door.toml", "unpublished = ", "unpublish = ", ["initial-contacts", "unpublish"]),
    ("front-door.toml", "default = true", "default = false", ["initial-contacts", "variant", "default"]),
    ("front-door.toml", "decimals = { number = 0, rate = 1 }", "decimals = { number = 0 }", ["decimals", "unit"]),
    ("front-door.toml", "decimals = { number = 0, rate = 1 }", "decimals = { number = 0, rate = 9 }", ["0 to 4"]),
    ("front-door.toml", 'headline = "rate"', 'headline = "percent"', ["units", "percent"]),
    ("front-door.toml", 'rate_base = "population 0-17"', 'rate_base = "population 0-25"', ["rate_base", "0-25"]),
    ("front-door.toml", 'number = "referral_count|Referrals"', "number = 7", ["source", "number"]),
    ("front-door.toml", 'theme = "front-door"', "theme = [", ["front-door.toml", "not TOML"]),
    ("child-protection.toml", 'slug = "icpcs"', 'slug = "referrals"', ["referrals", "two indicators"]),
    ("children-looked-after.toml", "where = { population_type", "where = { nonsense", ["cla-current", "nonsense"]),
    ("sets.toml", "size = 24", "size = 25", ["sets.toml", "mou-2022", "size"]),
    ("sets.toml", '"initial-contacts", "referrals"', '"first-contacts", "referrals"', ["members", "first-contacts"]),
    ("releases.toml", 'newest = "YE2025-03"', 'newest = "2025"', ["releases.toml", "newest", "2025"]),
    ("releases.toml", 'vintage = "mid-2023"', 'vintage = "mid-1923"', ["releases.toml", "vintage", "mid-1923"]),
    ("releases.toml", 'period = "calendar-year"', 'period = "year"', ["releases.toml", "period", "calendar-year"]),
    ("releases.toml", 'key = "c3"', 'key = "c1"', ["releases.toml", "cin/c1", "twice"]),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), BROKEN, ids=[f"{b[0]}: {b[2][:40]}" for b in BROKEN])
def test_a_broken_definition_names_its_place(tmp_path: Path, name: str, old: str, new: str, told: list[str]) -> None:
    assert old in GOOD[name]
    for file, text in GOOD.items():
        content = text.replace(old, new, 1) if file == name else text
        (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(DefinitionError) as refusal:
        load(tmp_path)
    for words in told:
        assert words in str(refusal.value)


def test_the_shipped_files_load_from_any_folder(tmp_path: Path) -> None:
    for file, text in GOOD.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert load(tmp_path).indicators == catalogue().indicators


def test_a_folder_without_releases_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sets.toml").write_text(GOOD["sets.toml"], encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"releases\.toml"):
        load(tmp_path)


def test_every_workforce_indicator_names_the_councils_that_make_one_return() -> None:
    """Their rows are missing from the release for a reason that no reader could guess."""
    workforce = [one for one in catalogue().indicators if one.theme == "workforce"]
    assert len(workforce) == 6
    for one in workforce:
        said = " ".join(one.caveats)
        for council in ("North Northamptonshire", "West Northamptonshire", "Kingston upon Thames", "Richmond upon"):
            assert council in said, (one.slug, council)
