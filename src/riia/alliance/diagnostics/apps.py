from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "riia.alliance.diagnostics"
    label = "diagnostics"
