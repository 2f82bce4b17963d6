"""How much memory this process has used at most."""

import resource
import sys
from pathlib import Path


def peak_gb() -> float:
    """The largest resident size so far, in GB.

    Linux counts what the process was started from into `ru_maxrss`, so there the process's own page is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return float(status.read_text(encoding="utf-8").partition("VmHWM:")[2].split()[0]) * 1024 / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e9
