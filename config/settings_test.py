"""The installation under test: the same house, with a fast password hash and mail that stays in memory."""

import os
import tempfile
from pathlib import Path

_var = tempfile.mkdtemp(prefix="haki-test-")
(Path(_var) / "static").mkdir()
os.environ.setdefault("SECRET_KEY", "not-a-secret-" * 5)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ["VAR_DIR"] = _var
os.environ.setdefault("DEMO", "0")

from config.settings import *  # noqa: E402, F403

SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "accounts.sms.MemoryBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
TRUSTED_PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT = 0

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads then meet each other's locks as they do in earnest. Nothing here outlives a power cut.
    DATABASES["default"]["TEST"] = {"NAME": f"{_var}/test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"] = {  # noqa: F405
        **SQLITE_OPTIONS,  # noqa: F405
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
