"""Addresses of the return desk, each part of the desk with a list of its own."""

from django.urls.resolvers import URLPattern, URLResolver

from riia.alliance.returns.urls import care, desk, packs, projects, records, rounds, submitting

app_name = "returns"
urlpatterns: list[URLPattern | URLResolver] = [
    *rounds.patterns,
    *packs.patterns,
    *submitting.patterns,
    *desk.patterns,
    *records.patterns,
    *care.patterns,
    *projects.patterns,
]
