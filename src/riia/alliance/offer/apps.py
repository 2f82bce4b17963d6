from django.apps import AppConfig


class OfferConfig(AppConfig):
    name = "riia.alliance.offer"
    label = "offer"
