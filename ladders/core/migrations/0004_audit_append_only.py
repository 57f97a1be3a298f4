"""The audit trail can be added to, never changed."""

from django.db import migrations

from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("core", "0003_audit_words")]

    operations = [append_only("core_auditentry")]
