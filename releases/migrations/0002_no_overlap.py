"""On PostgreSQL, let no two versions of a release be public at the same time.

SQLite has no exclusion constraints; there a trigger does the same (releases.models.guards).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME = "version_intervals_do_not_overlap"


def exclude(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        editor.execute(
            f"ALTER TABLE releases_releaseversion ADD CONSTRAINT {NAME}"
            " EXCLUDE USING gist (release_id WITH =, tstzrange(public_from, public_until) WITH &&)"
        )


def allow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE releases_releaseversion DROP CONSTRAINT {NAME}")


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_records")]
    operations = [migrations.RunPython(exclude, allow)]
