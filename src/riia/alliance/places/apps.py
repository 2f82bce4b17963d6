from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "riia.alliance.places"
    label = "places"
