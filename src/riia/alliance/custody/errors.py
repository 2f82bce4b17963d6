"""What custody refuses. Each message says what is not possible and what to do; none holds anything of a record."""

from riia.alliance.access.policies import PolicyError


class CustodyError(PolicyError):
    """Something about files of records may not happen now."""


class NotYourRecords(CustodyError):
    """The person acting may not do this with these records."""


class NoKey(CustodyError):
    """Records cannot be sealed or opened: the installation has no key for them, or another one."""


class Tampered(CustodyError):
    """What was sealed is not what was lodged."""
