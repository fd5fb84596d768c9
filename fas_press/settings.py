"""Settings of fas_press. Every value that differs between machines comes from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from fas_press import database, editor, env, headers, local_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

# Where we run ----------------------------------------------------------------------------------------------
FAS_ENV = env.choice("FAS_ENV", default="local", of=("local", "production"))
PRODUCTION = FAS_ENV == "production"
DEBUG = env.flag("DEBUG", default=False)
HTTPS = env.flag("HTTPS", default=PRODUCTION)
PORT = env.number("PORT", default=8000, lowest=1, highest=65535)
SITE_ADDRESS = env.address("SITE_ADDRESS", default=f"http://127.0.0.1:{PORT}")
SECRET_KEY = env.secret("SECRET_KEY")
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", default=[] if PRODUCTION else LOCAL_HOSTS)
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS", default=[])
TIME_ZONE = env.text("ORGANISATION_ZONE", default="America/New_York")

if TIME_ZONE not in available_timezones():
    raise env.WrongSetting(f"ORGANISATION_ZONE is {TIME_ZONE!r}. Write it like America/New_York.")
if PRODUCTION and DEBUG:
    raise env.WrongSetting("DEBUG shows settings to readers. Leave it out where FAS_ENV is production.")
if PRODUCTION and not SECRET_KEY:
    raise env.WrongSetting("SECRET_KEY is not set. Set it, or name its file in SECRET_KEY_FILE.")
if PRODUCTION and not ALLOWED_HOSTS:
    raise env.WrongSetting("ALLOWED_HOSTS is not set. Name the hosts of the site, separated by commas.")
if PRODUCTION and HTTPS and not SITE_ADDRESS.startswith("https://"):
    raise env.WrongSetting(f"SITE_ADDRESS is {SITE_ADDRESS!r}. Write the public address, with https://.")
SECRET_KEY = SECRET_KEY or local_key.read_or_make(VAR_DIR)

# A release of a million characters fits, whatever they are: in a form, each takes up to nine bytes. A release
# with hundreds of lines fits, too. What is larger is refused with a page before anything is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Whoever chooses a whole folder reads how many are too many, and keeps the words beside them.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

# What we are made of ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "releases.apps.ReleasesConfig",
    "releases.apps.PressAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "tinymce",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "releases.middleware.cache_to_the_minute",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "releases.middleware.SecondStep",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: it replaces the answer to a locked login.
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "fas_press.urls"
WSGI_APPLICATION = "fas_press.wsgi.application"
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
            ],
        },
    },
]
DATABASES = {"default": database.configured(VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
FORMAT_MODULE_PATH = ["fas_press.formats"]
USE_TZ = True

# Files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_BROTLI = env.flag("STATIC_BROTLI", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "fas_press.storage.PressStaticStorage"},
}

# Pictures and documents: outside STATIC_ROOT and everything else that a server offers.
MEDIA_FOLDER = VAR_DIR / "media"
# The internal location of nginx that leads to MEDIA_FOLDER, such as /protected/media.
MEDIA_ACCEL = env.place("MEDIA_ACCEL")

# Mail ------------------------------------------------------------------------------------------------------
# Without a mail server of its own a local copy writes its mails into files.
EMAIL_HOST = env.text("SMTP_HOST", default="localhost" if PRODUCTION else "")
EMAIL_BACKEND = f"fas_press.mail.{'Smtp' if EMAIL_HOST else 'File'}Backend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_PORT = env.number("SMTP_PORT", default=25, lowest=1, highest=65535)
EMAIL_HOST_USER = env.text("SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.secret("SMTP_PASSWORD")
SMTP_SECURITY = env.choice("SMTP_SECURITY", default="none", of=("none", "starttls", "tls"))
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_SECURITY == "starttls", SMTP_SECURITY == "tls"
# Shorter than the lease of a mail, so that nobody else takes it while the server is slow.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text(
    "MAIL_FROM", default=f"FAS press office <press@{urlsplit(SITE_ADDRESS).hostname}>"
)
# Addresses, or @hosts. Outside production a mail server gets mail for nobody else.
MAIL_ALLOWED = env.listing("MAIL_ALLOWED", default=[])
# The one name of the copy whose database may send; `manage.py confirm_instance` writes it into the database.
INSTANCE_ID = env.text("INSTANCE_ID", default="" if PRODUCTION else local_key.name_of_copy(VAR_DIR))
# Of all workers together; 0 is as fast as the mail server takes them.
MAILS_PER_SECOND = env.number("MAILS_PER_SECOND", default=0, lowest=0, highest=100_000)
RECALL_MINUTES = env.number("RECALL_MINUTES", default=10, lowest=0, highest=24 * 60)

# The desk ---------------------------------------------------------------------------------------------------
# Names of checks that are advice unless they stand here: then nobody can submit what they find.
BLOCKING_CHECKS = env.listing("BLOCKING_CHECKS", default=[])

# People ----------------------------------------------------------------------------------------------------
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Who waits is let in, even if somebody else keeps trying in their name.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "releases.views.accounts.locked_out"
AXES_CLIENT_IP_CALLABLE = "releases.views.clients.address_of"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# The network addresses of our own proxies, whose X-Forwarded-For we believe.
TRUSTED_PROXIES = env.listing("TRUSTED_PROXIES", default=[])
REQUIRE_2FA = env.flag("REQUIRE_2FA", default=True)
OTP_TOTP_ISSUER = "FAS press office"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_FAILURE_VIEW = "releases.views.errors.token_missing"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"

# Headers ---------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {"DIRECTIVES": headers.PUBLIC_POLICY}
ADMIN_POLICY = headers.ADMIN_POLICY
PERMISSIONS_POLICY = headers.PERMISSIONS_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Preloading binds the whole domain of the organisation, which is not this site's to decide.
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# The editor ------------------------------------------------------------------------------------------------
TINYMCE_DEFAULT_CONFIG = editor.TINYMCE_CONFIG
TINYMCE_WITH_PICTURES = editor.WITH_PICTURES
TINYMCE_EXTRA_MEDIA = {"js": ["press/upload.js", "press/library.js", "press/editor.js"]}

# What the machine says -------------------------------------------------------------------------------------
# Only the console: the mails of Django's default would carry the text of embargoed releases.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", default="INFO", of=("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # They tell every step, and every rule of our styles that only screens need.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
