from django.apps import AppConfig


class OfferConfig(AppConfig):
    name = "riia.alliance.offer"
    label = "offer"

    def ready(self) -> None:
        """Offer what this part knows to plans and calendars, which ask without knowing it."""
        from riia.alliance.access import dues
        from riia.alliance.offer.queries.dues import dues as known
        from riia.alliance.offer.queries.measures import MEASURES
        from riia.alliance.places import measures

        for measure in MEASURES:
            measures.offer(measure)
        dues.offer("offer", known)
