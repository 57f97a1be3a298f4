"""Settings, from the environment alone (twelve-factor).

Two modes. With `DATABASE_URL` set this is a server that people rely on: secrets, hosts and https are required and
nothing has a convenient default. Without it, everything needed runs from the project's own `.data/` folder on
this machine: the embedded PostgreSQL, a generated secret key, Celery's filesystem transport.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from bootstrap_wrapper import get_bootstrap_css_dir
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ladders.refusals import refusals, weak_data_keys
from ladders.schedule import beat_schedule
from ladders.settings_sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
DATA_DIR = Path(env("LADDERS_DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()

EMBEDDED = not env("DATABASE_URL", default="")
DEMO = env.bool("LADDERS_DEMO", default=False)
# Where the demo keeps how far its time was moved (see ladders/demo/clock.py).
DEMO_CLOCK = Path(env("LADDERS_DEMO_CLOCK", default=str(DATA_DIR / "demo-clock")))
if not DEMO and env("LADDERS_DEMO_CLOCK", default=""):
    raise ImproperlyConfigured("LADDERS_DEMO_CLOCK moves the time of a demo, so it works only with LADDERS_DEMO.")
DEBUG = env.bool("DEBUG", default=False)


def _own_secret(name: str) -> str:
    """A secret of this machine, made once and kept readable by its owner alone."""
    path = DATA_DIR / name
    if not path.exists():
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            path.hardlink_to(draft)  # fails where another process was first: then its secret counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def _origin(url: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


if EMBEDDED:
    from ladders.localserver.embedded_server import OWNER, database_settings

    DATABASES: dict[str, Any] = {"default": database_settings(DATA_DIR)}
    DATABASE_OWNER: dict[str, Any] = {"USER": OWNER}
    SECRET_KEY = env("SECRET_KEY", default="") or _own_secret("secret_key")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
else:
    if DEMO:
        raise ImproperlyConfigured("LADDERS_DEMO shows sign-ins to everybody, so it works only without DATABASE_URL.")
    DATABASES = {"default": env.db("DATABASE_URL", engine="django.db.backends.postgresql")}
    # Who owns the tables and changes them: for `migrate`, `backup` and `restore` alone. Empty: one role does everything.
    DATABASE_OWNER = {}
    if env("DATABASE_OWNER_URL", default=""):
        _owner = env.db("DATABASE_OWNER_URL", engine="django.db.backends.postgresql")
        if _owner["NAME"] != DATABASES["default"]["NAME"]:
            raise ImproperlyConfigured("DATABASE_OWNER_URL and DATABASE_URL must name the same database.")
        DATABASE_OWNER = {name: _owner[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
    SECRET_KEY = env("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
    if said := refusals(env.ENVIRON, secret_key=SECRET_KEY, hosts=ALLOWED_HOSTS, debug=DEBUG):
        raise ImproperlyConfigured(" ".join(said))

# The role that runs, in the terms of its owner (see ladders/core/owner.py).
DATABASE_RUNNER = {name: DATABASES["default"].get(name) for name in DATABASE_OWNER or {"USER": None}}

# Where people open this server: mail leads there.
_HOSTS = [host.removeprefix(".") for host in ALLOWED_HOSTS if host != "*"] or ["localhost"]
SITE_URL = env(
    "SITE_URL", default=f"http://localhost:{env('PORT', default='8000')}" if EMBEDDED else f"https://{_HOSTS[0]}"
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # former keys, while a new one is brought in
DATA_KEYS = env.list("DATA_KEYS", default=[])  # what seals private texts and second factors, the newest first
if weak := weak_data_keys(DATA_KEYS):
    raise ImproperlyConfigured(weak)
# A read replica for lists, exports and figures (ladders/core/replica.py), with the same role and limits.
if env("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = env.db("DATABASE_REPLICA_URL", engine="django.db.backends.postgresql")
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    # One whose host says nothing holds no page up: the primary is read instead. Seconds, and milliseconds.
    DATABASES["replica"]["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 5000} | (
        DATABASES["replica"].get("OPTIONS") or {}
    )
    DATABASE_ROUTERS = ["ladders.core.replica.Router"]
REPLICA_SECONDS = env.int("REPLICA_SECONDS", default=10)  # for so long after a write one reads the primary
# A network that swallows everything holds up no page and no row: whoever hears nothing for half a minute gives up, here and at
# the server. Without it a connection waits for hours, and a host that lost its power keeps what it had locked.
KEPT_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
HEARD = (
    {} if EMBEDDED else {"connect_timeout": 10, "tcp_user_timeout": 25_000, **KEPT_ALIVE}
)  # tcp_user_timeout: milliseconds
HEARD_THERE = "" if EMBEDDED else "".join(f"-c tcp_{name}={value} " for name, value in KEPT_ALIVE.items())
# PgBouncer, say, gives a connection to whoever has a transaction: nothing of a session may be counted on.
DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
for _database in DATABASES.values():
    _database |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600), "CONN_HEALTH_CHECKS": True}
    _options = _database["OPTIONS"] = HEARD | (_database.get("OPTIONS") or {})
    if DATABASE_POOLED:
        _database["DISABLE_SERVER_SIDE_CURSORS"] = True
        _options["prepare_threshold"] = None
    else:
        # Statements that are kept (ladders/core/statements.py) are planned once per connection.
        _options["prepare_threshold"] = 3
        # A page that waits for a lock or a client that went away must not hold others up. Behind a pooler the roles have
        # these (docs/operations.md): it takes no such options.
        _options["options"] = (
            f"{HEARD_THERE}-c lock_timeout=10s -c idle_in_transaction_session_timeout=120s "
            "-c client_connection_check_interval=5s -c log_parameter_max_length_on_error=0 "
            "-c jit=off"  # compiling a statement takes longer than answering it (docs/decisions/0086)
        )
    _options.setdefault("application_name", "ladders")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "ladders.demo.apps.DemoConfig",  # first: in the demo its clock runs before models are imported
    "ladders.core.apps.CoreConfig",
    "accounts.apps.AccountsConfig",
    "ladders.impact.apps.ImpactConfig",
    "ladders.frameworks.apps.FrameworksConfig",
    "ladders.placements.apps.PlacementsConfig",
    "ladders.compensation.apps.CompensationConfig",
    "ladders.reporting.apps.ReportingConfig",
    "ladders.careers.apps.CareersConfig",
    "ladders.moves.apps.MovesConfig",
    "ladders.growth.apps.GrowthConfig",
    "ladders.insights.apps.InsightsConfig",
    "ladders.pay_reports.apps.PayReportsConfig",
    "ladders.remedies.apps.RemediesConfig",
    "ladders.pay_information.apps.PayInformationConfig",
    "ladders.reason_files.apps.ReasonFilesConfig",
    "ladders.dates.apps.DatesConfig",
    "ladders.letters.apps.LettersConfig",
    "ladders.exchange.apps.ExchangeConfig",
    "ladders.privacy.apps.PrivacyConfig",
    "ladders.setup.apps.SetupConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
    "crispy_bootstrap5",
    "heroicons",
    "django_htmx",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "ladders.core.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ladders.core.middleware.ConfidentialMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ladders.exchange.uploads.middleware.UploadLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ladders.core.middleware.ReadableMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "ladders.core.middleware.SignInRequiredMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "ladders.core.middleware.DeedAddressMiddleware",
    "ladders.core.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ladders.core.middleware.DomainErrorMiddleware",
    *(["ladders.core.replica.ReplicaMiddleware"] if "replica" in DATABASES else []),  # last: it calls the view
]

ROOT_URLCONF = "ladders.urls"
WSGI_APPLICATION = "ladders.wsgi.application"
FORM_RENDERER = "ladders.core.form_renderer.Renderer"
LOADERS = ["ladders.core.template_loaders.Loader", "django.template.loaders.app_directories.Loader"]
# Every template has every tag and filter of ours, and these of others, without loading them.
LIBRARIES = [
    "crispy_forms.templatetags.crispy_forms_tags",
    "django.contrib.humanize.templatetags.humanize",
    "django.templatetags.l10n",
    "django.templatetags.static",
    "heroicons.templatetags.heroicons",
    *(
        f"ladders.{path.parts[-3]}.templatetags.{path.stem}"
        for path in BASE_DIR.glob("ladders/*/templatetags/[a-z]*.py")
    ),
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ladders.core.context_processors.page",
            ],
            "builtins": LIBRARIES,
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Language and time
LANGUAGE_CODE = env("LANGUAGE_CODE", default="en-gb")
TIME_ZONE = env("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True
LANGUAGES = [("en-gb", _("English"))]
# --- Files of our own and of libraries
STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", str(get_bootstrap_css_dir())),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    10_000  # pages with many fields come in parts, such as `frameworks/domain/grading_sheet.py`
)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Sign-in: see settings_sign_in.py
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED  # http://localhost; a real server speaks https

# --- Sessions, cache (rate limits must be seen by every process)
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", default=60) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ladders.core.views.pages.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CACHES: dict[str, Any] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("CACHE_URL")}
        if env("CACHE_URL", default="")
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "core_cache",
            # Beyond this Django throws entries away, counters of failed sign-ins among them.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

# --- Transport security
if not EMBEDDED:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.bool("BEHIND_TLS_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A sign-in through the company's provider is a form that ends there.
        "form-action": [SELF, *([_origin(env("OIDC_SERVER_URL"))] if env("OIDC_SERVER_URL", default="") else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Mail
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Ladders <ladders@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
MAIL_LEASE_SECONDS = env.float("MAIL_LEASE_SECONDS", default=180)  # how long whoever sends a mail is believed alive
if EMBEDDED:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
else:
    vars().update(env.email("EMAIL_URL", default="smtp://localhost:25"))

# --- Background work
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost//")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2.0  # a page that starts background work does not wait for a broker that is away
CELERY_TASK_TIME_LIMIT = env.int("JOB_HOURS", default=2) * 3600
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", default=60)  # how long a silent worker is believed alive
JOB_MISSED_SECONDS = env.float("JOB_MISSED_SECONDS", default=45)  # when a message counts as lost
JOB_LATE_SECONDS = env.float("JOB_LATE_SECONDS", default=180)  # when people are told that nobody does the work
CELERY_BEAT_SCHEDULE = beat_schedule(env)
CELERY_BEAT_SCHEDULER = "ladders.core.beat:OneAtATime"
BEAT_LEASE_SECONDS = env.float("BEAT_LEASE_SECONDS", default=30)  # how long a silent scheduler is believed alive
CELERY_BEAT_MAX_LOOP_INTERVAL = min(5.0, BEAT_LEASE_SECONDS / 3)
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {}
if CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue" / "messages"),
        "data_folder_out": str(DATA_DIR / "queue" / "messages"),
        "processed_folder": str(DATA_DIR / "queue" / "done"),
        "control_folder": str(DATA_DIR / "queue" / "control"),
        "store_processed": False,
    }

# --- History
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ladders.core.logs.ConfidentialFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Django's own handlers go: they would mail what was sent with a request, and print addresses as they are.
    "loggers": {"django": {"handlers": [], "level": "INFO"}, "django.server": {"handlers": ["console"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
