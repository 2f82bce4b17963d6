"""The access app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "riia.alliance.access"
    label = "access"
    verbose_name = "Access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from riia.alliance.access import (
            checks,  # noqa: F401 - importing registers the system checks
            sign_in_trail,
        )

        sign_in_trail.connect()
