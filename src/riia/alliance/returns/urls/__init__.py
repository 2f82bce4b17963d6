"""Addresses of the return desk, each part of the desk with a list of its own."""

from django.urls.resolvers import URLPattern, URLResolver

from riia.alliance.returns.urls import desk, packs, records, rounds, submitting

app_name = "returns"
urlpatterns: list[URLPattern | URLResolver] = [
    *rounds.patterns,
    *packs.patterns,
    *submitting.patterns,
    *desk.patterns,
    *records.patterns,
]
