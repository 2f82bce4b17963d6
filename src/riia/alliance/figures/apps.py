from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "riia.alliance.figures"
    label = "figures"
