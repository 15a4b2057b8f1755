"""Django's settings; every value a deployment may change comes from the environment (docs/operate/settings.md)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from corpus_app.database.address import database_from
from corpus_app.local_key import kept_key
from corpus_app.mail.address import mail_from

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")

# The local run: one person's machine, http, no secrets to set up. `make run` sets it.
LOCAL = os.environ.get("CORPUS_LOCAL") == "1"
DEBUG = os.environ.get("DEBUG") == "1"
PORT = os.environ.get("PORT") or "8000"
SITE_URL = (os.environ.get("SITE_URL") or f"http://127.0.0.1:{PORT}").rstrip("/")
SITE = urlsplit(SITE_URL)
HTTPS = SITE.scheme == "https"
TRUST_PROXY = os.environ.get("TRUST_PROXY") == "1"
ALLOWED_HOSTS = (os.environ.get("ALLOWED_HOSTS") or f"{SITE.hostname},localhost,127.0.0.1,[::1]").split(",")
SIGN_UP = os.environ.get("SIGN_UP") or "invitation"  # or "open"
FETCH_PAGES = os.environ.get("FETCH_PAGES") == "1"  # by their address; else people bring files

SECRET_KEY_GIVEN = os.environ.get("SECRET_KEY")
SECRET_KEY = SECRET_KEY_GIVEN or kept_key(VAR_DIR / "secret-key", make=LOCAL)
NEW_KEY = "for example from `python3 -c 'import secrets; print(secrets.token_urlsafe(64))'`"

if not PORT.isdecimal():
    raise ImproperlyConfigured(f"PORT is {PORT!r}. Set it to a number, like 8000.")
if SITE.scheme not in ("http", "https") or not SITE.hostname or SITE.path or SITE.query:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}. Set it to an address like https://corpus.example.org")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        f"SECRET_KEY is not set. Set it to at least 50 random characters and keep it, {NEW_KEY}. To try Corpus on "
        "your own machine, use `make run` or set CORPUS_LOCAL=1: a key is then made and kept."
    )
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured(f"SECRET_KEY can be guessed. Set it to at least 50 random characters, {NEW_KEY}.")
if "*" in ALLOWED_HOSTS and not LOCAL:
    raise ImproperlyConfigured("ALLOWED_HOSTS has '*', which admits every name. List those that people type.")
if SIGN_UP not in ("invitation", "open"):
    raise ImproperlyConfigured(f"SIGN_UP is {SIGN_UP!r}. Set it to invitation or open.")
if DEBUG and not LOCAL:
    raise ImproperlyConfigured("DEBUG=1 shows code and settings to visitors. Use it with CORPUS_LOCAL=1 only.")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "corpus_app",
    "annotations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "corpus_app.middleware.private_by_default",
    "corpus_app.middleware.CompressPages",
    "corpus_app.middleware.RefuseBadRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "corpus_app.sessions.AskWho",
    "corpus_app.middleware.only_for_the_person",
    "corpus_app.middleware.note_presence",
    "corpus_app.middleware.AnswerOldText",
    "corpus_app.middleware.AcceptTokens",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "corpus_app.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'corpus.sqlite3'}")}

AUTH_USER_MODEL = "corpus_app.User"
AUTHENTICATION_BACKENDS = ["corpus_app.sessions.Accounts"]
SESSION_ENGINE = "corpus_app.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "projects"
LOGOUT_REDIRECT_URL = "sign-in"

# Mail is optional: without it, links are copied by hand.
MAIL = mail_from(os.environ.get("EMAIL_URL") or "")
SENDS_MAIL = bool(MAIL)
globals().update(MAIL)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or f"Corpus <corpus@{SITE.hostname}>"
CONTACT = os.environ.get("CONTACT") or ""  # who helps people that cannot sign in

# The prefix binds a cookie to this very host, so that a neighbour under the same domain cannot set it.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # pages carry the token in their forms and in hx-headers
CSRF_TRUSTED_ORIGINS = [SITE_URL]  # behind a proxy that ends TLS, the browser's origin differs from ours

SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for other names of the domain is not ours to set,
    "security.W021",  # nor is their place in the browsers' lists
    "security.W008",  # without a trusted proxy we cannot see which requests came by https
]
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = HTTPS
    SECURE_REDIRECT_EXEMPT = ["^health/$"]  # a load balancer asks by plain http

# No inline script or style anywhere, and nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

REQUEST_BODY_LIMIT = 60 * 1024 * 1024  # a whole request, counted while it arrives (corpus_app.server)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # its fields without files: a pasted book fits
DATA_UPLOAD_MAX_NUMBER_FIELDS = 9_000  # the preview of a long article has three for each paragraph
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # the page that adds articles takes 500, and says so better

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
HASHED_STATIC = "corpus_app.static_storage.HashedStaticFiles"
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN_STATIC if DEBUG else HASHED_STATIC},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Errors go to stderr, for whatever runs the server to keep. Django's default would mail them to nobody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a stranger's 404 is no news
        "uvicorn.error": {"level": "ERROR"},
    },
}
