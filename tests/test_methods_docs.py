"""The chapters on methods are true: their examples print what they say, and nothing public lacks a chapter."""

import doctest
import re
from pathlib import Path

import pytest

from riia.indicators import disclosure, statistics

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "methods"
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
CHAPTERS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md")) if path.stem != "README"
}
HEADINGS = ["The question", "How it is worked out", "A worked example", "When not to use it", "What others do"]


def examples(chapter: str) -> str:
    blocks = re.findall(r"^```python\n(.*?)^```", CHAPTERS[chapter], re.MULTILINE | re.DOTALL)
    assert all(block.startswith(">>> ") for block in blocks), "an example without a prompt would not be run"
    return "\n".join(blocks)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_its_examples_print_what_it_says(chapter: str) -> None:
    """In the order of the chapter; names made in one block are known in the next."""
    test = doctest.DocTestParser().get_doctest(examples(chapter), {}, chapter, f"docs/methods/{chapter}.md", 0)
    assert any(example.want for example in test.examples)
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.FAIL_FAST).run(test, out=told.append)
    assert result.failed == 0, "".join(told)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_it_has_the_parts_of_a_chapter(chapter: str) -> None:
    text = CHAPTERS[chapter]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    others = text[text.index("## What others do") :]
    assert all(name in others for name in ("DfE dashboard", "LAIT", "Fingertips")), "compare with all three"
    assert not re.search(r"\d %", text), "a percentage stands without a space"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_index_leads_to_it(chapter: str) -> None:
    assert f"({chapter}.md)" in INDEX


def test_links_lead_somewhere() -> None:
    for text in (INDEX, *CHAPTERS.values()):
        for target in re.findall(r"\]\(([a-z.][^):#]+\.md)", text):
            assert (FOLDER / target).exists(), target


def test_every_function_of_the_statistics_has_its_chapter() -> None:
    functions = {name for name in statistics.__all__ if name[0].islower()}
    assert len(functions) > 30
    assert sorted(name for name in functions if not told(name)) == []


def test_every_function_of_disclosure_control_has_its_chapter() -> None:
    functions = {name for name in disclosure.__all__ if name[0].islower()}
    functions |= {"protect", "attack", "protect_by_rounding", "protect_money"}
    assert sorted(name for name in functions if not told(name)) == []


def test_every_recipe_of_a_derived_figure_is_told() -> None:
    from riia.indicators.disclosure.derived import Recipe

    recipes = [one.__name__ for one in Recipe.__value__.__args__]
    assert len(recipes) > 3
    assert [name for name in recipes if f"`{name}(" not in CHAPTERS["derived-figures"]] == []


def told(name: str) -> bool:
    return any(re.search(rf"\b{name}\b", text) for text in CHAPTERS.values())
