"""Memoranda of understanding and other agreements: their clauses, numbering, counts and pages of signatures."""

from riia.documents.memoranda.reading import Memorandum, read, recognise

__all__ = ["Memorandum", "read", "recognise"]
