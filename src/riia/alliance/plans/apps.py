from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "riia.alliance.plans"
    label = "plans"
