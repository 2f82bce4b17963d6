"""Serving a chart from its own address, so that a page shows it as an image and a person can take it along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import content_disposition_header, parse_etags, quote_etag

from riia.alliance.kit.charts import Chart


def chart_response(request: HttpRequest, chart: Chart, *, kind: str = "svg", download_as: str = "") -> HttpResponse:
    """Answer with the picture: `?size=narrow` for phones, `?titled=1` with title and source. PNG is always titled.

    With `download_as` (a name without ending) it is saved rather than shown, titled. The answer carries an ETag; it is
    private, because what a chart shows may depend on who asks.

    Raises:
        ValueError: `kind` is neither svg nor png.
    """
    if kind not in ("svg", "png"):
        raise ValueError(f"A chart is served as svg or png, not as {kind!r}.")
    narrow = request.GET.get("size") == "narrow"
    titled = bool(download_as) or request.GET.get("titled") == "1"
    etag = quote_etag(f"{chart.fingerprint(narrow=narrow, titled=titled)}-{kind}")
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    elif kind == "png":
        response = HttpResponse(chart.png(), content_type="image/png")
    else:
        response = HttpResponse(chart.svg(narrow=narrow, titled=titled), content_type="image/svg+xml")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    if download_as:
        disposition = content_disposition_header(True, f"{download_as}.{kind}")
        assert disposition
        response["Content-Disposition"] = disposition
    return response
