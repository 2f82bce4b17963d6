"""Addresses of the inventory, the data sharing plan and projects, under `agreements`."""

from typing import Final

from django.urls import URLPattern, path

from riia.alliance.agreements.views import inventory, inventory_changes, inventory_plan, projects

PATTERNS: Final[list[URLPattern]] = [
    path("registers/<str:region>/inventory/", inventory.inventory, name="inventory"),
    path("registers/<str:region>/inventory/summary/", inventory.summary, name="inventory_summary"),
    path("registers/<str:region>/inventory/sources.<str:form>", inventory.inventory_table, name="inventory_table"),
    path("registers/<str:region>/inventory/obstacles.<str:form>", inventory.obstacles_table, name="obstacles_table"),
    path(
        "registers/<str:region>/inventory/observations.<str:form>",
        inventory.observations_table,
        name="observations_table",
    ),
    path("registers/<str:region>/inventory/new/", inventory_changes.enter_source, name="enter_source"),
    path("registers/<str:region>/inventory/obstacle/", inventory_changes.note_obstacle, name="note_obstacle"),
    path("registers/councils/<str:code>/holdings/", inventory_changes.holdings, name="holdings"),
    path("registers/sources/<uuid:reference>/", inventory.source, name="source"),
    path("registers/sources/<uuid:reference>/change/", inventory_changes.change_source, name="change_source"),
    path("registers/sources/<uuid:reference>/end/", inventory_changes.end_source, name="end_source"),
    path("registers/sources/<uuid:reference>/note/", inventory_changes.observe, name="observe"),
    path(
        "registers/observations/<uuid:reference>/withdraw/",
        inventory_changes.withdraw_observation,
        name="withdraw_observation",
    ),
    path("registers/obstacles/<uuid:reference>/", inventory_changes.change_obstacle, name="change_obstacle"),
    path("registers/<str:region>/plan/", inventory_plan.sharing_plan, name="sharing_plan"),
    path("registers/<str:region>/plan/settle/", inventory_plan.settle_plan, name="settle_plan"),
    path("registers/<str:region>/plan/deadline/", inventory_plan.set_deadline, name="set_deadline"),
    path("registers/<str:region>/projects/", projects.projects, name="projects"),
    path("registers/<str:region>/projects/new/", projects.enter_project, name="enter_project"),
    path("registers/projects/<uuid:reference>/", projects.project, name="project"),
    path("registers/projects/<uuid:reference>/supply/", projects.supply, name="supply"),
    path("registers/projects/<uuid:reference>/receive/", projects.receive, name="receive"),
    path("registers/deliveries/<uuid:reference>/use/", projects.note_use, name="note_use"),
]
