from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "riia.alliance.insight"
    label = "insight"

    def ready(self) -> None:
        """Offer what is known of the use of comparisons to plans, which ask without knowing insight."""
        from riia.alliance.insight.use import MEASURE
        from riia.alliance.places.measures import offer

        offer(MEASURE)
