"""Name each release for machines by a random word; those that there are keep the number they are known by."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Cast

import releases.models.release


def keep_the_number(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Feeds have told these names already."""
    number = Cast("pk", models.CharField(max_length=32))
    apps.get_model("releases", "Release").objects.update(tag=number)


class Migration(migrations.Migration):
    dependencies = [("releases", "0020_announced_issues")]
    operations = [
        migrations.AddField(
            model_name="release",
            name="tag",
            field=models.CharField(default="", editable=False, max_length=32),
        ),
        migrations.RunPython(keep_the_number, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="release",
            name="tag",
            field=models.CharField(
                default=releases.models.release.new_tag, editable=False, max_length=32, unique=True
            ),
        ),
    ]
