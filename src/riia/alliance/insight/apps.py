from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "riia.alliance.insight"
    label = "insight"
