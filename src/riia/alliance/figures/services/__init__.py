"""Changes to figures: loading and withdrawing releases."""

from riia.alliance.figures.services.importing import import_release
from riia.alliance.figures.services.packaged import load_packaged
from riia.alliance.figures.services.reports import FileReport, ImportReport
from riia.alliance.figures.services.withdrawing import withdraw_release

__all__ = ["FileReport", "ImportReport", "import_release", "load_packaged", "withdraw_release"]
