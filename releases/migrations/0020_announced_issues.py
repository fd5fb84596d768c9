"""Index which issue a version announces: the page of the issue asked the working text until now."""

import json

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write a row for each version whose frozen words name an issue, found by the address in them."""
    issues = apps.get_model("releases", "NewsletterIssue").objects.select_related("newsletter")
    by_path = {f"/newsletters/{issue.newsletter.slug}/{issue.number}/": issue for issue in issues}
    rows = apps.get_model("releases", "VersionIssue").objects
    versions = apps.get_model("releases", "ReleaseVersion").objects.values_list("pk", "content")
    for pk, content in versions.iterator():
        announced = json.loads(content).get("announces")
        if announced and announced["path"] in by_path:
            rows.create(version_id=pk, issue=by_path[announced["path"]])


class Migration(migrations.Migration):
    dependencies = [("releases", "0019_account_steps")]
    operations = [
        migrations.CreateModel(
            name="VersionIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="releases.newsletterissue",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="releases.releaseversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "issue"), name="version_issue_once")
                ],
            },
        ),
        migrations.RunPython(index, migrations.RunPython.noop, elidable=True),
    ]
