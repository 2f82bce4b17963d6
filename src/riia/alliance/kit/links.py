"""Addresses that carry a page's state: filters and sorting live in the query string, so that back and sharing work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import HttpRequest

from riia.alliance.kit.pieces import SortColumn, SortState

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


def sort_state(column: SortColumn, sort: str) -> SortState:
    """How a column is sorted when the address says `sort=name` or `sort=-name`."""
    if sort == column.name:
        return "ascending"
    return "descending" if sort == f"-{column.name}" else ""


def sort_link(request: HttpRequest, column: SortColumn, sort: str) -> str:
    """The address that sorts by this column, or turns the order round if it is sorted already."""
    state = sort_state(column, sort)
    descending = state == "ascending" or (not state and column.descending_first)
    return with_query(request, sort=f"-{column.name}" if descending else column.name)


def page_links(request: HttpRequest, page: Page[Any]) -> dict[str, object]:
    """What the GOV.UK pagination component is given for a page of a Django paginator."""
    items = [
        {"number": number, "href": with_query(request, page=number), "current": number == page.number}
        if isinstance(number, int)
        else {"ellipsis": True}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    links: dict[str, object] = {"items": items}
    if page.has_previous():
        links["previous"] = {"href": with_query(request, page=page.previous_page_number())}
    if page.has_next():
        links["next"] = {"href": with_query(request, page=page.next_page_number())}
    return links


GLOBALS: dict[str, Callable[..., object]] = {
    "with_query": with_query,
    "address": address,
    "sort_state": sort_state,
    "sort_link": sort_link,
    "page_links": page_links,
}
