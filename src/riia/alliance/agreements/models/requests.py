"""What people ask of the register: new data, sharing further, work on instruction; and who has read the notice."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.models.agreement import AgreementVersion
from riia.alliance.agreements.models.register import PRIVACY_CHOICES, Dataset, RegisterItem
from riia.alliance.agreements.states_register import OnwardState, RequestState


class ItemRequest(models.Model):
    """A request for new data, or to show existing data to further partners (MoU 6.5, R4.10).

    The analyst's check and the directors' decision are kept apart, each with who, when and why. `similar` is what the
    system suggested at the check, as it stood then.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "dataset": "internal",
        "requester": "personal",
        "requester_label": "personal",
        "asked_on": "internal",
        "purpose": "internal",
        "partners": "internal",
        "privacy": "internal",
        "simulated": "internal",
        "state": "internal",
        "similar": "internal",
        "check_answer": "internal",
        "checked_on": "internal",
        "checker_label": "personal",
        "covered_by": "internal",
        "decision": "internal",
        "minute": "internal",
        "decided_on": "internal",
        "decider_label": "personal",
        "active_from": "internal",
        "closed_because": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="requests")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requester_label = models.CharField(max_length=200)
    asked_on = models.DateField()
    purpose = models.TextField()
    partners = models.CharField(max_length=300, help_text="With whom it is to be shared.")
    privacy = models.CharField(max_length=20, choices=PRIVACY_CHOICES)
    simulated = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=[(each.value, each.words) for each in RequestState], default=RequestState.ASKED
    )
    similar = models.JSONField(default=list)
    check_answer = models.TextField(blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checker_label = models.CharField(max_length=200, blank=True)
    covered_by = models.ForeignKey(
        RegisterItem, on_delete=models.PROTECT, null=True, blank=True, related_name="covers_requests"
    )
    decision = models.TextField(blank=True)
    minute = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decider_label = models.CharField(max_length=200, blank=True)
    active_from = models.DateField(null=True, blank=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in RequestState]), name="request_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.CHECKED, RequestState.AGREED, RequestState.DECLINED])
                | (Q(checked_on__isnull=False) & ~Q(check_answer="")),
                name="request_decided_after_a_check",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.AGREED, RequestState.DECLINED])
                | (Q(decided_on__isnull=False) & ~Q(minute="")),
                name="request_decision_has_a_minute",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.AGREED) | Q(active_from__gte=F("decided_on")),
                name="request_active_after_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Request of {self.asked_on} for {self.dataset}"

    @property
    def audit_label(self) -> str:
        return str(self)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.dataset.audit_places


class RequestedItem(models.Model):
    """One item a request is about. `audience` is empty for a new item; else whom the existing item is to reach too."""

    CLASSIFICATION = {"id": "internal", "request": "internal", "item": "internal", "audience": "internal"}

    request = models.ForeignKey(ItemRequest, on_delete=models.PROTECT, related_name="wanted")
    item = models.ForeignKey(RegisterItem, on_delete=models.PROTECT, related_name="wanted_by")
    audience = models.CharField(max_length=20, blank=True, choices=[(each.value, each.words) for each in Audience])

    class Meta:
        ordering = ["request", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "item"], name="request_wants_an_item_once")]

    def __str__(self) -> str:
        return f"{self.item} in {self.request}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.request.audit_places


class OnwardRequest(models.Model):
    """DfE asks to share what it was given more widely; the region has time to consider and respond (MoU 6.7, R4.11)."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "dataset": "internal",
        "asked_by": "internal",
        "audience": "internal",
        "recipients": "internal",
        "purpose": "internal",
        "simulated": "internal",
        "notice_on": "internal",
        "notice_working_days": "internal",
        "proposed_on": "internal",
        "state": "internal",
        "response": "internal",
        "minute": "internal",
        "responded_on": "internal",
        "responder_label": "personal",
        "recorder": "personal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="onward_requests")
    asked_by = models.CharField(max_length=200)
    audience = models.CharField(max_length=20, choices=[(each.value, each.words) for each in Audience])
    recipients = models.CharField(max_length=300)
    purpose = models.TextField()
    simulated = models.BooleanField(default=False)
    notice_on = models.DateField()
    notice_working_days = models.PositiveSmallIntegerField(help_text="The notice that was asked for then.")
    proposed_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(each.value, each.words) for each in OnwardState], default=OnwardState.ASKED
    )
    response = models.TextField(blank=True)
    minute = models.CharField(max_length=200, blank=True)
    responded_on = models.DateField(null=True, blank=True)
    responder_label = models.CharField(max_length=200, blank=True)
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-notice_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in OnwardState]), name="onward_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["dfe", "government", "public"]), name="onward_goes_outside"
            ),
            models.CheckConstraint(
                condition=Q(state=OnwardState.ASKED) | (Q(responded_on__isnull=False) & ~Q(response="")),
                name="onward_response_has_date_and_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=OnwardState.AGREED) | ~Q(minute=""), name="onward_agreed_has_a_minute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}: share {self.dataset} with {self.recipients}"

    @property
    def audit_label(self) -> str:
        return str(self)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.dataset.audit_places


class Instruction(models.Model):
    """A written instruction of the partners, without which the processor does nothing (MoU 6.3, R4.08)."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "internal",
        "number": "internal",
        "text": "internal",
        "datasets": "internal",
        "processor": "internal",
        "given_by": "internal",
        "given_on": "internal",
        "starts_on": "internal",
        "ends_on": "internal",
        "ended_because": "internal",
        "simulated": "internal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="instructions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    datasets = models.JSONField(default=list, help_text="Keys of the datasets it is about.")
    processor = models.CharField(max_length=150)
    given_by = models.CharField(max_length=200, help_text="Who gave it for the partners, and where it is minuted.")
    given_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["version", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="instruction_number_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(given_by=""), name="instruction_says_what_and_who"),
            models.CheckConstraint(condition=Q(starts_on__gte=F("given_on")), name="instruction_given_before_it_holds"),
        ]

    def __str__(self) -> str:
        return f"Instruction {self.number}"

    @property
    def audit_label(self) -> str:
        return f"{self} ({self.version})"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places


class NoticeAcceptance(models.Model):
    """A person has read and accepted a version of the notice against re-identification (R4.05)."""

    CLASSIFICATION = {"id": "internal", "person": "personal", "edition": "internal", "accepted_at": "personal"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    edition = models.CharField(max_length=20)
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["person", "-accepted_at"]
        constraints = [models.UniqueConstraint(fields=["person", "edition"], name="notice_accepted_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.edition}"
