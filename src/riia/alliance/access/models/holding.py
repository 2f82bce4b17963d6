"""Who holds which role, where, from when to when, and who approved it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.access.roles import ROLES, Role
from riia.alliance.access.states import HoldingState

_PERSON = settings.AUTH_USER_MODEL


class RoleHolding(models.Model):
    """One role held by one person at one place or body over one period (R14.02, R3.31, R3.32).

    Each has an approver, a purpose and an expiry (R4.07). A deputy's holding points to the one it
    stands in for (R14.04, R14.06). Rows are never deleted: together they tell who held which role on which date.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "person": "internal",
        "role": "internal",
        "place": "public",
        "body": "internal",
        "purpose": "internal",
        "state": "internal",
        "starts": "internal",
        "expires": "internal",
        "ended_on": "internal",
        "review_due": "internal",
        "proposed_at": "internal",
        "proposed_by": "internal",
        "proposer_label": "personal",
        "approved_at": "internal",
        "approved_by": "internal",
        "approver_label": "personal",
        "deputy_for": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=40, choices=[(role.value, ROLES[role].title) for role in Role])
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.CharField(max_length=200, blank=True, help_text="Board, organisation or assignment the role is for.")
    purpose = models.CharField(max_length=300)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in HoldingState], default=HoldingState.PROPOSED
    )
    starts = models.DateField()
    expires = models.DateField(help_text="Last day with the role.")
    ended_on = models.DateField(null=True, blank=True, help_text="First day without the role, where it ended early.")
    review_due = models.DateField()
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposer_label = models.CharField(max_length=200)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approver_label = models.CharField(max_length=200, blank=True)
    deputy_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies")

    class Meta:
        ordering = ["role", "starts", "id"]
        verbose_name = "holding of a role"
        verbose_name_plural = "holdings of roles"
        indexes = [models.Index(fields=["place", "role"], name="access_holding_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(expires__gte=F("starts")), name="access_holding_expires_after_start"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("person")),
                name="access_nobody_grants_own_access",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[HoldingState.PROPOSED, HoldingState.DECLINED], approved_at__isnull=True)
                | (
                    Q(state__in=[HoldingState.APPROVED, HoldingState.ENDED, HoldingState.LAPSED])
                    & Q(approved_at__isnull=False)
                    & ~Q(approver_label="")
                ),
                name="access_holding_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[HoldingState.ENDED, HoldingState.LAPSED], ended_on__isnull=False)
                | (~Q(state__in=[HoldingState.ENDED, HoldingState.LAPSED]) & Q(ended_on__isnull=True)),
                name="access_holding_ended_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | ~Q(deputy_for=F("id")), name="access_holding_not_its_own_deputy"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="access_holding_has_a_purpose"),
        ]

    def __str__(self) -> str:
        where = self.place or self.body
        return f"{self.title} ({where})" if where else self.title

    @property
    def title(self) -> str:
        title = ROLES[Role(self.role)].title
        return f"Deputy: {title}" if self.deputy_for_id else title

    @property
    def audit_label(self) -> str:
        return str(self)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.place.code,) if self.place else ()
