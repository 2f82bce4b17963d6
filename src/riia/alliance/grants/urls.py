"""Addresses of grant determinations, allocations and payments."""

from django.urls import path

from riia.alliance.grants.giving_urls import patterns as giving
from riia.alliance.grants.views import adopting, entering, paying, register

app_name = "grants"
_GRANT, _LETTER = "grants/<uuid:reference>", "grants/letters/<uuid:reference>"
_PAYMENT = "grants/payments/<uuid:reference>"
urlpatterns = [
    path("grants/", register.home, name="home"),
    *giving,
    path("grants/new/", entering.new, name="new"),
    path("grants/adopt/<uuid:reference>/", adopting.adopt, name="adopt"),
    path("grants/payments/", paying.payments, name="payments"),
    path("grants/statements/<str:place>/", register.statement, name="statement"),
    path("grants/statements/<str:place>/statement.csv", register.statement_file, name="statement_file"),
    path(f"{_GRANT}/", register.determination, name="determination"),
    path(f"{_GRANT}/difference/", register.difference, name="difference"),
    path(f"{_GRANT}/letter/", entering.next_letter, name="next_letter"),
    path(f"{_GRANT}/instalment/", paying.instalment, name="instalment"),
    path(f"{_GRANT}/propose/", paying.propose, name="propose"),
    path(f"{_GRANT}/host/", paying.host, name="host"),
    path(f"{_GRANT}/award/", paying.new_award, name="new_award"),
    path(f"{_GRANT}/project/", paying.new_project, name="new_project"),
    path(f"{_LETTER}/", register.version, name="version"),
    path(f"{_LETTER}/grant/", entering.grant, name="grant"),
    path(f"{_LETTER}/letter/", entering.letter, name="letter"),
    path(f"{_LETTER}/parts/", entering.parts, name="parts"),
    path(f"{_LETTER}/purpose/", entering.new_purpose, name="new_purpose"),
    path(f"{_LETTER}/purpose/<int:pk>/", entering.purpose, name="purpose"),
    path(f"{_LETTER}/annex/", entering.rows, name="rows"),
    path(f"{_LETTER}/recipients/", entering.recipients, name="recipients"),
    path(f"{_LETTER}/menu/", entering.menu, name="menu"),
    path(f"{_LETTER}/step/<slug:step>/", entering.step, name="step"),
    path(f"{_PAYMENT}/", paying.payment, name="payment"),
    path(f"{_PAYMENT}/approve/", paying.approve, name="approve"),
    path(f"{_PAYMENT}/send-back/", paying.send_back, name="send_back"),
    path(f"{_PAYMENT}/paid/", paying.paid, name="paid"),
    path(f"{_PAYMENT}/reconcile/", paying.reconcile, name="reconcile"),
    path(f"{_PAYMENT}/cancel/", paying.cancel, name="cancel"),
    path("grants/awards/<uuid:reference>/", paying.award, name="award"),
    path("grants/projects/<uuid:reference>/", paying.project, name="project"),
]
