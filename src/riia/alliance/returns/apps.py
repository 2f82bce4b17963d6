from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "riia.alliance.returns"
    label = "returns"
