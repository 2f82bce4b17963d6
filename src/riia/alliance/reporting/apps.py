from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "riia.alliance.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Offer what this part knows to plans and calendars, which ask without knowing it."""
        from riia.alliance.access.dues import offer
        from riia.alliance.places import measures
        from riia.alliance.reporting.queries.dues import dues
        from riia.alliance.reporting.queries.measures import MEASURES

        for measure in MEASURES:
            measures.offer(measure)
        offer("reporting", dues)
