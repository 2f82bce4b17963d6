from django.urls import path

from riia.alliance.diagnostics.views import assessments, rounds, running, signing

app_name = "diagnostics"
_HERE = "self-assessments/"
_ROUND = f"{_HERE}rounds/<uuid:reference>/"
_ONE = f"{_HERE}<uuid:reference>/"

urlpatterns = [
    path(_HERE, rounds.home, name="home"),
    path(f"{_HERE}topics/<slug:slug>/", rounds.topic, name="topic"),
    path(f"{_HERE}summaries/<uuid:reference>/", rounds.summary, name="summary"),
    path(f"{_HERE}rounds/new/", running.plan, name="plan"),
    path(_ROUND, rounds.round_, name="round"),
    path(f"{_ROUND}councils/", rounds.matrix, name="matrix"),
    path(f"{_ROUND}strengths-and-support/", rounds.offers, name="offers"),
    path(f"{_ROUND}moved/", rounds.compare, name="compare"),
    path(f"{_ROUND}answers.csv", rounds.answers_csv, name="round_answers_csv"),
    path(f"{_ROUND}spread.csv", rounds.spread_csv, name="spread_csv"),
    path(f"{_ROUND}open/", running.open_round, name="open_round"),
    path(f"{_ROUND}close/", running.close_round, name="close_round"),
    path(f"{_ROUND}cancel/", running.cancel_round, name="cancel_round"),
    path(f"{_ROUND}last-day/", running.move_due, name="move_due"),
    path(f"{_ROUND}publish/", running.publish, name="publish"),
    path(_ONE, assessments.assessment, name="assessment"),
    path(f"{_ONE}all/", assessments.everything, name="all"),
    path(f"{_ONE}statements/<slug:slug>/", assessments.rate, name="rate"),
    path(f"{_ONE}others/", assessments.others, name="others"),
    path(f"{_ONE}answers.csv", assessments.answers_csv, name="answers_csv"),
    path(f"{_ONE}submit/", signing.submit, name="submit"),
    path(f"{_ONE}sign/", signing.sign, name="sign"),
    path(f"{_ONE}decline/", signing.decline, name="decline"),
    path(f"{_ONE}reopen/", signing.reopen, name="reopen"),
    path(f"{_ONE}by-name/", signing.naming, name="naming"),
]
