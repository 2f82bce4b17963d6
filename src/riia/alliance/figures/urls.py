"""Addresses of releases: the list, loading, and one release by the beginning of its hash."""

from django.urls import path

from riia.alliance.figures import views

app_name = "figures"

urlpatterns = [
    path("releases/", views.releases, name="releases"),
    path("releases/load/", views.load, name="load"),
    path("releases/loaded/", views.loaded, name="loaded"),
    path("releases/<slug:sha>/", views.release, name="release"),
    path("releases/<slug:sha>/withdraw/", views.withdraw, name="withdraw"),
]
