"""Settings that hold everywhere; demo, test and production each say only what differs."""

import os
from datetime import timedelta
from pathlib import Path

from rondom.core import embedded

ROOT = Path(__file__).resolve().parents[3]


def beside(streams: str, pages: str) -> tuple[str, list[str], list[str]]:
    """STREAMS, STREAM_ORIGINS and PAGE_ORIGINS for streams at one port of this machine and pages at another.

    Without a port for the streams, pages ask by themselves.
    """
    if not streams:
        return "", [], []
    hosts = ("127.0.0.1", "localhost")
    return (
        f":{int(streams)}/stroom/",
        [f"http://{host}:{int(streams)}" for host in hosts],
        [f"http://{host}:{int(pages)}" for host in hosts],
    )


INSTALLED_APPS = [
    "rondom.rights",
    "rondom.coordination",
    "rondom.triage",
    "rondom.first_contact",
    "rondom.sharing",
    "rondom.cases",
    "rondom.keys",
    "rondom.landscape",
    "rondom.programme",
    "rondom.organisations",
    "rondom.accounts",
    "rondom.audit",
    "rondom.core",
    "procrastinate.contrib.django",  # the queue of the worker; each room's tasks.py is read
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Of these: signing in at the organisation itself, second factors, limits to guessing. Their addresses are not used.
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "rondom.core.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "rondom.core.middleware.BoundedBody",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Last, because it runs the view itself, inside the one transaction that knows the actor.
    "rondom.organisations.middleware.ActorMiddleware",
]

ROOT_URLCONF = "rondom.config.urls"
WSGI_APPLICATION = "rondom.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("rondom.core.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rondom.core.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "rondom.core.templatetags.rondom"],
        },
    },
]

# `owner` migrates and owns; `app` serves, owns nothing and cannot pass row-level security.
ROLE = os.environ.get("RONDOM_ROLE", "app")
DATABASES = {"default": embedded.database(f"rondom_{ROLE}")}
# Values travel apart from the statement, so that a statement in a log or in pg_stat_activity holds no content; what
# comes back often is planned once. Behind a pooler that shares connections between transactions, leave both out.
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)

# Shared with the database (table core_actorkey, readable by the owner alone): signs who acts in a transaction.
ACTOR_KEY = os.environ.get("RONDOM_ACTOR_KEY", "")

# Where master keys live (rondom/core/kms.py): in a folder that no backup of the database holds.
KMS = os.environ.get("RONDOM_KMS", "")  # "vault:https://host:port", or empty for the folder
KMS_FOLDER = os.environ.get("RONDOM_KMS_FOLDER") or embedded.data_folder() / "kms"

# Nightly work that was missed while no worker ran is done when one starts, up to a day (seconds) later.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}

# How this installation is called in the log.
SITE = os.environ.get("RONDOM_SITE", "rondom")

AUTH_USER_MODEL = "accounts.User"
PROFESSIONAL_BACKEND = "rondom.organisations.backend.ProfessionalBackend"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", PROFESSIONAL_BACKEND]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Where someone who found a weakness can tell it: a mailto:, https: or tel: address (core/views.py: security_txt).
# Who mail comes from; empty while no mail server is set up: then Rondom sends nothing and says so.
MAIL_FROM = ""
EMAIL_FILE_PATH = embedded.data_folder() / "mail"  # for the demo, where mail stays in files
SECURITY_CONTACT = os.environ.get("RONDOM_SECURITY_CONTACT", "")

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign_in"
SESSION_ENGINE = "rondom.accounts.sessions"
SESSION_IDLE = 60 * 15
SESSION_MOST = 60 * 60 * 8
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rondom.core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Outside the demo everyone lays down a second factor before they see anything else.
SECOND_FACTOR = True
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # no addresses of people are kept
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_LOGIN_METHODS = {"username"}
MFA_ADAPTER = "rondom.accounts.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off
MFA_RECOVERY_CODE_DIGITS = 10

# Five attempts a quarter of an hour for an account from an address; what was typed is counted under a code of it.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "rondom.accounts.door.name_for_counting"
AXES_CLIENT_IP_CALLABLE = "rondom.accounts.door.address_for_counting"
AXES_SENSITIVE_PARAMETERS = ["username", "code", "credential", "next", "csrfmiddlewaretoken"]
# How often a token of another system may be shown: a region has a few reports a day; what sends more has gone wrong.
TOKEN_MOST_A_MINUTE = int(os.environ.get("RONDOM_TOKEN_MOST_A_MINUTE", "60"))
PROXIES = 0  # how many proxies of ours stand in front and say who asks, in X-Forwarded-For
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # the page to sign in says itself that it waits

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "rondom_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nothing of ours is for the pages of others
STATICFILES_DIRS = [path for path in [ROOT / "build" / "static"] if path.is_dir()]
STATIC_ROOT = ROOT / "build" / "collected"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What one request may hold: fields, bytes of text, files, and bytes in all (core/middleware.py: BoundedBody).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a report with two hundred people in it
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
BODY_MAX_BYTES = 21_000_000
BODY_MAX_READ = 150_000_000  # read and thrown away, by a form that takes files
FILE_UPLOAD_HANDLERS = ["rondom.core.uploads.InMemory"]
# Where pages listen for what changes (config/streams.py); a proxy sends this part of our own origin to that process.
STREAMS = "/stroom/"
# Seconds: so long at most a stream lives on after its session, its seat or its sight of the case.
STREAMS_CHECK_EVERY = float(os.environ.get("RONDOM_STREAMS_CHECK_EVERY", "15"))
STREAM_ORIGINS: list[str] = []  # other origins where pages may listen, and whose pages may: in the demo alone
PAGE_ORIGINS: list[str] = []
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Nothing is sent anywhere: what goes wrong is said once, on the output of the server, without what anyone typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "rondom.core.journal.Bare"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What axes tells of attempts are events; a line of a log would hold addresses.
    "loggers": {"django": {"handlers": [], "level": "WARNING"}, "axes": {"level": "ERROR"}},
}
