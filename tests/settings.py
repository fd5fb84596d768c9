"""Settings of the tests: the real ones, but quick, with no trace of the machine's own configuration."""

import os
import tempfile

DATABASE_URL = os.environ.get("DATABASE_URL", "")
scratch = tempfile.TemporaryDirectory(prefix="fas_press_test_")

# Only the database may differ between two runs of the tests: whatever else the shell has set must not matter.
SETTINGS = """
    ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS DATABASE_URL_FILE DEBUG FAS_ENV HTTPS INSTANCE_ID LOG_LEVEL
    MAILS_PER_SECOND MAIL_ALLOWED MAIL_FROM MEDIA_ACCEL ORGANISATION_ZONE PORT RECALL_MINUTES REQUIRE_2FA
    SECRET_KEY_FILE SITE_ADDRESS SMTP_HOST SMTP_PASSWORD SMTP_PASSWORD_FILE SMTP_PORT SMTP_SECURITY
    SMTP_USER STATIC_BROTLI TRUSTED_PROXIES
"""
for name in SETTINGS.split():
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = scratch.name
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789abcdef" * 4
os.environ["DATABASE_URL"] = DATABASE_URL or f"sqlite:///{scratch.name}/fas_press.sqlite3"

from fas_press.settings import *  # noqa: E402, F403
from fas_press.settings import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The second step and the throttle of the login are on in their own tests.
REQUIRE_2FA = False
AXES_ENABLED = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: live_server and the races between threads need a connection each.
    DATABASES["default"]["TEST"] = {"NAME": f"{scratch.name}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
