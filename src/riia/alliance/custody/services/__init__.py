"""The verbs of custody: keyword-only, each one transaction with its audit row inside."""
