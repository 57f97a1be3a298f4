"""Accounts sort and are found by a stored key, alike on every server."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


def fill(apps, schema_editor):
    from accounts.models import sort_key

    User = apps.get_model("accounts", "User")
    batch = []
    for user in User.objects.only("name").iterator(5000):
        user.sort_name = sort_key(user.name)
        batch.append(user)
    User.objects.bulk_update(batch, ["sort_name"], batch_size=5000)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sort_name",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=400),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["sort_name", "id"], name="accounts_user_sort"),
        ),
        migrations.AddIndex(
            model_name="user",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("sort_name", config="simple"), name="accounts_user_words"
            ),
        ),
    ]
