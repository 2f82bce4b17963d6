"""Changes to places. Each is one transaction with its audit entry; who may make it is asked by the caller, above."""

from riia.alliance.places.services.reference import LoadReport, load_reference
from riia.alliance.places.services.rhythms import settle_rhythm
from riia.alliance.places.services.terms import set_terms

__all__ = ["LoadReport", "load_reference", "set_terms", "settle_rhythm"]
