"""The history of the rules about careers can be added to, never changed."""

from django.db import migrations

from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("careers", "0003_selves")]

    operations = [append_only("careers_careerpolicyevent")]
