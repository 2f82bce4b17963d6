"""From tables to figures: facts, counts, coverage, and the rows behind each number."""
