"""The light package: what a council's laptop installs reads, computes and checks without the web application.

One process tries every command with everything that only the extras bring made impossible to import.
"""

import json
import subprocess
import sys

import pytest

RUNNER = """
import contextlib, io, json, sys

class Absent:
    names = {"django", "allauth", "axes", "cryptography", "dj_database_url", "gunicorn", "jinja2", "ninja",
             "markupsafe", "openpyxl", "psycopg", "pydantic", "pyspark", "pytest", "qrcode", "vl_convert", "whitenoise"}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from riia.cli import main

answers = {}
for words in json.loads(sys.argv[1]):
    said, told, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        try:
            main(words.split())
        except SystemExit as ended:
            code = ended.code or 0
    answers[words] = [code, said.getvalue(), told.getvalue()]
print(json.dumps(answers))
"""
WORKS = {
    "--help": "Commands",
    "figures --help": "export",
    "figures indicators": "repeat-referrals",
    "indicators --help": "explain",
    "indicators explain repeat-referrals": "at most 12 months before",
    "simulate --place Rutland --year 2025 --only ehe --out example": "ehe_register.csv",
    "check example/ehe_register.csv": "Elective home education",
    "indicators compute --place Rutland --period 2025-03-31 --ehe example/ehe_register.csv": "count=census-day, ehe: ",
    "indicators explain ehe --place 857 --period 2025-03-31 --ehe example/ehe_register.csv": "counted, because",
}
"""In this order: a later command reads what an earlier one wrote."""
NEEDS_THE_WEB = (
    "figures import --packaged",
    "figures value --indicator referrals --place 831 --period YE2025-03",
    "figures export",
    "compare --indicator referrals --place 831",
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, str]]:
    asked = json.dumps([*WORKS, *NEEDS_THE_WEB])
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, asked],
        cwd=tmp_path_factory.mktemp("laptop"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {words: tuple(answer) for words, answer in json.loads(done.stdout).items()}


@pytest.mark.parametrize("words", WORKS)
def test_it_works_without_the_extras(answers: dict[str, tuple[int, str, str]], words: str) -> None:
    code, said, told = answers[words]
    assert code == 0, told
    assert WORKS[words] in said
    assert "riia[" not in told


@pytest.mark.parametrize("words", NEEDS_THE_WEB)
def test_what_needs_the_web_application_says_so(answers: dict[str, tuple[int, str, str]], words: str) -> None:
    assert answers[words] == (2, "", "This command needs the web application: install riia[web].\n")
