"""A table in which each database finds versions by their words.

It stands beside the versions, whose table is neither rewritten nor locked. It is filled, a few hundred at a
time, when the triggers are put in place after the migration (releases.models.word_index).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE releases_words USING fts5(words, content='', tokenize='ascii', prefix='3 4')"
    ],
    "postgresql": [
        "CREATE TABLE releases_words (version_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX releases_words_found ON releases_words USING gin (words)",
    ],
}
REMOVE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS words_of_new_version",
        "DROP TRIGGER IF EXISTS words_of_deleted_version",
        "DROP TABLE releases_words",
    ],
    "postgresql": [
        "DROP FUNCTION IF EXISTS releases_words_of_version() CASCADE",
        "DROP FUNCTION IF EXISTS releases_words_of(text)",
        "DROP TABLE releases_words",
    ],
}


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MAKE[editor.connection.vendor]:
        editor.execute(statement)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in REMOVE[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("releases", "0005_account_notices")]
    operations = [migrations.RunPython(make, remove)]
