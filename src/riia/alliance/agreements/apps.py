from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "riia.alliance.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Offer what this part knows to plans and calendars, which ask without knowing it."""
        from riia.alliance.access import dues
        from riia.alliance.agreements.queries.dues import dues as known
        from riia.alliance.agreements.queries.measures import MEASURES
        from riia.alliance.places import measures

        for measure in MEASURES:
            measures.offer(measure)
        dues.offer("agreements", known)
