"""The history of seats can be added to, never changed."""

from django.db import migrations

from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("careers", "0001_seats")]

    operations = [append_only("careers_seatevent")]
