"""Settings of the alliance application, read from the environment only.

`RIIA_MODE` is one word: `development` (default; tests use it), `demo` or `production`. Because it is one word,
the demonstration's one-click sign-in and production settings cannot be on together; a second switch that tries to is
refused below as well. Every variable is described in docs/running.md.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from riia.alliance.access.openid import allauth_providers, providers_from
from riia.alliance.config.environment import (
    check_production,
    data_folder,
    database,
    flag,
    listed,
    local_records_key,
    local_secret,
    sender,
    smtp,
    whole,
)
from riia.alliance.config.logs import level

MODE = os.environ.get("RIIA_MODE", "development")
if MODE not in {"development", "demo", "production"}:
    raise ImproperlyConfigured(f"RIIA_MODE is {MODE!r}. Set it to development, demo or production.")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
if PRODUCTION:
    check_production()

DATA = data_folder()
DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"] if PRODUCTION else local_secret(DATA)
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
# Seals pseudonymised records at rest. Without one in production the rest works, and no records are taken.
RECORDS_KEY = os.environ.get("RECORDS_KEY", "") if PRODUCTION else local_records_key(DATA)
RECORDS_KEY_FALLBACKS = listed("RECORDS_KEY_FALLBACKS")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS") if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")
SERVICE_NAME = "riia"
BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000")
# Grants in the 360Giving standard: the prefix that the publisher registered, and who publishes.
GIVING_PREFIX = os.environ.get("GIVING_PREFIX", "360G-riia")
GIVING_PUBLISHER = os.environ.get("GIVING_PUBLISHER", "riia, register of grants to regional alliances")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "django_htmx",
    "django_tasks_db",
    "riia.alliance.kit",
    "riia.alliance.audit",
    "riia.alliance.places",
    "riia.alliance.access",
    "riia.alliance.intake",
    "riia.alliance.grants",
    "riia.alliance.agreements",
    "riia.alliance.custody",
    "riia.alliance.figures",
    "riia.alliance.insight",
    "riia.alliance.returns",
    "riia.alliance.diagnostics",
    "riia.alliance.plans",
    "riia.alliance.offer",
    "riia.alliance.reporting",
    "riia.alliance.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "riia.alliance.config.headers.PrivateByDefault",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "riia.alliance.access.middleware.SessionLimits",
    "riia.alliance.access.middleware.ScopeMiddleware",
    "riia.alliance.access.middleware.DenyByDefault",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "riia.alliance.config.urls"
WSGI_APPLICATION = "riia.alliance.config.wsgi.application"

ALLIANCE = Path(__file__).resolve().parent.parent
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.csp",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "riia.alliance.config.context.service",
    "riia.alliance.access.context.account",
    "riia.alliance.pages.context.navigation",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        # Named folders rather than APP_DIRS: third-party apps keep Django templates in theirs.
        "DIRS": [folder / "templates" for folder in sorted(ALLIANCE.iterdir()) if (folder / "templates").is_dir()],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "riia.alliance.kit.jinja.environment",
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS[:4]},
    },
]

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Used one-time codes and the counts that slow an attack down must be known to every web process.
SHARED_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "access_shared_cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
CACHES = {"default": SHARED_CACHE if PRODUCTION else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Sign-in: nobody signs up, an invitation is the only way in. Why each choice was made: access/README.md.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
SESSION_IDLE_MINUTES = whole("SESSION_IDLE_MINUTES", 120)
SESSION_LONGEST_HOURS = whole("SESSION_LONGEST_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_LONGEST_HOURS * 60 * 60
# How many proxies stand in front: the caller's address is read from as many entries of X-Forwarded-For, no more.
BEHIND_PROXY = PRODUCTION and flag("BEHIND_PROXY", default=True)
TRUSTED_PROXIES = whole("TRUSTED_PROXIES", 1) if BEHIND_PROXY else 0
ACCOUNT_ADAPTER = "riia.alliance.access.adapters.AccountAdapter"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by following the invitation sent to it
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,50/h/key",  # axes locks out; this only slows a spread-out attack
    "answer_survey": "20/m/ip",
    "calendar_feed": "240/m/ip",  # calendars of a whole council may come from one address
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "riia.alliance.access.adapters.SecondStepAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ADAPTER = "riia.alliance.access.adapters.OrganisationAdapter"
SOCIALACCOUNT_ONLY = False
OPENID_PROVIDERS = providers_from(os.environ)
SOCIALACCOUNT_PROVIDERS = allauth_providers(OPENID_PROVIDERS)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "access/locked_out.html"
AXES_USERNAME_CALLABLE = "riia.alliance.access.client.username_of"
AXES_CLIENT_IP_CALLABLE = "riia.alliance.access.client.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_STR_CALLABLE = "riia.alliance.config.logs.nobody"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
HASHED_STATIC = PRODUCTION or DEMO
# Development serves the files from where they are written.
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or DATA / "static") if HASHED_STATIC else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = DATA / "files"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # Signing in with an organisation posts to us and is sent on to its provider.
    "form-action": [CSP.SELF, *(provider.origin for provider in OPENID_PROVIDERS)],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "riia.alliance.kit.error_views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # The prefix makes browsers refuse such a cookie from a neighbouring host or without HTTPS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-riia-session", "__Host-riia-csrf"
    SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
    # Monitoring and load balancers ask each web process itself, in plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = whole("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Being on the browsers' preload list binds a whole domain, so its owner decides that, not one service on it.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# E-mail: SMTP in production; the demonstration and development print it, and no message ever leaves them.
MAILERS = {"default": smtp() if PRODUCTION else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
DEFAULT_FROM_EMAIL = sender()
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "riia.alliance.config.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": level(os.environ.get("LOG_LEVEL"))},
    # It warns at every HEAD request, which monitoring sends all day.
    "loggers": {"gunicorn.http.wsgi": {"level": "ERROR"}},
}
