"""Addresses of record-level datasets."""

from django.urls import path

from riia.alliance.returns.views import records

patterns = [
    path("returns/records/", records.home, name="records"),
    path("returns/records/<slug:slug>/lodge/", records.lodge, name="records_lodge"),
    path("returns/records/<slug:slug>/tables/", records.tables, name="records_tables"),
    path("returns/records/<slug:slug>/access/", records.access, name="records_access"),
    path("returns/records/files/<uuid:reference>/", records.one_file, name="records_file"),
]
