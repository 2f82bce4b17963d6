"""What a signature publishes: the signed figures, as a release of the alliance, not published by the Department."""

from riia.alliance.audit.actors import Acts
from riia.alliance.returns.models import Version


def publish(*, version: Version, by: Acts) -> None:
    """Put the figures of a signed version into `figures`, inside the caller's transaction."""


def take_back(*, version: Version, reason: str, by: Acts) -> None:
    """Take the figures of a version back out of `figures`, inside the caller's transaction."""
