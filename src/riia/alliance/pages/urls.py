"""Addresses of the pages that bring contexts together."""

from django.urls import path
from django.urls.resolvers import URLPattern

from riia.alliance.pages.views import home, places

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("method/", home.method, name="method"),
    path("places/", places.places, name="places"),
    path("places/<str:place>/", places.place, name="place"),
    path("places/<str:place>/table.<str:form>", places.place_table, name="place_table"),
]
