"""The register of reports, reports with their editions and frozen content, whom they went to, and calendar feeds."""

from riia.alliance.reporting.models.editions import Copy, Edition, EditionFile, Snapshot
from riia.alliance.reporting.models.feeds import Feed
from riia.alliance.reporting.models.register import Kind, Report

__all__ = ["Copy", "Edition", "EditionFile", "Feed", "Kind", "Report", "Snapshot"]
