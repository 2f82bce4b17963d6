from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "riia.alliance.custody"
    label = "custody"
