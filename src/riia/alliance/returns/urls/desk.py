"""Addresses of the desk, of questions from outside, and of the director's page."""

from django.urls import path

from riia.alliance.returns.views import desk, enquiries, signing

patterns = [
    path("returns/<uuid:reference>/queries/new/", desk.ask, name="ask"),
    path("returns/queries/", desk.queries, name="queries"),
    path("returns/queries/<uuid:reference>/", desk.query, name="query"),
    path("returns/enquiries/", enquiries.listing, name="enquiries"),
    path("returns/enquiries/new/", enquiries.new, name="new_enquiry"),
    path("returns/enquiries/<uuid:reference>/", enquiries.enquiry, name="enquiry"),
    path("returns/<uuid:reference>/validate/", desk.validate, name="validate"),
    path("returns/<uuid:reference>/reopen/", desk.reopen, name="reopen"),
    path("returns/<uuid:reference>/versions/", desk.versions, name="versions"),
    path("returns/<uuid:reference>/sign/", signing.sign, name="sign"),
    path("returns/<uuid:reference>/decline/", signing.decline, name="decline"),
]
