"""`riia compare`: its answer, its words, and its refusals with exit code 2."""

import json

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.insight import answers
from riia.cli import main
from tests.alliance.insight.conftest import loaded

__all__ = ["loaded"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
ASKED = ["compare", "--indicator", "referrals", "--place", "831"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(list(arguments))
    return capsys.readouterr().out


def test_json_is_what_the_interface_answers(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, *ASKED, "--period", "YE2025-03", "--format", "json"))
    assert found == json.loads(json.dumps(answers.comparison(Scope.system("tests"), "referrals", "831")))
    wanted = {"indicator", "title", "place", "place_name", "period", "measure", "unit", "value", "numerator",
              "denominator", "rate", "percent", "symbol", "release", "published", "region", "england", "neighbours",
              "rank", "ranks", "direction"}  # fmt: skip
    assert wanted <= set(found)
    assert (found["value"], found["denominator"], found["rate"]) == (3557, 62113, 572.7)
    assert set(found["neighbours"]) >= {"mean", "median", "usable", "of", "model", "members"}
    assert set(found["rank"]) >= {"position", "of", "among", "order"}


def test_words_have_every_comparator(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, *ASKED)
    assert "Derby: 572.7" in said
    assert "Median of 10 of 10 statistical neighbours (2025 model): 524.1" in said
    assert "Rank 58 of 153 among councils of England (1 is the highest)" in said
    assert "Direction: fallen for three years" in said


def test_what_is_not_published_is_told_and_not_zero(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "compare", "--indicator", "initial-contacts", "--place", "831")
    assert "Contacts are not part of any statutory return" in said
    assert "0" not in said.replace("10,000", "").replace("aged 0 to 17", "")


def test_no_row_published_is_told_in_words_and_not_as_a_symbol(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "compare", "--indicator", "sw-agency", "--place", "940")
    assert "North Northamptonshire: no figure held" in said
    assert not [line for line in said.splitlines() if line.endswith((": x", ": None"))]


def test_explain_says_whether_it_is_real_and_leaves_the_rest_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    plain = run(capsys, *ASKED)
    full = run(capsys, *ASKED, "--explain")
    assert full.startswith(plain)
    said = " ".join(full.removeprefix(plain).split())
    assert "Interval at 95% confidence: 554.0 to 591.8 (Byar" in said
    assert "Derby’s referral rate is higher than England’s, and more than chance would explain. Against 519.4" in said
    assert "higher than the mean of its statistical neighbours, but chance alone could explain it." in said
    assert "difference 19.5 (0.0 to 39.5), p 0.0502." in said
    assert "Among the 153 councils such a figure is usual" in said
    assert "Recent trend: decreasing from 2021 to 2025" in said
    assert "Control chart of its own course. Common cause variation: the latest figure" in said
    assert "What it rests on" in said
    assert "File c1_children_in_need_referrals" in said
    assert "against England and the East Midlands without the place itself. Interval of the difference" in said
    assert "When not to trust it" in said
    assert max(map(len, full.splitlines())) <= 80


def test_what_rounds_to_nothing_has_no_sign(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "compare", "--indicator", "repeat-referrals", "--place", "Rutland", "--explain")
    assert "Against 22.6, difference 4.2 (0.0 to 8.8)" in " ".join(said.split())
    assert "-0.0" not in said


@pytest.mark.parametrize("place", ["England", "East Midlands"])
def test_a_place_is_told_once(capsys: pytest.CaptureFixture[str], place: str) -> None:
    said = run(capsys, "compare", "--indicator", "cla-current", "--place", place)
    assert said.count(f"  {place}: ") == 1


@pytest.mark.parametrize("place", ["420", "E12000004", "England", "857"])
@pytest.mark.parametrize("indicator", ["care-leavers-eet:age=22-25", "sw-agency", "cla-uasc", "icpcs-within-15-days"])
def test_every_answer_fits_a_narrow_screen(capsys: pytest.CaptureFixture[str], indicator: str, place: str) -> None:
    said = run(capsys, "compare", "--indicator", indicator, "--place", place, "--explain")
    assert max(map(len, said.splitlines())) <= 80
    assert not {"nan", "None", "-0.0"} & set(said.split())


def test_explain_in_json_is_what_the_interface_answers(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, *ASKED, "--explain", "--format", "json"))
    assert found == json.loads(json.dumps(answers.comparison(Scope.system("tests"), "referrals", "831", explain=True)))
    wanted = {"interval", "no_interval", "rests_on", "verdicts", "funnel", "trend", "control_chart", "cautions"}
    assert set(found["explain"]) == wanted
    assert "explain" not in json.loads(run(capsys, *ASKED, "--format", "json"))


@pytest.mark.parametrize(
    ("indicator", "said"),
    [("sw-agency", "full-time equivalents"), ("initial-contacts", "Contacts are not part of any statutory return")],
)
def test_explain_says_why_there_is_no_interval(capsys: pytest.CaptureFixture[str], indicator: str, said: str) -> None:
    told = run(capsys, "compare", "--indicator", indicator, "--place", "831", "--explain")
    assert "No interval: " in told
    assert said in " ".join(told.split())
    assert "nan" not in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "--indicator", "referalls", "--place", "831"], "Try: referrals"),
        (["compare", "--indicator", "referrals", "--place", "Drby"], "Nearest: Derby (831)"),
        ([*ASKED, "--period", "2025"], "YE2025-03 for year ending 31 March 2025"),
        ([*ASKED, "--period", "YE1999-03"], "The newest are: YE2025-03"),
        (["compare", "--place", "831"], "--indicator"),
        ([*ASKED, "--format", "xml"], "xml"),
    ],
)
def test_refusals_say_what_to_do_and_end_with_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
