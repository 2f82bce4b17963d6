"""Reads of the data register. Pages give the viewer's scope; the gate asks for an alliance and a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.agreements import notice
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import (
    AgreementKind,
    AgreementVersion,
    Dataset,
    Guidance,
    Instruction,
    ItemLine,
    ItemRequest,
    NoticeAcceptance,
    OnwardRequest,
    RegisterItem,
    SharingRules,
    Supersession,
)
from riia.alliance.agreements.policies_register import DEFAULT_NOTICE, Entry, VersionStanding
from riia.alliance.agreements.similar import Described, Likeness, similar
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import ItemStatus, OnwardState, RequestState
from riia.alliance.places import queries as place_queries
from riia.alliance.places.calendar import add_working_days
from riia.alliance.places.models import Alliance
from riia.indicators.model import day_in_words


def standing_of(version: AgreementVersion, on: date) -> VersionStanding:
    """How a version stands on a day: fully signed by then, begun, and neither revoked nor replaced."""
    executed = version.executed_on
    signed = executed is not None and executed <= on
    begins = max((day for day in (version.commences, executed) if day is not None), default=None)
    why = ""
    if executed is None:
        why = "not everybody has signed the agreement"
    elif not signed:
        why = f"the last signature is of {day_in_words(executed)}"
    elif version.state not in {VersionState.IN_FORCE, VersionState.REVOKED, VersionState.SUPERSEDED}:
        why = f"the agreement is {version.state}, not in force"
    elif begins is not None and on < begins:
        why = f"the agreement begins on {day_in_words(begins)}"
    else:
        why = _ended(version, on)
    return VersionStanding(
        version.agreement.title, version.label, str(version.reference), version.number, signed, signed and not why, why
    )


def _ended(version: AgreementVersion, on: date) -> str:
    if version.revoked_on is not None and on >= version.revoked_on:
        return f"the agreement was revoked on {day_in_words(version.revoked_on)}"
    if version.state != VersionState.SUPERSEDED:
        return ""
    after = AgreementVersion.objects.filter(replaces=version).first()
    begins = max((day for day in (after.commences, after.executed_on) if day), default=None) if after else None
    return "" if begins is not None and on < begins else "a later version has replaced the agreement"


def standing_of_register(version: AgreementVersion, on: date) -> VersionStanding:
    """How the register of a version stands on a day: later versions without one of their own carry it on."""
    standing = standing_of(version, on)
    later = AgreementVersion.objects.filter(replaces=version, datasets=None).select_related("agreement").first()
    if standing.in_force or later is None:
        return standing
    carried = standing_of_register(later, on)
    return carried if carried.in_force else standing


def entries(alliance: Alliance, on: date, versions: Iterable[AgreementVersion] | None = None) -> list[Entry]:
    """What every register of an alliance says on a day, the newest version first. The gate judges from this."""
    chosen = list(versions) if versions is not None else list(_versions(alliance))
    standings = {version.pk: standing_of_register(version, on) for version in chosen}
    datasets = {each.pk: each for each in Dataset.objects.filter(version__in=standings)}
    lines = lines_on(on, dataset__in=datasets)
    superseded = _superseded(datasets, on)
    agreed = _agreed_to(datasets, on)
    items = RegisterItem.objects.filter(dataset__in=datasets).order_by("dataset__number", "number")
    found = [
        _entry(
            item,
            lines.get(item.pk),
            datasets[item.dataset_id],
            standings[datasets[item.dataset_id].version_id],
            superseded.get(item.dataset_id),
            agreed.get(item.dataset_id, frozenset()),
        )
        for item in items
    ]
    return sorted(found, key=lambda entry: -entry.standing.number)


def _versions(alliance: Alliance) -> QuerySet[AgreementVersion]:
    with_register = Dataset.objects.filter(version__agreement__alliance=alliance).values("version")
    return AgreementVersion.objects.filter(pk__in=with_register).select_related("agreement")


def versions_shown(alliance: Alliance, on: date) -> list[AgreementVersion]:
    """Versions whose registers count or are to count; where all are over, every one, so that the past can be read."""
    held = list(_versions(alliance))
    over = {VersionState.REVOKED, VersionState.SUPERSEDED}
    now = [each for each in held if each.state not in over or standing_of_register(each, on).in_force]
    return now or held


def lines_on(on: date, **items: Any) -> dict[int, ItemLine]:
    """The line that holds on a day, by the key of its item; without the items that have none yet."""
    held = ItemLine.objects.filter(starts_on__lte=on, set_aside=False, **{f"item__{k}": v for k, v in items.items()})
    return {line.item_id: line for line in held.order_by("starts_on", "id")}


def _entry(
    item: RegisterItem,
    line: ItemLine | None,
    dataset: Dataset,
    standing: VersionStanding,
    superseded: Supersession | None,
    agreed: frozenset[Audience],
) -> Entry:
    privacy = line.privacy if line else dataset.privacy
    return Entry(
        key=item.key,
        title=line.title if line else "",
        dataset_key=dataset.key,
        dataset=str(dataset),
        clause=dataset.clause,
        standing=standing,
        status=ItemStatus(line.status) if line else None,
        starts_on=line.starts_on if line else None,
        ends_on=line.ends_on if line else None,
        audiences=line.audiences_set if line else frozenset(),
        onward=line.onward_set if line else frozenset(),
        privacy=Privacy(privacy),
        frequency=(line.frequency if line else "") or dataset.frequency,
        onward_rule=line.onward_rule if line else "",
        publication_rule=(line.publication_rule if line else "") or dataset.publication_rule,
        until_superseded=dataset.until_superseded,
        superseded_to=superseded.covers_to if superseded else None,
        superseded_by=str(superseded.release) if superseded else "",
        agreed_to=agreed,
        retention_months=dataset.retention_months,
        number=item.number,
        item_pk=item.pk,
        item_reference=str(item.reference),
        dataset_pk=dataset.pk,
    )


def _superseded(datasets: Iterable[int], on: date) -> dict[int, Supersession]:
    """Of each dataset the release that reaches furthest, of those out by the day."""
    found = Supersession.objects.filter(dataset__in=list(datasets), released_on__lte=on).order_by("covers_to")
    return {each.dataset_id: each for each in found}


def _agreed_to(datasets: Iterable[int], on: date) -> dict[int, frozenset[Audience]]:
    found: dict[int, set[Audience]] = {}
    for each in OnwardRequest.objects.filter(dataset__in=list(datasets), state=OnwardState.AGREED):
        if on >= shares_from(each):
            found.setdefault(each.dataset_id, set()).add(Audience(each.audience))
    return {key: frozenset(audiences) for key, audiences in found.items()}


def notice_ends(request: OnwardRequest) -> date:
    """The first day on which an onward-sharing request has had its full notice; the day of notice is day 0."""
    return add_working_days(request.notice_on, request.notice_working_days)


def shares_from(request: OnwardRequest) -> date:
    """The first day on which an agreed request lets data go: as proposed, and never before the notice has run out."""
    return max(request.proposed_on, notice_ends(request))


def sharing_rules(alliance: Alliance) -> SharingRules:
    """What the alliance has settled about sharing further; unsaved and empty where it has settled nothing yet."""
    return SharingRules.objects.filter(alliance=alliance).first() or SharingRules(alliance=alliance)


def notice_days(alliance: Alliance) -> int:
    """Working days of notice for onward sharing: as settled, else the default."""
    settled = sharing_rules(alliance).notice_working_days
    return DEFAULT_NOTICE if settled is None else settled


def sees_register(scope: Scope, alliance: Alliance) -> bool:
    """Whether the viewer may read the register of an alliance."""
    return may_at(scope, Action.SEE_AGREEMENTS, alliance)


def sees_inventory(scope: Scope, alliance: Alliance) -> bool:
    """Whether the viewer may read which data partners of an alliance hold: its own people, not whom it reports to."""
    return may_at(scope, Action.SEE_INVENTORY, alliance)


def may_at(scope: Scope, action: Action, alliance: Alliance) -> bool:
    """Whether the viewer may do something in an alliance: for its region, or for a council that is a member today."""
    places = scope.places_for(action)
    if places is None or alliance.region.code in places:
        return True
    return bool(places) and place_queries.members(alliance).filter(code__in=places).exists()


def datasets_seen(scope: Scope, alliance: Alliance) -> QuerySet[Dataset]:
    """Datasets of the registers of an alliance, for whoever may read them."""
    found = Dataset.objects.filter(version__agreement__alliance=alliance)
    found = found.select_related("version__agreement__alliance__region").order_by("-version__number", "number")
    return found if sees_register(scope, alliance) else found.none()


def versions_to_enter(alliance: Alliance) -> QuerySet[AgreementVersion]:
    """Versions that are not over and take effect by signature: those whose register may be entered."""
    over = (VersionState.REVOKED, VersionState.SUPERSEDED)
    found = AgreementVersion.objects.filter(agreement__alliance=alliance).exclude(state__in=over)
    return found.exclude(agreement__kind=AgreementKind.TERMS_OF_REFERENCE).select_related("agreement")


def item_seen(scope: Scope, reference: Any) -> RegisterItem | None:
    """One item with its dataset, if the viewer may read the register it is in."""
    found = RegisterItem.objects.select_related("dataset__version__agreement__alliance__region")
    item = found.filter(reference=reference).first()
    return item if item and sees_register(scope, item.dataset.version.agreement.alliance) else None


def history(item: RegisterItem) -> list[ItemLine]:
    """Every line an item has had, the newest first; those set aside included."""
    return list(item.lines.order_by("-starts_on", "-id"))


def requests_seen(scope: Scope, alliance: Alliance) -> QuerySet[ItemRequest]:
    """Requests for new data of an alliance, the newest first, for whoever may read the register."""
    found = ItemRequest.objects.filter(dataset__version__agreement__alliance=alliance)
    found = found.select_related("dataset__version__agreement__alliance__region", "requester", "covered_by__dataset")
    return found if sees_register(scope, alliance) else found.none()


def request_seen(scope: Scope, reference: Any) -> ItemRequest | None:
    """One request, if the viewer may read the register it is about."""
    found = ItemRequest.objects.select_related(
        "dataset__version__agreement__alliance__region", "requester", "covered_by__dataset"
    )
    request = found.filter(reference=reference).first()
    return request if request and sees_register(scope, request.dataset.version.agreement.alliance) else None


def instructions_seen(scope: Scope, alliance: Alliance) -> QuerySet[Instruction]:
    """Written instructions under the agreements of an alliance, the newest first."""
    found = Instruction.objects.filter(version__agreement__alliance=alliance).select_related("version__agreement")
    found = found.order_by("-given_on", "-number")
    return found if sees_register(scope, alliance) else found.none()


def onward_seen(scope: Scope, alliance: Alliance) -> QuerySet[OnwardRequest]:
    """Requests to share further, those waiting for a response first."""
    found = OnwardRequest.objects.filter(dataset__version__agreement__alliance=alliance)
    found = found.select_related("dataset__version__agreement__alliance__region", "recorder")
    return found if sees_register(scope, alliance) else found.none()


def guidance_in_force(dataset: Dataset, on: date) -> list[Guidance]:
    """The version of the standard template and of its guidance that is used on a day (R4.16)."""
    begun = dataset.guidance.filter(starts_on__lte=on).order_by("starts_on", "id")
    held = [each for each in begun if each.ends_on is None or on <= each.ends_on]
    latest = {each.kind: each for each in held}
    # Sets hold side by side: an agreement and the Department may each name their own (R4.17).
    sets = [each for each in held if each.kind == "set"]
    return [*sets, *(latest[kind] for kind, _ in Guidance.KINDS if kind in latest and kind != "set")]


def guidance_used(alliance: Alliance, dataset_key: str, form: str, on: date) -> list[Guidance]:
    """The set, template and guidance that a return of a set stands on, as they were in force on a day (R4.16)."""
    found: dict[tuple[str, str], Guidance] = {}
    for dataset in Dataset.objects.filter(version__agreement__alliance=alliance, key=dataset_key).order_by("version"):
        for each in guidance_in_force(dataset, on):
            if each.kind != "set" or each.form == form:
                found[each.kind, each.form] = each
    return list(found.values())


def notice_accepted(person: Any) -> bool:
    """Whether a person has accepted the notice against re-identification as it reads now (R4.05)."""
    return NoticeAcceptance.objects.filter(person=person, edition=notice.EDITION).exists()


NEXT_STEP: Final = {RequestState.ASKED: Action.CHECK_ITEM, RequestState.CHECKED: Action.DECIDE_ITEM}
"""What it takes to take a request's next step: the analyst's check, then the directors' decision (clause 6.5)."""


def may_take_next_step(scope: Scope, request: ItemRequest) -> bool:
    """Whether the viewer may check or decide this request now (R4.10; R14.01: nobody their own)."""
    region = region_of(request.dataset)
    own = request.requester is not None and str(request.requester.reference) == scope.person_ref
    needed = NEXT_STEP.get(RequestState(request.state))
    return needed is not None and not own and scope.may(needed, region)


def region_of(dataset: Dataset) -> str:
    """The code of the region whose register a dataset is in."""
    return dataset.version.agreement.alliance.region.code


def similar_to(request: ItemRequest) -> list[tuple[Described, list[Likeness]]]:
    """For each new item of a request the items of the alliance's registers that resemble it (clause 6.5, step 1)."""
    alliance = request.dataset.version.agreement.alliance
    today = timezone.localdate()
    wanted_ids = set(request.wanted.filter(audience="").values_list("item", flat=True))
    lines = lines_on(today, dataset__version__in=versions_shown(alliance, today))
    keys = dict(RegisterItem.objects.filter(pk__in=lines).values_list("pk", "key"))
    dropped = {pk for pk, line in lines.items() if line.status == ItemStatus.DROPPED}
    held = [_described(keys[pk], line) for pk, line in lines.items() if pk not in wanted_ids | dropped]
    wanted = [_described(keys[pk], lines[pk]) for pk in sorted(wanted_ids & lines.keys())]
    return [(each, similar(each, held)) for each in wanted]


def _described(key: str, line: ItemLine) -> Described:
    return Described(key, line.title, line.definition, line.numerator, line.denominator)
