from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "riia.alliance.intake"
    label = "intake"
