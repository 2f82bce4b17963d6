from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "riia.alliance.agreements"
    label = "agreements"
