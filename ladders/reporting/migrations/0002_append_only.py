"""The history of this room can be added to, never changed."""

from django.db import migrations

from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [append_only("reporting_reportinglineevent")]
