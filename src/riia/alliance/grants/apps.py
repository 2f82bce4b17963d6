from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "riia.alliance.grants"
    label = "grants"

    def ready(self) -> None:
        """Tell the calendar what is due."""
        from riia.alliance.access import dues
        from riia.alliance.grants.queries.dues import dues_of_grants

        dues.offer("grants", dues_of_grants)
