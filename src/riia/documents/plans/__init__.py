"""Delivery plans and their costings: structure with exact places, and findings.

`recognise` says how likely a document is one, `read` reads and checks it, `measures_of` takes a KPI apart.
"""

from riia.documents.plans.recognising import read, recognise

__all__ = ["read", "recognise"]
