"""Settings fail closed: a server that people rely on has no convenient defaults."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

import manage

PRODUCTION = {
    "DATABASE_URL": "postgres://ladders@127.0.0.1:1/none",
    "SECRET_KEY": "zWq8-2mPz0vX5hR7tY1uN3bC6kL9sD4fG8jH2aQ5wE7rT0yUx1c3v5b",
    "ALLOWED_HOSTS": "ladders.example.org",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}


def python(code: str, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh process that knows these variables only."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", *code.split(" ")]
        if code.startswith("manage.py")
        else [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "LADDERS_DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "ladders.settings",
        }
        | env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )


def shown(names: list[str], tmp_path: Path, **env: str) -> dict[str, object]:
    """Values of settings in a fresh process."""
    code = "import json, sys; from django.conf import settings as s; "
    code += f"print(json.dumps({{name: getattr(s, name, None) for name in {names}}}, default=str))"
    ran = python(code, tmp_path, **env)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


@pytest.mark.parametrize(
    ("missing", "extra", "said"),
    [
        ("SECRET_KEY", {}, "Set the SECRET_KEY environment variable"),
        ("", {"LADDERS_DEMO": "1"}, "LADDERS_DEMO shows sign-ins to everybody, so it works only without DATABASE_URL."),
        ("", {"SECRET_KEY": "abc"}, "SECRET_KEY is short or simple"),
        ("", {"SECRET_KEY": "a" * 60}, "SECRET_KEY is short or simple"),
        ("", {"DEBUG": "1"}, "DEBUG shows settings and private data"),
        ("", {"ALLOWED_HOSTS": "ladders.example.org,*"}, "ALLOWED_HOSTS=* lets strangers choose where links lead"),
        ("", {"BEHIND_TLS_PROXY": "1"}, "BEHIND_TLS_PROXY is set and TRUSTED_PROXY_COUNT is not"),
        ("", {"OIDC_SERVER_URL": "https://id.example.org"}, "Set the OIDC_CLIENT_ID environment variable"),
    ],
)
def test_production_refuses_to_start(missing: str, extra: dict[str, str], said: str, tmp_path: Path) -> None:
    env = {name: value for name, value in PRODUCTION.items() if name != missing} | extra
    ran = python("from django.conf import settings; settings.DEBUG", tmp_path, **env)
    assert ran.returncode != 0
    assert said in ran.stderr
    assert list(tmp_path.iterdir()) == []  # nothing was made up in its place


def test_production_passes_djangos_own_deployment_checks(tmp_path: Path) -> None:
    ran = python(
        "manage.py check --deploy --fail-level WARNING",
        tmp_path,
        **PRODUCTION,
        BEHIND_TLS_PROXY="1",
        TRUSTED_PROXY_COUNT="1",
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "System check identified no issues (0 silenced).\n")


def test_what_a_server_lacks_is_told_with_the_cure(tmp_path: Path) -> None:
    env = {"DATABASE_URL": PRODUCTION["DATABASE_URL"], "SECRET_KEY": PRODUCTION["SECRET_KEY"]}
    said = python("manage.py check", tmp_path, **env).stderr
    assert [line.split(")")[0] for line in said.splitlines() if line.startswith("?: (ladders.")] == [
        f"?: (ladders.W00{number}" for number in (1, 2, 3, 4)
    ]
    assert "BEHIND_TLS_PROXY=1" in said
    assert "smtp+tls://user:password@host:587" in said
    assert (
        python("manage.py check --fail-level WARNING", tmp_path, **PRODUCTION, SECURE_SSL_REDIRECT="0").returncode == 0
    )


@pytest.mark.django_db
def test_a_command_before_migrate_says_what_to_do_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = nothing_here")  # stands for a database in which nothing was made yet
    monkeypatch.setattr(sys, "argv", ["manage.py", "make_hr_admin", "a@example.org", "--name", "A"])
    with pytest.raises(SystemExit) as ended:
        manage.main()
    said = "The database lacks tables of this release, or rights on them. Run this first: python manage.py migrate"
    assert ended.value.code == said


def test_the_tests_settings_pass_the_checks() -> None:
    from django.core.checks import run_checks

    with override_settings(EMBEDDED=True):  # over TCP the tests look like a server that lacks a broker and mail
        assert [found.id for found in run_checks()] == []


def test_production_is_closed(tmp_path: Path) -> None:
    names = [
        "DEBUG",
        "DEMO",
        "EMBEDDED",
        "ALLOWED_HOSTS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_HTTPONLY",
    ]
    names += [
        "SESSION_COOKIE_SAMESITE",
        "SECURE_HSTS_SECONDS",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
        "ALLAUTH_TRUSTED_PROXY_COUNT",
        "SECURE_PROXY_SSL_HEADER",
    ]
    assert shown(names, tmp_path, **PRODUCTION) == {
        "DEBUG": False,
        "DEMO": False,
        "EMBEDDED": False,
        "ALLOWED_HOSTS": ["ladders.example.org"],
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_HSTS_SECONDS": 31536000,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_without_hosts_production_answers_nobody(tmp_path: Path) -> None:
    env = {name: value for name, value in PRODUCTION.items() if name != "ALLOWED_HOSTS"}
    assert shown(["ALLOWED_HOSTS"], tmp_path, **env) == {"ALLOWED_HOSTS": []}


def test_the_proxy_is_believed_only_when_named(tmp_path: Path) -> None:
    names = ["ALLAUTH_TRUSTED_PROXY_COUNT", "SECURE_PROXY_SSL_HEADER"]
    assert shown(names, tmp_path, **PRODUCTION, TRUSTED_PROXY_COUNT="2", BEHIND_TLS_PROXY="1") == {
        "ALLAUTH_TRUSTED_PROXY_COUNT": 2,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
    }


def test_the_embedded_mode_makes_its_own_secret_once(tmp_path: Path) -> None:
    first, second = (shown(["SECRET_KEY", "ALLOWED_HOSTS"], tmp_path) for _ in range(2))
    assert first == second
    assert len(str(first["SECRET_KEY"])) > 60
    assert first["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_companys_provider_may_be_reached_by_a_form(tmp_path: Path) -> None:
    env = {"OIDC_SERVER_URL": "https://id.example.org/realms/x", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}
    found = shown(["CONTENT_SECURITY_POLICY", "SOCIALACCOUNT_PROVIDERS"], tmp_path, **PRODUCTION, **env)
    policy: dict[str, dict[str, list[str]]] = found["CONTENT_SECURITY_POLICY"]  # type: ignore[assignment]
    assert policy["DIRECTIVES"]["form-action"] == ["'self'", "https://id.example.org"]
    assert shown(["SOCIALACCOUNT_PROVIDERS"], tmp_path, **PRODUCTION) == {"SOCIALACCOUNT_PROVIDERS": {}}


def test_a_database_that_falls_silent_holds_nobody_up(tmp_path: Path) -> None:
    """It takes the connection and says nothing, as behind a network that is cut."""
    code = "import django; django.setup(); from django.db import connection; connection.connect()"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgres://ladders@127.0.0.1:{silent.getsockname()[1]}/none"
        ran = python(code, tmp_path, **PRODUCTION | {"DATABASE_URL": address})
    assert ran.returncode != 0
    assert "connection timeout expired" in ran.stderr


def test_both_ends_of_a_connection_notice_that_the_other_is_gone(tmp_path: Path) -> None:
    databases: Any = shown(["DATABASES"], tmp_path, **PRODUCTION)["DATABASES"]
    options = databases["default"]["OPTIONS"]
    kept_alive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    assert options.items() >= {"connect_timeout": 10, "tcp_user_timeout": 25_000, **kept_alive}.items()
    for name, value in kept_alive.items():
        assert f"-c tcp_{name}={value} " in options["options"]
