"""What `riia.indicators.statistics` exports: complete, lazily loaded, and told apart from its modules."""

import ast
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

from riia.indicators import statistics

SOURCE = Path(statistics.__file__).read_text(encoding="utf-8")


def declared() -> dict[str, str]:
    """The names that a type checker sees, with their modules."""
    block = next(node for node in ast.parse(SOURCE).body if isinstance(node, ast.If))
    return {
        alias.name: (node.module or "").rpartition(".")[2]
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_the_three_lists_of_names_agree() -> None:
    assert declared() == statistics._HOME
    assert sorted(statistics.__all__) == sorted(statistics._HOME)


@pytest.mark.parametrize("name", statistics.__all__)
def test_every_name_is_there_and_comes_from_its_module(name: str) -> None:
    found = getattr(statistics, name)
    assert name in dir(statistics)
    assert getattr(sys.modules[f"riia.indicators.statistics.{statistics._HOME[name]}"], name) is found


def test_no_module_can_take_the_place_of_a_name() -> None:
    assert not {module.name for module in iter_modules(statistics.__path__)} & set(statistics.__all__)


def test_a_name_that_is_not_there_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'wilsen'"):
        statistics.wilsen  # noqa: B018


def in_a_fresh_python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_describing_stays_light_and_testing_is_loaded_when_asked_for() -> None:
    told = in_a_fresh_python(
        "import sys, riia.indicators.statistics.benchmarks\n"
        "print('numpy' in sys.modules)\n"
        "from riia.indicators.statistics import wilson\n"
        "print('numpy' in sys.modules, 'scipy.stats' in sys.modules)\n"
    )
    assert told.split() == ["False", "True", "False"]


def test_without_numpy_the_message_says_what_to_install() -> None:
    told = in_a_fresh_python(
        "import sys\n"
        "sys.modules['numpy'] = None\n"
        "try:\n"
        "    from riia.indicators.statistics import wilson\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    assert told.startswith("wilson needs numpy, which is not installed. Install it with: pip install riia[statistics]")
