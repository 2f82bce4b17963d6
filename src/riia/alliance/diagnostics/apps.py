from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "riia.alliance.diagnostics"
    label = "diagnostics"

    def ready(self) -> None:
        """Offer what this part knows to plans and calendars, which ask without knowing it."""
        from riia.alliance.access import dues
        from riia.alliance.diagnostics.queries.dues import dues as known
        from riia.alliance.diagnostics.queries.measures import MEASURES
        from riia.alliance.places import measures

        for measure in MEASURES:
            measures.offer(measure)
        dues.offer("diagnostics", known)
