"""Addresses of reports, packs and the calendar of what is due."""

from django.urls import URLPattern

app_name = "reporting"
urlpatterns: list[URLPattern] = []
