from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "riia.alliance.returns"
    label = "returns"

    def ready(self) -> None:
        """Signed returns show the commitment to quarterly data, which agreements ask without knowing returns."""
        from riia.alliance.agreements.derived import offer
        from riia.alliance.agreements.models import MetBy
        from riia.alliance.returns.queries.compliance import SOURCE

        offer(MetBy.RETURNS, SOURCE)
