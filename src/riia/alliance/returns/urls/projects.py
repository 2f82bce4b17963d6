"""Addresses of projects' deliveries."""

from django.urls import URLPattern, path

from riia.alliance.returns.views import projects

patterns: list[URLPattern] = [
    path("returns/deliveries/<uuid:reference>/", projects.delivery, name="delivery"),
]
