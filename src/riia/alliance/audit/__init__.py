"""Who did what, to what, when and why: an append-only record (R15.05)."""
