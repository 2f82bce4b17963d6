"""Addresses of the return desk, each part of the desk with a list of its own."""

from django.urls import URLPattern

app_name = "returns"
urlpatterns: list[URLPattern] = []
