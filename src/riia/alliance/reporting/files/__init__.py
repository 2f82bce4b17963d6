"""A report as files: PDF/UA, Word, and tables of its KPIs. The same report gives the same bytes."""

from riia.alliance.access.mail import address


def whole_address(href: str) -> str:
    """Where a link in a file leads: a path of this service becomes a whole address; other ways than the web none."""
    if href.startswith("/"):
        return address(href)
    return href if href.startswith(("https://", "http://")) else ""
