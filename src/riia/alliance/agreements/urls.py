"""Addresses of agreements."""

from django.urls import path

from riia.alliance.agreements import inventory_urls, register_urls
from riia.alliance.agreements.views import agreements as read
from riia.alliance.agreements.views import agreements_commitments as commitments
from riia.alliance.agreements.views import agreements_parties as parties
from riia.alliance.agreements.views import agreements_signatures as signatures
from riia.alliance.agreements.views import agreements_steps as steps

app_name = "agreements"

_agreements = [
    path("agreements/", read.agreements, name="agreements"),
    path("agreements/new/", steps.new, name="new"),
    path("agreements/<uuid:reference>/new-version/", steps.new_version, name="new_version"),
    path("agreements/versions/<uuid:reference>/", read.version, name="version"),
    path("agreements/versions/<uuid:reference>/text/", read.text, name="text"),
    path("agreements/versions/<uuid:reference>/text/enter/", steps.enter_text, name="enter_text"),
    path("agreements/versions/<uuid:reference>/compare/", read.versions, name="versions"),
    path("agreements/versions/<uuid:reference>/details/", steps.details, name="details"),
    path("agreements/versions/<uuid:reference>/draft/", steps.draft, name="draft"),
    path("agreements/versions/<uuid:reference>/agree/", steps.agree, name="agree"),
    path("agreements/versions/<uuid:reference>/redraft/", steps.redraft, name="redraft"),
    path("agreements/versions/<uuid:reference>/into-force/", steps.into_force, name="into_force"),
    path("agreements/versions/<uuid:reference>/revoke/", steps.revoke, name="revoke"),
    path("agreements/versions/<uuid:reference>/review/", steps.review, name="review"),
    path("agreements/versions/<uuid:reference>/signatures/", signatures.sign_many, name="sign_many"),
    path("agreements/versions/<uuid:reference>/signatures/read/", signatures.read_pages, name="read_pages"),
    path("agreements/signatures/<int:pk>/", signatures.sign, name="sign"),
    path("agreements/signatures/<int:pk>/withdraw/", signatures.withdraw_signature, name="withdraw_signature"),
    path("agreements/versions/<uuid:reference>/parties/add/", parties.add_parties, name="add_parties"),
    path("agreements/versions/<uuid:reference>/parties/end/", parties.end_party, name="end_party"),
    path("agreements/parties/<int:pk>/remove/", parties.remove_party, name="remove_party"),
    path("agreements/versions/<uuid:reference>/commitments/", commitments.commitments, name="commitments"),
    path("agreements/versions/<uuid:reference>/commitments/set/", commitments.set_commitments, name="set_commitments"),
    path("agreements/versions/<uuid:reference>/commitments/shown-by/", commitments.shown_by, name="shown_by"),
    path("agreements/versions/<uuid:reference>/commitments/period/", commitments.add_period, name="add_period"),
    path("agreements/versions/<uuid:reference>/evidence/", commitments.record_evidence, name="record_evidence"),
    path("agreements/evidence/<uuid:reference>/", commitments.withdraw_evidence, name="withdraw_evidence"),
    path("agreements/versions/<uuid:reference>/documents/", commitments.documents, name="documents"),
    path("agreements/versions/<uuid:reference>/documents/enter/", commitments.open_document, name="open_document"),
    path("agreements/documents/<uuid:reference>/sign-off/", commitments.sign_off, name="sign_off"),
    path("agreements/documents/<uuid:reference>/publish/", commitments.publish, name="publish"),
    path("agreements/versions/<uuid:reference>/support/", commitments.plan_support, name="plan_support"),
]

urlpatterns = [*_agreements, *register_urls.PATTERNS, *inventory_urls.PATTERNS]
