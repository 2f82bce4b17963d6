"""`riia documents` as its user meets it: a file is checked, told in words and in JSON, and how each ends."""

import json
from pathlib import Path

import pytest

from riia.cli import main
from riia.documents.rules import all_rules


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, answer and messages."""
    code = 0
    try:
        main(["documents", *map(str, arguments)])
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("Note of the board\n\nBy 31 November 2025 publish it.\n\nReply by 28 February, please.\n")
    return path


def test_findings_are_told_by_severity_with_place_rule_and_remedy(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = run(capsys, "check", plan)
    assert code == 3
    assert said.startswith("note.txt: a document of no kind that is known here\n")
    assert "1 ERROR (cannot be so)\n\n  DATE-IMPOSSIBLE  line 3\n" in said
    assert "1 AMBIGUITY (more than one reading, or not said)\n\n  DATE-NO-YEAR  line 5\n" in said
    assert "Confirm the year before it is entered." in said


def test_json_is_the_published_form_and_nothing_else(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "check", plan, "--json")
    found = json.loads(said)
    assert code == 3
    assert [list(one) for one in found] == [["code", "severity", "where", "as_written", "message"]] * 2
    assert found[0]["where"] == "line 3"
    assert found[0]["as_written"] == "31 November 2025"


def test_several_files_are_told_apart(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = plan.with_name("other.txt")
    other.write_text("By 31 April 2025 we meet.")
    _, said, _ = run(capsys, "check", plan, other, "--json")
    assert {one["where"].split(":")[0] for one in json.loads(said)} == {"note.txt", "other.txt"}


def test_only_grave_findings_end_with_three(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text("Reply by 28 February, please.")
    code, said, _ = run(capsys, "check", plan)
    assert (code, "DATE-NO-YEAR" in said) == (0, True)
    code, said, _ = run(capsys, "check", plan, "--severity", "conflict")
    assert (code, "Nothing was found that a person has to look at." in said) == (0, True)


def test_the_kind_can_be_said_and_what_was_understood_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mou.txt"
    path.write_text("Memorandum of Understanding\n\n1. This MoU is kept.\n2. This MoU is short.\n3. It ends.\n" * 1)
    _, said, _ = run(capsys, "check", path, "--kind", "memorandum", "--understood")
    assert "mou.txt: a memorandum of understanding" in said
    assert "Clauses › 2: This MoU is short. (line 4, 2)" in said


def test_a_file_that_cannot_be_read_is_named_and_the_others_checked(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = plan.with_name("scan.pdf")
    bad.write_bytes(b"%PDF-1.7 broken")
    code, said, told = run(capsys, "check", bad, plan)
    assert code == 2
    assert f"NOT READ  {bad}: it is damaged" in told
    assert "DATE-IMPOSSIBLE" in said


def test_the_answer_can_be_written_to_a_file(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = plan.with_name("findings.json")
    code, said, _ = run(capsys, "check", plan, "--json", "--out", out)
    assert (code, said) == (3, "")
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize("arguments", [("check",), ("check", "missing.docx"), ("check", "a.txt", "--kind", "poem")])
def test_a_wrong_request_is_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, said, told = run(capsys, *arguments)
    assert (code, said, bool(told)) == (2, "", True)


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "rules")
    assert code == 0
    assert all(rule.code in said for rule in all_rules())
    assert run(capsys, "rules", "--format", "markdown")[1].startswith("# Checks of documents")
