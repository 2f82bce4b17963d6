"""Addresses of indicators, regions and the programming interface."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from riia.alliance.insight.api import api
from riia.alliance.insight.views import indicators, interface, regions

app_name = "insight"
CHARTS = ("trend", "standing", "funnel", "control")

_pictures: list[URLPattern | URLResolver] = [
    path(
        f"indicators/<slug:indicator>/chart/{name}.{kind}",
        indicators.chart,
        {"name": name, "kind": kind},
        name=f"{name}_{kind}",
    )
    for name in CHARTS
    for kind in ("svg", "png")
]
_pictures += [
    path(f"indicators/<slug:indicator>/chart/in-year.{kind}", indicators.in_year_chart, {"kind": kind},
         name=f"in-year_{kind}")
    for kind in ("svg", "png")
]  # fmt: skip
_tables: list[URLPattern | URLResolver] = [
    path(f"indicators/<slug:indicator>/table/{name}.<str:form>", indicators.table, {"name": name}, name=f"{name}_table")
    for name in CHARTS
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<slug:indicator>/", indicators.indicator, name="indicator"),
    *_pictures,
    *_tables,
    path("api/", interface.api_docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("regions/<str:region>/", regions.region, name="region"),
    path("regions/<str:region>/table.<str:form>", regions.region_table, name="region_table"),
]
