"""The programming interface for returns, readable: made from its OpenAPI description, so that it cannot differ."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_BODIES: Final[Mapping[str, object]] = {
    "Answers": {"revision": 3, "answers": {"referrals.number": 412, "ehe.number": "c", "referrals.rate": None}},
    "Explaining": {"revision": 4, "key": "RET-CHANGE referrals.number", "text": "A new front door opened in July."},
    "Submitting": {"revision": 5},
}
"""What a call would send, by the name of its shape."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: what it does, what it sends and an example for the command line."""

    method: str
    path: str
    summary: str
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page shows."""

    calls: tuple[Call, ...]
    limit: str


def page(description: Mapping[str, Any], base: str, rate: str) -> Page:
    """Put the page together."""
    return Page(tuple(_calls(description, base)), f"{rate.split('/')[0]} calls a minute for each person")


def _calls(description: Mapping[str, Any], base: str) -> Iterator[Call]:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            yield Call(
                method.upper(),
                path,
                operation["summary"],
                operation.get("description", "").replace("`", ""),
                _example(method.upper(), f"{base}{path}", operation),
            )


def _example(method: str, address: str, operation: Mapping[str, Any]) -> str:
    call = f'curl -H "Authorization: Bearer $RIIA_KEY" "{address.replace("{reference}", "$RETURN")}"'
    if method == "GET":
        return call
    shape = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return f"{call} -X {method} -H 'Content-Type: application/json' -d '{json.dumps(_BODIES[shape])}'"
