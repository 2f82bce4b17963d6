"""Addresses of people, roles and sign-in."""

from django.urls.resolvers import URLPattern

app_name = "access"
urlpatterns: list[URLPattern] = []
