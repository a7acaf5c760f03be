"""The only settings file: what differs between machines is read from the environment."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environnement

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = environnement.dossier("VAR", BASE_DIR / "var")
DEBUG = environnement.oui_ou_non("DEBUG")
DEMO = environnement.oui_ou_non("DEMO")
SITE_URL = environnement.adresse_du_site("http://127.0.0.1:8000" if DEBUG or DEMO else "http://localhost:8000")
SITE_HOTE = urlsplit(SITE_URL).hostname or "localhost"
SITE_EST_LOCAL = SITE_HOTE in environnement.LOCALES
if DEMO and not SITE_EST_LOCAL:
    raise ImproperlyConfigured(
        f"DEMO=1 ouvre la boîte aux lettres de démonstration : SITE_URL doit rester sur 127.0.0.1, pas « {SITE_HOTE} »."
    )
if DEBUG and not SITE_EST_LOCAL:
    raise ImproperlyConfigured(
        f"DEBUG=1 montre le code et les réglages : SITE_URL doit rester sur 127.0.0.1, pas « {SITE_HOTE} »."
    )

SECRET_KEY = environnement.cle_secrete(VAR, locale=DEBUG or DEMO)
ALLOWED_HOSTS = [SITE_HOTE, "127.0.0.1", "localhost", "[::1]"] if SITE_EST_LOCAL else [SITE_HOTE, "127.0.0.1"]
# What identifies the network in calendars: UIDs live for ever, so this never follows a change of address.
DOMAINE_UID = environnement.texte("DOMAINE_UID", "catalyseurs-territoriaux.org")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "config.apps.Adresses",
    "config.apps.SecondCode",
    "csp",
    "django_htmx",
    "django_structlog",
    "template_partials",
    "socle",
    "journal",
    "courriels",
    "comptes",
    "annuaire",
    "evenements",
    "programmes",
    "inscriptions",
    "presences",
    "annonces",
    "donnees",
    "portail",
    "organisation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["socle.templatetags.socle"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "socle.contexte.site",
            ],
        },
    },
]

DATABASES = {"default": environnement.base_de_donnees(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits are counted in the database, so that every process sees them; fragments of pages are kept
# by each process under a key that contains their version: nothing is ever invalidated (design §4).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_commun"},
    "fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}},
}

LANGUAGE_CODE = "fr"
TIME_ZONE = environnement.fuseau("TIME_ZONE", "Europe/Paris")
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "media"
# Names that change with the content, so that they are kept for ever; compressed too, but on one's own machine.
STOCKAGE_DES_STATIQUES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if DEBUG:
    STOCKAGE_DES_STATIQUES = "django.contrib.staticfiles.storage.StaticFilesStorage"
elif DEMO:
    STOCKAGE_DES_STATIQUES = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STOCKAGE_DES_STATIQUES},
}
FILE_UPLOAD_PERMISSIONS = 0o640

# Accounts: staff only, signed in by a code sent by e-mail.
AUTH_USER_MODEL = "comptes.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organisation:accueil"
LOGOUT_REDIRECT_URL = "portail:accueil"
ACCOUNT_ADAPTER = "comptes.adaptateurs.CompteAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"request_login_code": "30/h/ip,6/h/key", "login": "60/h/ip"}
ACCOUNT_FORMS = {"login": "comptes.forms.ConnexionForm", "confirm_login_code": "comptes.forms.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Catalyseurs territoriaux"
MFA_FORMS = {
    "authenticate": "comptes.forms.SecondCodeForm",
    "reauthenticate": "comptes.forms.ReauthentificationForm",
    "activate_totp": "comptes.forms.ActivationForm",
    "deactivate_totp": "comptes.forms.DesactivationForm",
    "generate_recovery_codes": "comptes.forms.CodesDeSecoursForm",
}

# Mail: actions write to the outbox, workers send through this address.
EMAIL_CONFIG = environnement.envoi_des_courriels(f"filemail:///{VAR / 'courriels-remis'}" if DEMO else "consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
# How long a worker keeps a message to itself: longer than a server can take to accept it (design §4, the lease).
COURRIELS_BAIL = environnement.entier("COURRIELS_BAIL", 180, minimum=1)
DEFAULT_FROM_EMAIL = environnement.courriel(
    "DEFAULT_FROM_EMAIL", "Réseau des catalyseurs territoriaux <rencontres@reseau.example.org>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
IMAP_URL = environnement.adresse_ou_rien("IMAP_URL", {"imap", "imaps"}, "imaps://utilisateur:secret@hote:993")

# How many reverse proxies of ours stand before the service: only what they say of X-Forwarded-For is believed.
NOMBRE_DE_PROXYS = environnement.entier("NOMBRE_DE_PROXYS", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = NOMBRE_DE_PROXYS

# Celery: the broker only says "look now"; what is due lives in our tables (shared/stack.md).
REDIS_URL = environnement.adresse_ou_rien("REDIS_URL", {"redis", "rediss", "unix"}, "redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "max_retries": 0,
        "socket_connect_timeout": 0.3,
        "socket_timeout": 0.5,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "broker" / "messages"),
        "data_folder_out": str(VAR / "broker" / "messages"),
        "control_folder": str(VAR / "broker" / "controle"),
        "processed_folder": str(VAR / "broker" / "traites"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 0}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "horloge")
CELERY_BEAT_SCHEDULE = {
    "livrer-les-courriels": {"task": "courriels.tasks.livrer", "schedule": 30, "options": {"expires": 25}},
    "planifier": {"task": "annonces.tasks.planifier", "schedule": 60, "options": {"expires": 50}},
    "reprendre-les-fichiers": {
        "task": "organisation.tasks.reprendre_les_fichiers",
        "schedule": 60,
        "options": {"expires": 50},
    },
    "purger": {
        "task": "donnees.tasks.purger",
        "schedule": crontab(hour="3", minute="17"),
        "options": {"expires": 3600},
    },
}

# Headers and cookies.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    nom: [] for nom in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
EN_HTTPS = SITE_URL.startswith("https://")
if EN_HTTPS:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sante/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "portail.views.erreurs.formulaire_perime"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# What the network says of itself.
EDITEUR = environnement.texte("EDITEUR", "")  # legal form, address, who directs the publication
HEBERGEUR = environnement.texte("HEBERGEUR", "")
NOM_DU_RESEAU = "Réseau des catalyseurs territoriaux"
ADRESSE_DE_CONTACT = environnement.courriel("ADRESSE_DE_CONTACT", parseaddr(DEFAULT_FROM_EMAIL)[1])

# Logs: to stderr; a command's stdout is its result alone.
# What the lines of Django and of the libraries say of themselves, as ours do.
_COMMUN = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lisible": {
            "()": "socle.journaux.FormateurDiscret",
            # Without the local variables of each frame: they hold what people typed.
            "processor": structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
            "foreign_pre_chain": _COMMUN,
        },
        "json": {
            "()": "socle.journaux.FormateurDiscret",
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": [*_COMMUN, structlog.processors.format_exc_info],
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "lisible" if DEBUG or DEMO else "json"},
    },
    "root": {"handlers": ["stderr"], "level": environnement.niveau_des_journaux("LOG_LEVEL", "INFO")},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        # Django gives this one a handler of its own, which would write personal links as they are.
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""  # reading it would open the session on every public page
