"""Addresses of the delivery plan, its KPIs, evidence and costs."""

from django.urls import URLPattern

app_name = "plans"
urlpatterns: list[URLPattern] = []
