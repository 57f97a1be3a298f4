"""What models cannot say: the cache table, the guard function, append-only history."""

from django.db import migrations

from ladders.core.guards import install_function
from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        install_function(),
        append_only("core_organisationevent"),
        # Unlogged: a cache need not survive a crash.
        migrations.RunSQL(
            [
                "CREATE UNLOGGED TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, "
                "expires timestamptz NOT NULL)",
                "CREATE INDEX core_cache_expires ON core_cache (expires)",
            ],
            ["DROP TABLE core_cache"],
        ),
    ]
