from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "riia.alliance.reporting"
    label = "reporting"
