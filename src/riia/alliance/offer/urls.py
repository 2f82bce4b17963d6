"""Addresses of calls for funding, applications and awards."""

from django.urls import path

from riia.alliance.offer.views import applying, awards, calls, judging, preparing

app_name = "offer"
urlpatterns = [
    path("funding/", calls.home, name="home"),
    path("funding/new/", preparing.new, name="new"),
    path("funding/<uuid:reference>/", calls.call, name="call"),
    path("funding/<uuid:reference>/results/", calls.results, name="results"),
    path("funding/<uuid:reference>/text/", preparing.text, name="text"),
    path("funding/<uuid:reference>/money/", preparing.money, name="money"),
    path("funding/<uuid:reference>/days/", preparing.days, name="days"),
    path("funding/<uuid:reference>/councils/", preparing.councils, name="councils"),
    path("funding/<uuid:reference>/criteria/", preparing.criteria, name="criteria"),
    path("funding/<uuid:reference>/criteria/new/", preparing.new_criterion, name="new_criterion"),
    path("funding/<uuid:reference>/documents/", preparing.documents, name="documents"),
    path("funding/<uuid:reference>/panel/", preparing.panel, name="panel"),
    path("funding/<uuid:reference>/step/<slug:step>/", preparing.step, name="step"),
    path("funding/<uuid:reference>/ranking/", judging.ranking, name="ranking"),
    path("funding/<uuid:reference>/apply/", applying.apply, name="apply"),
    path("funding/criteria/<uuid:reference>/", preparing.criterion, name="criterion"),
    path("funding/criteria/<uuid:reference>/remove/", preparing.remove_criterion, name="remove_criterion"),
    path("funding/documents/<uuid:reference>/remove/", preparing.remove_document, name="remove_document"),
    path("funding/panel/<uuid:reference>/remove/", preparing.remove_member, name="remove_member"),
    path("funding/applications/<uuid:reference>/", applying.application, name="application"),
    path("funding/applications/<uuid:reference>/write/", applying.write, name="write"),
    path("funding/applications/<uuid:reference>/submit/", applying.submit, name="submit"),
    path("funding/applications/<uuid:reference>/take-back/", applying.take_back, name="take_back"),
    path("funding/applications/<uuid:reference>/withdraw/", applying.withdraw, name="withdraw"),
    path("funding/applications/<uuid:reference>/interest/", judging.interest, name="interest"),
    path("funding/applications/<uuid:reference>/score/", judging.score, name="score"),
    path("funding/applications/<uuid:reference>/decide/", judging.decide, name="decide"),
    path("funding/awards/<uuid:reference>/", awards.award, name="award"),
    path("funding/awards/<uuid:reference>/ask/", awards.ask, name="ask"),
    path("funding/awards/<uuid:reference>/pay/", awards.plan, name="plan_payment"),
    path("funding/awards/<uuid:reference>/close/", awards.close, name="close"),
    path("funding/awards/<uuid:reference>/stop/", awards.stop, name="stop"),
    path("funding/asked/<uuid:reference>/", awards.due, name="due"),
    path("funding/asked/<uuid:reference>/drop/", awards.drop, name="drop"),
    path("funding/payments/<uuid:reference>/", awards.payment, name="payment"),
    path("funding/payments/<uuid:reference>/cancel/", awards.cancel_payment, name="cancel_payment"),
]
