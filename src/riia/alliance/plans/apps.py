from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "riia.alliance.plans"
    label = "plans"

    def ready(self) -> None:
        """Offer what is due to calendars."""
        from riia.alliance.access import dues
        from riia.alliance.plans.queries import needs

        dues.offer("plans", needs.dues)
