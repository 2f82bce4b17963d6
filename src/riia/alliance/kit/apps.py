from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "riia.alliance.kit"
    label = "kit"
    verbose_name = "Page furniture"
