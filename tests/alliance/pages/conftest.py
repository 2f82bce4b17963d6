"""The same figures and readers as the tests of insight."""

from tests.alliance.insight.conftest import loaded, reader, sign_in

__all__ = ["loaded", "reader", "sign_in"]
