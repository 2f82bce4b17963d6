from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "riia.alliance.returns"
    label = "returns"

    def ready(self) -> None:
        """Offer what returns know to those who ask without knowing returns: agreements, plans, calendars."""
        from riia.alliance.access import dues
        from riia.alliance.agreements.derived import offer
        from riia.alliance.agreements.models import MetBy
        from riia.alliance.places import measures
        from riia.alliance.returns.queries.compliance import SOURCE
        from riia.alliance.returns.queries.dues import dues as known
        from riia.alliance.returns.queries.measures import MEASURES

        offer(MetBy.RETURNS, SOURCE)
        for measure in MEASURES:
            measures.offer(measure)
        dues.offer("returns", known)
