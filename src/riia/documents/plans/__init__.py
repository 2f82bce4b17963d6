"""Delivery plans and their costings: structure with exact places, and findings.

`recognise` says how likely a document is one, `read` reads and checks it, `measures_of` takes a KPI apart.
"""

from riia.documents.plans.measures import measures_of
from riia.documents.plans.recognising import read, recognise

__all__ = ["measures_of", "read", "recognise"]
