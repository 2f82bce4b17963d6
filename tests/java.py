"""Finds the Java that Spark runs on, or gets one."""

import os
import re
import shutil
import subprocess
from pathlib import Path

OLDEST = 17
DEBIAN_PACKAGES = ("openjdk-17-jre-headless", "default-jre-headless")  # the newest Debian has no 17 any more


class JavaUnavailableError(RuntimeError):
    """No Java of 17 or newer could be found or installed; Spark's tests are never skipped for want of one."""


def java_home() -> str:
    """The folder of a Java that Spark can use: JAVA_HOME, one on PATH or where Debian puts them, or Debian's now.

    Raises:
        JavaUnavailableError: none is there and none could be installed.
    """
    seen: list[str] = []
    if found := _installed(seen) or _from_debian(seen):
        return found
    there = f" Found, and too old or not running: {', '.join(seen)}." if seen else ""
    raise JavaUnavailableError(
        f"The tests of Spark need Java {OLDEST} or newer and none could be installed.{there} "
        f"Install it (for instance `apt-get install {DEBIAN_PACKAGES[0]}`) or name its folder in JAVA_HOME."
    )


def _installed(seen: list[str]) -> str | None:
    homes = [Path(os.environ["JAVA_HOME"], "bin", "java")] if os.environ.get("JAVA_HOME") else []
    on_path = [Path(path)] if (path := shutil.which("java")) else []
    for java in (*homes, *on_path, *sorted(Path("/usr/lib/jvm").glob("*/bin/java"), reverse=True)):
        version = _version(java)
        if version is not None and version >= OLDEST:
            return str(java.resolve().parent.parent)
        seen.append(f"{java} ({f'version {version}' if version else 'it does not run'})")
    return None


def _version(java: Path) -> int | None:
    """The major version that this Java says it is; None when it cannot be run (a stand-in, say)."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False, timeout=60).stderr
    except (OSError, subprocess.TimeoutExpired):
        return None
    # 'openjdk version "17.0.15"', and before Java 9 '"1.8.0_392"'.
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


def _from_debian(seen: list[str]) -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    for package in DEBIAN_PACKAGES:
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        if subprocess.run(install, check=False, env=environment, stdout=subprocess.DEVNULL).returncode == 0:
            seen.clear()
            return _installed(seen)
    return None
