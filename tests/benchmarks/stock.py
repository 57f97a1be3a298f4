"""Django as it comes, to measure against: what `startproject` writes, and one view that reads session and user.

Nothing of the product is in it but where its database server is and that connections to it are kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ladders.settings import DATABASE_OWNER, DATABASES, SECRET_KEY

__all__ = ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tests.benchmarks.stock_urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {**DATABASES["default"], **DATABASE_OWNER}}
if database := os.environ.get("BENCH_DATABASE"):
    DATABASES["default"]["NAME"] = database


@contextmanager
def stock_database(name: str) -> Iterator[dict[str, str]]:
    """The environment of a server with a database of that name in which its tables are; dropped at the end."""
    from django.db import connection

    from ladders.core.owner import as_owner

    environment = {"DJANGO_SETTINGS_MODULE": __name__, "BENCH_DATABASE": name}
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(command, env={**os.environ, **environment}, check=True)
        yield environment
    finally:
        with as_owner(), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
