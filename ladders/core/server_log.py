"""Whether the database server writes into its log what is private: statements, their values, rows that it refused.

An ordinary role can read these settings and not change them; the administrator of the server can, for this role alone:
`ALTER ROLE … SET …` (docs/operations.md).
"""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

# Where rows and statements of errors go, a statement that is logged is no more.
_QUIET = ("fatal", "panic", "log")
# What is no error, such as a long wait for a lock or a large temporary file, is told at the level “log”, with its statement.
_QUIETEST = ("fatal", "panic")
SETTINGS = (
    "log_error_verbosity",
    "log_min_messages",
    "log_min_error_statement",
    "log_statement",
    "log_min_duration_statement",
    "log_min_duration_sample",
    "log_transaction_sample_rate",
    "log_parameter_max_length",
    "log_parameter_max_length_on_error",
    "auto_explain.log_min_duration",
)


def telling_settings() -> list[str]:
    """The settings by which this server's log holds private things, as `name = value`; empty where all is well. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SETTINGS)])
        return telling(dict(cursor.fetchall()))


def telling(found: dict[str, str]) -> list[str]:
    """The same of these values. Our statements hold their values as text, so a logged statement is a logged amount."""
    errors = found.get("log_min_messages") not in _QUIET
    anything = found.get("log_min_messages") not in _QUIETEST
    wrong = {
        "log_error_verbosity": errors and found.get("log_error_verbosity") != "terse",
        "log_min_error_statement": anything and found.get("log_min_error_statement") not in _QUIETEST,
        "log_statement": found.get("log_statement") not in ("none", "ddl"),
        "log_min_duration_statement": found.get("log_min_duration_statement") != "-1",
        "log_min_duration_sample": found.get("log_min_duration_sample", "-1") != "-1",
        "log_transaction_sample_rate": float(found.get("log_transaction_sample_rate", 0)) > 0,
        "log_parameter_max_length_on_error": errors and found.get("log_parameter_max_length_on_error", "0") != "0",
        "auto_explain.log_min_duration": found.get("auto_explain.log_min_duration", "-1") != "-1",
    }
    return [f"{name} = {found.get(name, '')}" for name, bad in wrong.items() if bad]


def warning(settings: list[str]) -> str:
    """For *Settings*."""
    return _(
        "The database server writes amounts and reasons into its log (%(settings)s). Its administrator changes that for the "
        "role of Ladders, as “Running Ladders” in the documentation says."
    ) % {"settings": ", ".join(settings)}
