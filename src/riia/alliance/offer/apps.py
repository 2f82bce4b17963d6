from django.apps import AppConfig


class OfferConfig(AppConfig):
    name = "riia.alliance.offer"
    label = "offer"

    def ready(self) -> None:
        """Offer what this part knows to plans, which ask without knowing it."""
        from riia.alliance.offer.queries.measures import MEASURES
        from riia.alliance.places import measures

        for measure in MEASURES:
            measures.offer(measure)
