"""The full issue of a newsletter can be a file of the library, which its editors choose and upload."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLE = "Newsletter editor"
CODENAMES = ("add_mediafile", "view_mediafile")


def open_the_library(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    group = apps.get_model("auth", "Group").objects.filter(name=ROLE).first()
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="releases", codename__in=CODENAMES
    )
    if group is not None:
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("releases", "0014_changed_subscriptions")]

    operations = [
        migrations.AddField(
            model_name="newsletterissue",
            name="file",
            field=models.ForeignKey(
                blank=True,
                help_text="From the library, in place of an address. Readers get it with the issue.",
                limit_choices_to={"kind": "document"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="issues",
                to="releases.mediafile",
                verbose_name="file of the full issue",
            ),
        ),
        migrations.AddConstraint(
            model_name="newsletterissue",
            constraint=models.CheckConstraint(
                condition=models.Q(("file", None), ("full_issue", ""), _connector="OR"),
                name="full_issue_is_in_one_place",
                violation_error_message="Give an address, or choose a file from the library; not both.",
            ),
        ),
        migrations.RunPython(open_the_library, migrations.RunPython.noop),
    ]
