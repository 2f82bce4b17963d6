from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "riia.alliance.grants"
    label = "grants"

    def ready(self) -> None:
        """Tell the calendar what is due, and the intake that letters can be entered here."""
        from django.urls import reverse

        from riia.alliance.access import dues
        from riia.alliance.access.actions import Action
        from riia.alliance.grants.queries.dues import dues_of_grants
        from riia.alliance.intake import takers
        from riia.documents.model import Kind

        dues.offer("grants", dues_of_grants)
        takers.offer(
            Kind.LETTER,
            takers.Taker(
                "Enter it as a grant", Action.KEEP_GRANTS, lambda paper: reverse("grants:adopt", args=[paper.reference])
            ),
        )
        takers.offer(
            Kind.GIVING,
            takers.Taker(
                "Enter these grants",
                Action.KEEP_GRANTS,
                lambda paper: reverse("grants:giving_import_file", args=[paper.reference]),
            ),
        )
