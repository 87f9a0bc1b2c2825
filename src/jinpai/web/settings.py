"""Django's settings. Everything that may differ between shops comes from `environment.py`."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinpai.apps.home import home
from jinpai.web import environment
from jinpai.web.database import database
from jinpai.web.secret import prepare_home, secret

HERE = Path(__file__).resolve().parent
HOME = prepare_home(home())

DEBUG = environment.flag("JINPAI_DEBUG")
SECRET_KEY = environment.text("JINPAI_SECRET") or secret(HOME)

# --- address, hosts, encryption ---------------------------------------------------------


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


ADDRESS = environment.text("JINPAI_ADDRESS").rstrip("/")
_address = urlsplit(ADDRESS)
if _address.scheme not in ("http", "https") or not _address.hostname:
    raise environment.BadSetting(
        f"JINPAI_ADDRESS 要像 https://jinpai.example.com,现在是「{ADDRESS}」。"
        f" / JINPAI_ADDRESS must look like https://jinpai.example.com, not {ADDRESS!r}."
    )
_encrypted = _address.scheme == "https"
ALLOWED_HOSTS = sorted(
    {_address.hostname, "localhost", "127.0.0.1", "[::1]", *environment.words("JINPAI_HOSTS")}
)
CSRF_TRUSTED_ORIGINS = [ADDRESS]

# Cookies are marked "secure" (encrypted connections only) unless that would make logging in
# impossible: on this machine over http nothing crosses a network, and several browsers drop
# secure cookies there. Any other plain-http address needs JINPAI_INSECURE_HTTP, said aloud.
_plain = not _encrypted and (
    _is_this_machine(_address.hostname) or environment.flag("JINPAI_INSECURE_HTTP")
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not _plain
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "jinpai_session"
SESSION_COOKIE_AGE = environment.whole("JINPAI_SESSION_HOURS") * 3600
# The session table is the truth; an expired one is refused even if the browser keeps it.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_FAILURE_VIEW = "jinpai.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "jinpai_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

SECURE_HSTS_SECONDS = 31_536_000 if _encrypted else 0
SECURE_SSL_REDIRECT = False  # the proxy's task; here it would break health checks behind it
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PROXIES = environment.whole("JINPAI_PROXIES")
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- parts ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "jinpai.web",
    "jinpai.apps.team",
    "jinpai.apps.board",
    "jinpai.apps.imports",
    "jinpai.apps.rulebooks",
    "jinpai.apps.appraisal",
    "jinpai.apps.payroll",
    "jinpai.apps.desk",
    "jinpai.apps.aftersales",
    "jinpai.apps.knowledge",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jinpai.web.policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jinpai.apps.team.middleware.NewPasswordMiddleware",
    "jinpai.web.nul.NoNulMiddleware",
]
ROOT_URLCONF = "jinpai.web.urls"
ASGI_APPLICATION = "jinpai.web.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jinpai.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "jinpai.web.templatetags.figures",
                "jinpai.web.templatetags.links",
            ],
        },
    }
]

# --- storage ----------------------------------------------------------------------------

DATABASES = {
    "default": database(
        environment.text("DATABASE_URL"), home=HOME, wait=environment.whole("JINPAI_DB_WAIT")
    )
}
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"  # filled by collectstatic at start
STATIC_ROOT.mkdir(exist_ok=True)
BUNDLES = HOME / "bundles"  # the chart script, written by jinpai.web.bundle at start
BUNDLES.mkdir(exist_ok=True)
STATICFILES_DIRS = [("bundles", BUNDLES)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
UPLOAD_LIMIT = environment.whole("JINPAI_UPLOAD_MB") * 1_000_000  # bytes, read by the imports app

TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if environment.text("JINPAI_JOBS") == "inline"
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": [],
    }
}

# --- people -----------------------------------------------------------------------------

AUTH_USER_MODEL = "team.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _validation + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "person")},
    },
    {"NAME": _validation + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _validation + "CommonPasswordValidator"},
    {"NAME": _validation + "NumericPasswordValidator"},
]
LOGIN_TRIES = environment.whole("JINPAI_LOGIN_TRIES")
LOGIN_TRIES_ADDRESS = environment.whole("JINPAI_LOGIN_TRIES_ADDRESS")
LOGIN_WINDOW = timedelta(minutes=environment.whole("JINPAI_LOGIN_WINDOW"))

# --- language and time ------------------------------------------------------------------

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_CODE = environment.text("JINPAI_LANGUAGE")
LOCALE_PATHS = [HOME / "locale"]  # written by jinpai.web.catalogues from every app's .po
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("JINPAI_TIME_ZONE")

# --- log --------------------------------------------------------------------------------

_level = environment.text("JINPAI_LOG").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _level},
    "loggers": {"django": {"handlers": [], "level": _level, "propagate": True}},
}
