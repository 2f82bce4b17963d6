"""Why figures were not loaded or withdrawn. Each says what to do next."""

from collections.abc import Sequence


class ImportRefused(Exception):
    """Nothing was loaded. `reasons` has one entry for each file that was refused."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """Join the reasons under one line that says nothing was changed."""
        self.reasons = tuple(reasons)
        count = f"{len(self.reasons)} file{'s' if len(self.reasons) > 1 else ''}"
        super().__init__(f"Nothing was loaded: {count} refused.\n" + "\n".join(self.reasons))


class WithdrawalRefused(Exception):
    """A release stays as it is; the message says why."""
