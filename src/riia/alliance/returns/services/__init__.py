"""The verbs of the return desk: keyword-only, each one transaction with its audit row inside."""
