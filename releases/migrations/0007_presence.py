"""Since when a form has been open."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def begin_when_seen(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("releases", "WorkingCopy").objects.update(started_at=models.F("seen_at"))


class Migration(migrations.Migration):
    dependencies = [("releases", "0006_words")]
    operations = [
        migrations.AddField("workingcopy", "started_at", models.DateTimeField(null=True)),
        migrations.RunPython(begin_when_seen, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("workingcopy", "started_at", models.DateTimeField()),
    ]
