"""History of accounts can be added to, never changed."""

from django.db import migrations

from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [append_only("accounts_userevent", "accounts_rolegrantevent", "accounts_employeeevent")]
