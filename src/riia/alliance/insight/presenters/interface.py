"""The programming interface, readable: made from its OpenAPI description, so that it cannot say something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

EXAMPLES: Final = {"indicator": "referrals", "place": "831", "period": "YE2025-03"}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a call."""

    name: str
    needed: str
    words: str


@dataclass(frozen=True)
class Call:
    """One call: its address, what it answers, its parameters and an example for the command line."""

    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str


@dataclass(frozen=True)
class Page:
    """Everything the template shows."""

    calls: tuple[Call, ...]
    limit: str


def page(description: Mapping[str, Any], base: str) -> Page:
    """Put the page together."""
    calls = tuple(
        _call(path, operation, base)
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        if method == "get"
    )
    return Page(calls, "120 calls a minute for each person")


def _call(path: str, operation: Mapping[str, Any], base: str) -> Call:
    parameters = tuple(_parameter(one) for one in operation.get("parameters", ()))
    query = urlencode({one.name: EXAMPLES[one.name] for one in parameters if one.name in EXAMPLES and one.needed})
    address = f"{base}{path}" + (f"?{query}" if query else "")
    return Call(
        path=path,
        summary=operation["summary"],
        description=operation.get("description", "").replace("`", ""),
        parameters=parameters,
        example=f'curl -H "Authorization: Bearer $RIIA_KEY" "{address}"',
    )


def _parameter(one: Mapping[str, Any]) -> Parameter:
    schema = one["schema"]
    several = schema.get("type") == "array"
    words = "may be repeated" if several else ""
    if "default" in schema and not several:
        default = schema["default"]
        words = f"{str(default).lower() if isinstance(default, bool) else default} when not given"
    return Parameter(one["name"], "needed" if one.get("required") else "", words)
