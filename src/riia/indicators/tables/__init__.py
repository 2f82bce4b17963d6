"""The files councils already hold: their tables, columns and codes, with how they changed from year to year."""
