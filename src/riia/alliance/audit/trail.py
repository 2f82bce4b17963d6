"""Where the present request comes from, so that entries of one request can be read together.

Only the class of network is kept, never the address: an address is personal data and the trail is kept for years.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address


class Origin(StrEnum):
    WEB = "web"
    API = "api"
    PROGRAM = "program"


class Network(StrEnum):
    OWN_MACHINE = "own machine"
    PRIVATE = "private network"
    INTERNET = "internet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trail:
    """Origin of the work at hand. The default is a program: the command line, a worker or a test."""

    origin: Origin = Origin.PROGRAM
    request_id: str = ""
    network: Network = Network.UNKNOWN


_trail: ContextVar[Trail] = ContextVar("audit_trail", default=Trail())  # noqa: B039 - Trail is frozen


def current() -> Trail:
    return _trail.get()


@contextmanager
def following(trail: Trail) -> Iterator[None]:
    """Every entry recorded inside carries this trail."""
    token = _trail.set(trail)
    try:
        yield
    finally:
        _trail.reset(token)


def network_of(address: str | None) -> Network:
    """The class of network of an IP address; unknown where there is none or it cannot be read."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return Network.UNKNOWN
    if ip.is_loopback:
        return Network.OWN_MACHINE
    return Network.PRIVATE if ip.is_private else Network.INTERNET
