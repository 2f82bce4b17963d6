from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "riia.alliance.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Calendars, which know no context, ask for the reports that are due."""
        from riia.alliance.access.dues import offer
        from riia.alliance.reporting.queries.dues import dues

        offer("reporting", dues)
