"""Addresses of sign-in, accounts, people and the audit reader.

django-allauth finds its pages by global names, so they stand outside our namespace; only those we offer are here.
"""

from allauth.account import views as account_pages
from allauth.mfa.base import views as second_step_pages
from allauth.mfa.recovery_codes import views as code_pages
from allauth.mfa.totp import views as app_pages
from allauth.mfa.webauthn import views as passkey_pages
from allauth.socialaccount import views as organisation_pages
from allauth.socialaccount.providers.openid_connect import views as openid_pages
from allauth.usersessions import views as session_pages
from django.urls import include, path, re_path

from riia.alliance.access.views import account, holdings, joining, leads, passkeys, people, trail

_own = [
    path("sign-in/demo/", joining.demo_sign_in, name="demo_sign_in"),
    path("join/", joining.join, name="join"),
    path("join/<str:token>/", joining.join_by_link, name="join_by_link"),
    path("account/", account.account, name="account"),
    path("account/name/", account.rename, name="rename"),
    path("account/second-step/why/", joining.second_step, name="second_step"),
    path("account/api-keys/", account.tokens, name="tokens"),
    path("account/api-keys/<uuid:reference>/revoke/", account.revoke_token, name="revoke_token"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.nominate, name="nominate"),
    path("people/approvals/", holdings.approvals, name="approvals"),
    path("people/leads/", leads.leads, name="leads"),
    path("people/reviews/", holdings.reviews, name="reviews"),
    path("people/roles/", people.roles, name="roles"),
    path("people/roles/<uuid:reference>/", holdings.holding, name="holding"),
    path("people/roles/<uuid:reference>/approve/", holdings.approve, name="approve"),
    path("people/roles/<uuid:reference>/decline/", holdings.decline, name="decline"),
    path("people/roles/<uuid:reference>/confirm/", holdings.confirm, name="confirm"),
    path("people/roles/<uuid:reference>/extend/", holdings.extend, name="extend"),
    path("people/roles/<uuid:reference>/deputy/", holdings.deputy, name="deputy"),
    path("people/roles/<uuid:reference>/end/", holdings.end, name="end"),
    path("people/<uuid:reference>/", people.person, name="person"),
    path("people/<uuid:reference>/invite-again/", people.invite_again, name="invite_again"),
    path("people/<uuid:reference>/close/", people.close, name="close"),
    path("audit/", trail.trail, name="trail"),
    path("audit/entries.csv", trail.trail_csv, name="trail_csv"),
]

_sign_in = [
    path("sign-in/", account_pages.login, name="account_login"),
    path("sign-in/second-step/", second_step_pages.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkey_pages.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", account_pages.account_inactive, name="account_inactive"),
    path("sign-in/new/", account_pages.signup, name="account_signup"),
    path("sign-in/password/", account_pages.password_reset, name="account_reset_password"),
    path("sign-in/password/sent/", account_pages.password_reset_done, name="account_reset_password_done"),
    path(
        "sign-in/password/changed/",
        account_pages.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_pages.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/organisation/stopped/", organisation_pages.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/organisation/problem/", organisation_pages.login_error, name="socialaccount_login_error"),
    path("sign-in/organisation/<slug:provider_id>/", openid_pages.login, name="openid_connect_login"),
    path("sign-in/organisation/<slug:provider_id>/back/", openid_pages.callback, name="openid_connect_callback"),
    path("sign-out/", account_pages.logout, name="account_logout"),
]

_security = [
    path("password-again/", account_pages.reauthenticate, name="account_reauthenticate"),
    path("password/", account_pages.password_change, name="account_change_password"),
    path("password/set/", account_pages.password_set, name="account_set_password"),
    path("sessions/", session_pages.list_usersessions, name="usersessions_list"),
    path("second-step/", second_step_pages.index, name="mfa_index"),
    path("second-step/again/", second_step_pages.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/app/", app_pages.activate_totp, name="mfa_activate_totp"),
    path("second-step/app/remove/", app_pages.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/codes/", code_pages.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", code_pages.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-step/codes/download/", code_pages.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second-step/passkeys/", passkey_pages.list_webauthn, name="mfa_list_webauthn"),
    path("second-step/passkeys/add/", passkey_pages.add_webauthn, name="mfa_add_webauthn"),
    path("second-step/passkeys/again/", passkey_pages.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-step/passkeys/<int:pk>/remove/", passkeys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("second-step/passkeys/<int:pk>/name/", passkey_pages.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("", include((_own, "access"))),
    path("", include(_sign_in)),
    path("account/", include(_security)),
]
