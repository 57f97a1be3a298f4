"""The history of this room can be added to, never changed."""

from django.db import migrations

from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]

    operations = [append_only("placements_placementevent")]
