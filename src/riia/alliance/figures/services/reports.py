"""What a load did, file by file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file. `values` is 0 for a file that was already held; `notes` and `differences` are sentences."""

    file: str
    release: str
    held_before: bool
    rows: int
    values: int
    notes: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The outcome in a line."""
        if self.held_before:
            return f"{self.file}: already held ({self.release})."
        return f"{self.file}: loaded as {self.release}: {self.rows:,} rows gave {self.values:,} values."


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a load did."""

    files: tuple[FileReport, ...]

    @property
    def changed_anything(self) -> bool:
        """Whether any file was new."""
        return any(not one.held_before for one in self.files)

    @property
    def values(self) -> int:
        """How many values were added."""
        return sum(one.values for one in self.files)

    @property
    def words(self) -> str:
        """The whole in a line."""
        new = [one for one in self.files if not one.held_before]
        if not new:
            return "Published figures already up to date"
        return f"Loaded {self.values:,} published values from {len(new)} file{'s' if len(new) > 1 else ''}"
