from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "riia.alliance.grants"
    label = "grants"
