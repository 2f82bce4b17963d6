"""What people type into the pages of access."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.policies import Standing, Term
from riia.alliance.access.roles import ROLES, Reach, Role
from riia.alliance.access.scope import Scope
from riia.alliance.kit.dates import DateField
from riia.alliance.places.models.place import Place, PlaceKind

EVERYWHERE = "everywhere"


def a_year_from_today() -> date:
    return timezone.localdate() + timedelta(days=365)


class JoinForm(forms.Form):
    """Name and password of someone who accepts an invitation."""

    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three random words make a good one. Common passwords are refused.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": person.name}
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class NameForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class ReasonForm(forms.Form):
    """Why something is done: ending, declining, confirming, revoking, closing."""

    reason = forms.CharField(
        label="Why?",
        help_text="Kept in the audit trail. Do not name children or families.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Say why"},
    )


class ApproveForm(forms.Form):
    """Approving asks for nothing but the press of its button."""


class ExtendForm(ReasonForm):
    until = DateField(
        label="New last day",
        help_text="Two years from today at most.",
        error_messages={"required": "Enter the new last day"},
    )
    field_order = ["until", "reason"]


class TermForm(forms.Form):
    """First and last day of a role, and what it is for."""

    purpose = forms.CharField(
        label="What is the access for?",
        help_text="For example: prepares Derby’s quarterly return.",
        max_length=300,
        error_messages={"required": "Say what the access is for"},
    )
    starts = DateField(label="First day", initial=timezone.localdate)
    expires = DateField(label="Last day", help_text="Two years after the first day at most.", initial=a_year_from_today)

    def term(self) -> Term:
        return Term(self.cleaned_data["starts"], self.cleaned_data["expires"])


class NominateForm(TermForm):
    """Somebody put forward for a role. Places are those the viewer may propose access for."""

    name = forms.CharField(label="Name", max_length=150, error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="E-mail address",
        help_text="Their work address. They sign in with it.",
        error_messages={"required": "Enter their e-mail address"},
    )
    role = forms.ChoiceField(label="Role", error_messages={"required": "Select a role"})
    place = forms.ChoiceField(label="Place", error_messages={"required": "Select a place"})
    body = forms.CharField(
        label="Organisation, board or assignment",
        help_text="For suppliers, partners, panel members and those who serve one challenge.",
        max_length=200,
        required=False,
    )
    field_order = ["name", "email", "role", "place", "body", "purpose", "starts", "expires"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = scope.places_for(Action.PROPOSE_ACCESS)
        self.places = {place.code: place for place in _places(places)}
        everywhere = [(EVERYWHERE, "All England (no single place)")] if places is None else []
        named = [(code, place.label) for code, place in self.places.items()]
        blank = [("", "Choose a place")] if len(named) + len(everywhere) > 1 else []
        _offer(self.fields["place"], [*blank, *everywhere, *named])
        fitting = [role for role in Role if ROLES[role].reach & self._reach(everywhere=places is None)]
        _offer(self.fields["role"], [("", "Choose a role"), *((role.value, role.title) for role in fitting)])

    def _reach(self, *, everywhere: bool) -> set[Reach]:
        """What kinds of role fit the places the viewer may propose access for."""
        kinds = {Reach.REGION if place.is_region else Reach.COUNCIL for place in self.places.values()}
        return kinds | {Reach.ASSIGNED} | ({Reach.ENGLAND} if everywhere else set())

    def chosen_place(self) -> Place | None:
        return self.places.get(self.cleaned_data["place"])


class DeputyForm(TermForm):
    email = forms.EmailField(
        label="E-mail address of the deputy",
        help_text="They must have an account already. If not, invite them first.",
        error_messages={"required": "Enter the deputy’s e-mail address"},
    )
    field_order = ["email", "purpose", "starts", "expires"]

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].strip().lower()
        found = Person.objects.filter(email=address, is_active=True).first()
        if found is None:
            raise forms.ValidationError("Nobody with this address has joined. Ask for them to be invited first.")
        self.person = found
        return address


class TokenForm(forms.Form):
    label = forms.CharField(
        label="What is the key for?",
        help_text="For example: quarterly report in R.",
        max_length=100,
        error_messages={"required": "Say what the key is for"},
    )
    days = forms.TypedChoiceField(
        label="How long should it work?",
        choices=[(30, "30 days"), (90, "90 days"), (182, "6 months"), (365, "1 year")],
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
    )

    returns = forms.BooleanField(
        label="It also fills in and submits returns",
        help_text="Leave this out unless a program of your council sends its return.",
        required=False,
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not scope.may(Action.PREPARE_RETURN):
            del self.fields["returns"]

    def lasts(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


class PeopleFilter(forms.Form):
    """What the list of people is narrowed to; everything is optional and lives in the address."""

    q = forms.CharField(label="Name or e-mail address", required=False, max_length=100)
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "Any role"), *((role.value, ROLES[role].title) for role in Role)]
    )
    place = forms.ChoiceField(label="Place", required=False)
    standing = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=[("", "Any standing"), *((each.name.lower(), each.value.capitalize()) for each in Standing)],
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["place"], [("", "Any place"), *_place_choices(scope, Action.SEE_PEOPLE)])


class LeadsFilter(forms.Form):
    """Whose lead roles on which day."""

    region = forms.ChoiceField(label="Region", required=False)
    on = DateField(label="On", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = _around(scope.places_for(Action.SEE_PEOPLE))
        regions = [(place.code, place.label) for place in _places(codes) if place.kind == PlaceKind.REGION]
        _offer(self.fields["region"], regions)
        self.first = regions[0][0] if regions else ""


class AuditFilter(forms.Form):
    """What the audit reader looks for; everything is optional and lives in the address."""

    who = forms.CharField(label="Who", required=False, max_length=100)
    action = forms.ChoiceField(label="Action", required=False)
    words = forms.CharField(label="What (words or a reference)", required=False, max_length=100)
    place = forms.ChoiceField(label="Place", required=False)
    since = DateField(label="From", required=False)
    until = DateField(label="To", required=False)

    def __init__(self, *args: Any, scope: Scope, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(action, action.replace(".", ": ").replace("_", " ")) for action in actions]
        _offer(self.fields["action"], [("", "Any action"), *words])
        _offer(self.fields["place"], [("", "Any place"), *_place_choices(scope, Action.READ_AUDIT)])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", "The last day must not come before the first")
        return found


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    """Set the choices of a field that depend on the viewer."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _place_choices(scope: Scope, action: Action) -> list[tuple[str, str]]:
    return [(place.code, place.label) for place in _places(scope.places_for(action))]


def _around(codes: frozenset[str] | None) -> frozenset[str] | None:
    """The codes, and those of the regions their councils belong to: who leads a region is no secret in it."""
    if codes is None:
        return None
    councils = Place.objects.filter(code__in=codes, kind=PlaceKind.COUNCIL)
    return codes | frozenset(councils.values_list("region__code", flat=True))


def _places(codes: frozenset[str] | None) -> list[Place]:
    """Councils and regions by code, regions first; None means all."""
    places = Place.objects.filter(kind__in=[PlaceKind.REGION, PlaceKind.COUNCIL])
    found = places if codes is None else places.filter(code__in=codes)
    return sorted(found, key=lambda place: (not place.is_region, place.name, place.code))
