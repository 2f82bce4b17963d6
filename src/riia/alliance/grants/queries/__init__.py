"""Reads over grants; every query starts from a scope."""
