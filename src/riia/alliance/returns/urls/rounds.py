"""Addresses of rounds: where things stand, planning and running them, chasing, more time, and data quality."""

from django.urls import path

from riia.alliance.returns.views import extensions, quality, rounds, rounds_plan

patterns = [
    path("returns/", rounds.home, name="home"),
    path("returns/rounds/new/", rounds_plan.new_round, name="new_round"),
    path("returns/rounds/<uuid:reference>/", rounds.board, name="board"),
    path("returns/rounds/<uuid:reference>/open/", rounds_plan.open_round, name="open_round"),
    path("returns/rounds/<uuid:reference>/days/", rounds_plan.move_days, name="move_days"),
    path("returns/rounds/<uuid:reference>/close/", rounds_plan.close_round, name="close_round"),
    path("returns/rounds/<uuid:reference>/reopen/", rounds_plan.reopen_round, name="reopen_round"),
    path("returns/rounds/<uuid:reference>/register/", rounds_plan.follow_register, name="follow_register"),
    path("returns/rounds/<uuid:reference>/cancel/", rounds_plan.cancel_round, name="cancel_round"),
    path("returns/rounds/<uuid:reference>/chase/", rounds.chase, name="chase"),
    path("returns/rounds/<uuid:reference>/extensions/", extensions.extensions, name="extensions"),
    path("returns/<uuid:reference>/extension/", extensions.extension, name="extension"),
    path("returns/extensions/<uuid:reference>/", extensions.decide, name="decide_extension"),
    path("returns/quality/", quality.quality, name="quality"),
    path("returns/quality/table.<str:form>", quality.quality_table, name="quality_table"),
]
