"""Settings from the environment, safe for local use, strict in production.

`make run` and `make test` provide the addresses of the embedded engines. In production
(`PORTAL_ENV=production`) every secret and address must be given, or the portal refuses to start.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from qingdao_portal.contacts import INVENTED_CONTACTS
from qingdao_portal.interface_description import DESCRIPTION
from qingdao_portal.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# An empty value is none: Compose passes the names that its .env leaves out.
env.ENVIRON = {name: value for name, value in os.environ.items() if value}

PRODUCTION = env("PORTAL_ENV", default="local") == "production"
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env("PORTAL_VAR", default=str(BASE_DIR / "var"))).resolve()
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=not PRODUCTION)


def required_in_production(name: str, local_default: str) -> str:
    """The environment's value; outside production `local_default` where it is missing."""
    value = env(name, default="")
    if value:
        return str(value)
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} must be set in production")
    return local_default


SECRET_KEY = required_in_production("SECRET_KEY", "local-only-not-secret")
# Earlier ones, while what they signed or sealed is still in use.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [
    host.strip()
    for host in required_in_production("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
]
CSRF_FAILURE_VIEW = "accounts.views.errors.out_of_date"
# Acts that one person may carry out alone, by name, where a city wants it so; see
# lifecycle/two_persons.py. By default whatever cannot be undone takes two.
ACTS_BY_ONE_PERSON = env.list("ACTS_BY_ONE_PERSON", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = required_in_production(
    "PUBLIC_URL", f"http://127.0.0.1:{env('PORT', default='8000')}"
).rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "rest_framework",
    "django_filters",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "oauth2_provider",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "database",
    "audit",
    "accounts",
    "accounts.single_sign_on",
    "lifecycle",
    "documents",
    "pages",
    "people",
    "enterprises",
    "schemes",
    "procedures",
    "certification",
    "financing",
    "services",
    "reports",
    "qingdao_portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "qingdao_portal.programs.ProgramsMiddleware",
    "qingdao_portal.request_limits.RequestLimitsMiddleware",
    "qingdao_portal.seen_text.SeenTextMiddleware",
    "qingdao_portal.method_errors.MethodErrorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pages.kept_forms.KeptFormsMiddleware",
    "accounts.middleware.SessionActivityMiddleware",
    "accounts.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "qingdao_portal.urls"
WSGI_APPLICATION = "qingdao_portal.wsgi.application"
FORM_RENDERER = "pages.form_renderer.QuickRenderer"

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
                "accounts.context_processors.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
            ],
        },
    },
]

# --- PostgreSQL: `default` is the application's role, `owner` migrates ------------------------
DATABASE_URL = required_in_production("DATABASE_URL", "postgres://portal_app@127.0.0.1:5432/portal")
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default=DATABASE_URL)
DATABASES = {
    "default": env.db_url_config(DATABASE_URL),
    "owner": env.db_url_config(DATABASE_OWNER_URL),
}
for alias, database in DATABASES.items():
    database["CONN_MAX_AGE"] = 0 if alias == "owner" else 60
    database["CONN_HEALTH_CHECKS"] = alias != "owner"
    database["ATOMIC_REQUESTS"] = False
    database["DISABLE_SERVER_SIDE_CURSORS"] = False
    if not str(database["ENGINE"]).endswith("postgresql"):
        raise ImproperlyConfigured("the portal needs PostgreSQL: row-level security is its wall")
if "DATABASE_OWNER_URL" not in env.ENVIRON:
    # One login was given: work as the application's role, migrate as the login itself.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c role=portal_app"
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis protocol: broker in db 0, cache in db 1 -------------------------------------------
REDIS_URL = required_in_production("REDIS_URL", "redis://127.0.0.1:6379").rstrip("/")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{REDIS_URL}/1",
        "KEY_PREFIX": env("CACHE_PREFIX", default="portal"),
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 12

CELERY_BROKER_URL = f"{REDIS_URL}/0"
CELERY_TASK_DEFAULT_QUEUE = env("CELERY_QUEUE", default="portal")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_TIME_LIMIT = 1500
CELERY_TASK_SOFT_TIME_LIMIT = 1400
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "qingdao_portal.beat:LivingScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 10
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- language, time ---------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
# What forms say of wrong input, in our own words (qingdao_portal/engines/catalogue.py).
LOCALE_PATHS = [BASE_DIR / "var" / "locale"]
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
# Where grouping is asked for (floatformat:"2g"): Django groups Chinese numbers by nothing.
FORMAT_MODULE_PATH = ["qingdao_portal.formats"]

# --- webhooks ---------------------------------------------------------------------------------
# Inner networks that messages to banks may be sent to, besides public addresses over HTTPS.
WEBHOOK_INNER_NETWORKS = env.list(
    "WEBHOOK_INNER_NETWORKS", default=[] if PRODUCTION else ["127.0.0.0/8"]
)

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "vendor"]
STORAGES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "media"},
    },
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "media" / "attachments"},
    },
    "staticfiles": {"BACKEND": "qingdao_portal.static_files.StaticFiles"},
}
if S3_ENDPOINT_URL := env("S3_ENDPOINT_URL", default=""):
    # Nobody waits for it with a transaction open.
    STORAGES["attachments"] = {
        "BACKEND": "documents.later_storage.LaterStorage",
        "OPTIONS": {"behind": "attachments_over_network"},
    }
    STORAGES["attachments_over_network"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": S3_ENDPOINT_URL,
            "bucket_name": env("S3_BUCKET"),
            "access_key": env("S3_ACCESS_KEY"),
            "secret_key": env("S3_SECRET_KEY"),
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
# Type faces of official documents, fetched with the front-end files.
FONTS_DIR = BASE_DIR / "var" / "fonts"
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 3600 if PRODUCTION else 0
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 25_000_000
# The largest file is 20 MB; the proxy refuses what is larger still (docker-compose.yml).
MOST_REQUEST_BYTES = 25_000_000
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sign_in.PortalBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.SimilarityValidator"},
    {"NAME": "accounts.passwords.CommonValidator"},
    {"NAME": "accounts.passwords.NumericValidator"},
]
LOGIN_REDIRECT_URL = "/home/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
# No user name: a form that refuses one that is taken tells who has an account.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupNameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# Whoever changes a password or a second factor is told so by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【青岛专精特新】"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_URL.split(":", 1)[0]
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/10m/key", "signup": "20/m/ip"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# A code typed at the end of its 30 s arrives in the next; telephones are some seconds off, too.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "青岛专精特新企业培育平台"
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
# Only the provider's own setting below may allow it; this one would allow it to all.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
SINGLE_SIGN_ON_ORIGINS: list[str] = []
if OIDC_SERVER_URL := env("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": env("OIDC_PROVIDER_ID", default="sso"),
                "name": env("OIDC_NAME", default="统一身份认证"),
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ],
        "EMAIL_AUTHENTICATION": env.bool("OIDC_TRUST_EMAIL", default=False),
    }
    # Where the provider's sign-in page lies, when that is another host than its configuration.
    SINGLE_SIGN_ON_ORIGINS = env.list(
        "OIDC_SIGN_IN_ORIGINS",
        default=["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER_URL))],
    )

# --- mail -------------------------------------------------------------------------------------
EMAIL_HOST = required_in_production("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=1025)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env(
    "DEFAULT_FROM_EMAIL", default="青岛专精特新企业培育平台 <noreply@portal.example>"
)

# --- who answers for the portal, as footer, help and legal pages say; what is not given is left out
PORTAL_CONTACTS = {
    name: env(f"PORTAL_{name.upper()}", default=invented if PORTAL_DEMO else "")
    for name, invented in INVENTED_CONTACTS
}

# --- the browser's guard ------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        # A browser holds the redirect after the sign-in form to this list, too.
        "form-action": ["'self'", *SINGLE_SIGN_ON_ORIGINS],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"mask": {"()": "qingdao_portal.log_masks.MaskSecretPaths"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask"]}
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
}
# --- the banks' interface -----------------------------------------------------------------------
OAUTH2_PROVIDER_APPLICATION_MODEL = "financing.BankClient"
OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "financing.line.api.sign_in.BankClientValidator",
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "SCOPES": {
        "whitelist:read": "读取名单",
        "feedback:write": "反馈授信情况",
        "demands:read": "读取融资需求",
    },
    "SCOPES_BACKEND_CLASS": "financing.line.api.sign_in.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 1800,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}
SPECTACULAR_SETTINGS = {**DESCRIPTION, "SERVERS": [{"url": PUBLIC_URL, "description": "本平台"}]}
SILENCED_SYSTEM_CHECKS: list[str] = []
