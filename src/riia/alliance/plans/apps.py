from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "riia.alliance.plans"
    label = "plans"

    def ready(self) -> None:
        """Offer what is due to calendars, and tell the intake that plans and costings can be entered here."""
        from django.urls import reverse

        from riia.alliance.access import dues
        from riia.alliance.access.actions import Action
        from riia.alliance.intake import takers
        from riia.alliance.plans.queries import needs
        from riia.documents.model import Kind

        dues.offer("plans", needs.dues)
        takers.offer(
            Kind.PLAN,
            takers.Taker(
                "Enter this plan as a draft",
                Action.KEEP_PLAN,
                lambda paper: reverse("plans:enter", args=[paper.reference]),
            ),
        )
        takers.offer(
            Kind.COSTINGS,
            takers.Taker(
                "Enter these costs as a draft",
                Action.KEEP_PLAN,
                lambda paper: reverse("plans:enter_costs", args=[paper.reference]),
            ),
        )
