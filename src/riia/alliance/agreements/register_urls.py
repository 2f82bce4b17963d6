"""Addresses of the data register, under `agreements`."""

from typing import Final

from django.urls import URLPattern, path

from riia.alliance.agreements.views import (
    platform_rights,
    register,
    register_changes,
    register_entering,
    register_requests,
)

PATTERNS: Final[list[URLPattern]] = [
    path("notice/", register_requests.notice, name="notice"),
    path("registers/", register.registers, name="registers"),
    path("registers/<str:region>/", register.register, name="register"),
    path("registers/<str:region>/table.<str:form>", register.register_table, name="register_table"),
    path("registers/items/<uuid:reference>/", register.item, name="register_item"),
    path("registers/items/<uuid:reference>/decide/", register_changes.decide_item, name="decide_item"),
    path("registers/items/<uuid:reference>/mark/", register_changes.mark_item, name="mark_item"),
    path("registers/items/<uuid:reference>/share/", register_requests.ask_to_share, name="ask_to_share"),
    path("registers/datasets/<uuid:reference>/", register.dataset, name="dataset"),
    path("registers/datasets/<uuid:reference>/settle/", register_changes.settle_dataset, name="settle_dataset"),
    path("registers/datasets/<uuid:reference>/released/", register_changes.record_release, name="record_release"),
    path("registers/datasets/<uuid:reference>/guidance/", register_changes.add_guidance, name="add_guidance"),
    path("registers/datasets/<uuid:reference>/compare/", register_entering.confirm, name="confirm_dataset"),
    path("registers/versions/<uuid:reference>/enter/", register_entering.enter, name="enter_dataset"),
    path("registers/<str:region>/requests/", register.requests, name="requests"),
    path("registers/<str:region>/requests/new/", register_requests.ask_for_item, name="ask_for_item"),
    path("registers/requests/<uuid:reference>/", register.one_request, name="request"),
    path("registers/requests/<uuid:reference>/check/", register_requests.check_request, name="check_request"),
    path("registers/requests/<uuid:reference>/decide/", register_requests.decide_request, name="decide_request"),
    path("registers/requests/<uuid:reference>/withdraw/", register_requests.withdraw_request, name="withdraw_request"),
    path("registers/<str:region>/instructions/", register.instructions, name="instructions"),
    path("registers/<str:region>/instructions/new/", register_requests.give_instruction, name="give_instruction"),
    path("registers/instructions/<uuid:reference>/end/", register_requests.end_instruction, name="end_instruction"),
    path("registers/<str:region>/onward/", register.onward, name="onward"),
    path("registers/<str:region>/onward/new/", register_requests.ask_onward, name="ask_onward"),
    path("registers/<str:region>/onward/rules/", register_changes.settle_sharing, name="settle_sharing"),
    path("registers/<str:region>/rights/", platform_rights.platform_rights, name="platform_rights"),
    path("registers/onward/<uuid:reference>/", register_requests.onward_one, name="onward_one"),
    path("registers/onward/<uuid:reference>/withdraw/", register_requests.withdraw_onward, name="withdraw_onward"),
]
