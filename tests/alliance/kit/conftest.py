"""The kit by itself: its pages with the real templates, styles and security headers, without any other context."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client, override_settings

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]


@contextmanager
def kit_alone() -> Iterator[None]:
    """Settings under which only the kit answers."""
    templates: list[dict[str, Any]] = deepcopy(configured.TEMPLATES[:1])
    templates[0]["OPTIONS"]["context_processors"] = [
        "django.template.context_processors.request",
        "django.contrib.messages.context_processors.messages",
        "tests.alliance.kit.urls.frame",
    ]
    with override_settings(
        ROOT_URLCONF="tests.alliance.kit.urls",
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=templates,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        WHITENOISE_USE_FINDERS=True,
        STATIC_ROOT=None,
        ALLOWED_HOSTS=["*"],
    ):
        yield


@pytest.fixture
def pages() -> Iterator[Client]:
    """A client of the kit's own pages that sees error pages as a person would."""
    with kit_alone():
        yield Client(raise_request_exception=False)
