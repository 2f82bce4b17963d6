"""Addresses of grants in the 360Giving standard."""

from django.urls import path

from riia.alliance.grants.views import giving

patterns = [
    path("grants/giving/", giving.home, name="giving"),
    path("grants/giving/file/<str:form>/", giving.file, name="giving_file"),
    path("grants/giving/import/", giving.give, name="giving_import"),
    path("grants/giving/import/<uuid:reference>/", giving.confirm, name="giving_import_file"),
]
