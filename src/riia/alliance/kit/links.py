"""Addresses that carry a page's state: filters and sorting live in the query string, so that back and sharing work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpRequest

type QueryValue = str | int | Sequence[str | int] | None


def with_query(request: HttpRequest, **changes: QueryValue) -> str:
    """This page's address with some query parameters changed; `None` takes a parameter away, a list repeats it.

    Changing anything except `page` goes back to the first page of a long list.
    """
    query: dict[str, QueryValue] = {name: request.GET.getlist(name) for name in request.GET}
    if "page" not in changes:
        query.pop("page", None)
    query.update(changes)
    return address(request.path, query)


def address(path: str, query: Mapping[str, QueryValue]) -> str:
    """A path with a query string; parameters whose value is `None` or an empty list are left out."""
    kept = {name: value for name, value in query.items() if value is not None and value != []}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


GLOBALS: dict[str, Callable[..., object]] = {"with_query": with_query, "address": address}
