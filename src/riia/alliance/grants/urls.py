"""Addresses of grant determinations, allocations and payments."""

from django.urls import URLPattern

app_name = "grants"
urlpatterns: list[URLPattern] = []
