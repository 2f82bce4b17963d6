"""Changes to figures: loading releases."""

from riia.alliance.figures.services.importing import import_release
from riia.alliance.figures.services.packaged import load_packaged
from riia.alliance.figures.services.reports import FileReport, ImportReport

__all__ = ["FileReport", "ImportReport", "import_release", "load_packaged"]
