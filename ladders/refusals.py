"""What a server that people rely on does not start with. Pure: the settings ask before Django is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

FALSE = ("", "0", "false", "no", "off")
WEAK_SECRET = (
    "SECRET_KEY is short or simple: whoever guesses it can sign in as anybody and read what is sealed. "
    'Make one: python -c "import secrets; print(secrets.token_urlsafe(64))"'
)
WEAK_DATA_KEY = (
    "A key in DATA_KEYS is short or simple: whoever guesses it can read private texts in a copy of the database. "
    'Make one: python -c "import secrets; print(secrets.token_urlsafe(64))".'
)
DEBUG_IS_ON = "DEBUG shows settings and private data to whoever meets an error. Leave it out where DATABASE_URL is set."
ANY_HOST = "ALLOWED_HOSTS=* lets strangers choose where links lead. Name the hosts under which people open Ladders."
NO_PROXY_COUNT = (
    "BEHIND_TLS_PROXY is set and TRUSTED_PROXY_COUNT is not: everybody would share the address of the proxy, and one person "
    "who guesses passwords could close sign-in to all. Set it to the number of proxies in front, usually 1."
)


def strong(secret: str) -> bool:
    """True for a key that nobody guesses."""
    return len(secret) >= 50 and len(set(secret)) >= 10


def refusals(environment: Mapping[str, str], *, secret_key: str, hosts: Collection[str], debug: bool) -> list[str]:
    """Sentences on what has to be set otherwise first, each with its cure; empty where the server may start."""
    behind_proxy = environment.get("BEHIND_TLS_PROXY", "").lower() not in FALSE
    counted = environment.get("TRUSTED_PROXY_COUNT", "").strip() not in ("", "0")
    found = [
        (WEAK_SECRET, not strong(secret_key)),
        (DEBUG_IS_ON, debug),
        (ANY_HOST, "*" in hosts),
        (NO_PROXY_COUNT, behind_proxy and not counted),
    ]
    return [sentence for sentence, wrong in found if wrong]


def weak_data_keys(keys: Collection[str]) -> str:
    """A sentence where one of the keys for private texts is short, simple or there twice; empty where all are fine."""
    if len(set(keys)) < len(keys):
        return "DATA_KEYS has a key twice. Keep it once, the newest key first."
    weak = [str(place) for place, key in enumerate(keys, 1) if not strong(key)]
    return f"{WEAK_DATA_KEY} It is number {', '.join(weak)} of DATA_KEYS." if weak else ""
