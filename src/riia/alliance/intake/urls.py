"""Addresses of documents that people have read and checked on their way in."""

from django.urls import URLPattern

app_name = "intake"
urlpatterns: list[URLPattern] = []
