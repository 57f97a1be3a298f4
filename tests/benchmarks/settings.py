"""Settings of the benchmarks: as in production (hashed static files, no debug), on a database of their own."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "benchmarks-only")

from ladders.settings import *  # noqa: F403
from ladders.settings import DATA_DIR, DATABASES, STORAGES

DEBUG = False
ROOT_URLCONF = "tests.benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STATIC_ROOT = Path(os.environ.get("BENCH_STATIC", DATA_DIR / "bench-static"))
STORAGES = {**STORAGES}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}

# The benchmark makes this database, its servers use it, and it is dropped at the end.
DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}_bench"}
if database := os.environ.get("BENCH_DATABASE"):
    DATABASES["default"]["NAME"] = database
