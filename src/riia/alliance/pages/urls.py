"""Addresses of the pages that bring contexts together."""

from django.urls import path
from django.urls.resolvers import URLPattern

from riia.alliance.pages.views import alliances, home, places, terms

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("method/", home.method, name="method"),
    path("places/", places.places, name="places"),
    path("places/<str:place>/", places.place, name="place"),
    path("places/<str:place>/table.<str:form>", places.place_table, name="place_table"),
    path("places/<str:place>/terms/", terms.terms, name="terms"),
    path("places/<str:place>/terms/<int:year>/", terms.enter_terms, name="enter_terms"),
    path("alliances/", alliances.alliances, name="alliances"),
    path("alliances/<str:region>/", alliances.alliance, name="alliance"),
    path("alliances/<str:region>/rhythms/<int:pk>/", alliances.settle, name="settle"),
]
