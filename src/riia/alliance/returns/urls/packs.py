"""Addresses of packs."""

from django.urls import path

from riia.alliance.returns.views import direct, packs

patterns = [
    path("returns/packs/", packs.listing, name="packs"),
    path("returns/rounds/<uuid:reference>/pack/", packs.make, name="make_pack"),
    path("returns/packs/<uuid:reference>/", packs.pack, name="pack"),
    path("returns/packs/<uuid:reference>/files/<str:key>", packs.download, name="pack_file"),
    path("returns/packs/<uuid:reference>/answer/<int:pk>/", packs.answer, name="answer_pack"),
    path("returns/<uuid:reference>/direct/", direct.direct, name="direct"),
]
