from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "riia.alliance.pages"
    label = "pages"
