"""Triggers that keep approved words and history as they are, on SQLite and on PostgreSQL.

They are installed after every migration: SQLite drops a table's triggers when it rebuilds the table.
"""

import re
from typing import Any

from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from releases.models import mail_guards, version_guards
from releases.models.history import Event
from releases.models.index import (
    VersionAuthor,
    VersionContact,
    VersionFile,
    VersionIssue,
    VersionProgramme,
    VersionTopic,
)
from releases.models.mailing import Delivery, Mailing
from releases.models.media import MediaFile
from releases.models.newsletter import NewsletterIssue
from releases.models.preview_link import PreviewOpening
from releases.models.triggers import (
    columns_of,
    postgresql_function,
    postgresql_refuse,
    postgresql_trigger,
    sqlite_differs,
    sqlite_replace,
    sqlite_trigger,
)
from releases.models.version import ReleaseVersion
from releases.models.withdrawal import Withdrawal

APPEND_ONLY: tuple[type[Model], ...] = (
    Event,
    Withdrawal,
    PreviewOpening,
    VersionAuthor,
    VersionContact,
    VersionFile,
    VersionIssue,
    VersionProgramme,
    VersionTopic,
    *mail_guards.APPEND_ONLY,
)
GUARDED: tuple[type[Model], ...] = (
    ReleaseVersion,
    NewsletterIssue,
    MediaFile,
    Mailing,
    Delivery,
    *APPEND_ONLY,
)
WORDS_OF_FILES = ("alt", "is_decorative", "caption", "credit", "licence", "licence_ends")
"""What people write about a file; everything else is what it is."""

_INSTALLED = {
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgname LIKE 'guard\\_%'",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'",
}

_NAMED = re.compile(r"CREATE TRIGGER (\w+)")

HISTORY = "History is only ever added to."
BYTES = "What a file is cannot be changed. Upload it as another one."
ISSUE = "An approved issue cannot be changed or deleted."
EMPTIED = "Approved words and history are never emptied."
NEVER_EMPTIED = postgresql_function("emptying", f"BEGIN {postgresql_refuse(EMPTIED)} END")
"""What PostgreSQL's TRUNCATE asks, which asks no trigger of rows. To SQLite it is a DELETE like any other."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place, all of them or none; may run again at any time."""
    with transaction.atomic(using=connection.alias):
        remove(connection)
        with connection.cursor() as cursor:
            for statement in _statements(connection):
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the guards that should stand in the database and do not."""
    wanted = {name for statement in _statements(connection) for name in _NAMED.findall(statement)}
    return wanted - {name for name, _ in installed(connection)}


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away: for restoring the whole database, and for emptying it between tests."""
    for name, table in installed(connection):
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def installed(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """The guards that stand in the database now, each with its table."""
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED[connection.vendor])
        return set(cursor.fetchall())


def install_after_migrating(using: str, **kwargs: Any) -> None:
    """Receive post_migrate, the one signal of the app.

    After a migration to an earlier state the tables are not those that the guards know: what stands, stays.
    """
    if _has_our_tables(kwargs.get("apps")):
        install(connections[using])


def _has_our_tables(state: Apps | None) -> bool:
    """Whether a migration has left the guarded tables as this code has them; None is the code's own state."""
    if state is None:
        return True
    try:
        return all(
            set(columns_of(state.get_model(model._meta.label))) == set(columns_of(model)) for model in GUARDED
        )
    except LookupError:
        return False


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _sqlite() -> list[str]:
    issues = NewsletterIssue._meta.db_table
    issue_changed = f"OLD.content <> '' AND ({sqlite_differs(columns_of(NewsletterIssue))})"
    bytes_changed = sqlite_differs(columns_of(MediaFile, *WORDS_OF_FILES))
    return [
        *version_guards.sqlite(),
        sqlite_trigger("issue_text", "UPDATE", issues, issue_changed, ISSUE),
        sqlite_trigger("issue_delete", "DELETE", issues, "OLD.content <> ''", ISSUE),
        sqlite_replace(NewsletterIssue, ISSUE, "AND content <> ''"),
        sqlite_trigger("media_bytes", "UPDATE", MediaFile._meta.db_table, bytes_changed, BYTES),
        sqlite_replace(MediaFile, BYTES),
        *mail_guards.sqlite(),
        *(statement for model in APPEND_ONLY for statement in _sqlite_append_only(model)),
    ]


def _sqlite_append_only(model: type[Model]) -> list[str]:
    table = model._meta.db_table
    return [
        sqlite_replace(model, HISTORY),
        sqlite_trigger(f"{table}_update", "UPDATE", table, "1", HISTORY),
        sqlite_trigger(f"{table}_delete", "DELETE", table, "1", HISTORY),
    ]


def _postgresql() -> list[str]:
    return [
        *version_guards.postgresql(),
        *_postgresql_issue(),
        *_postgresql_media(),
        *mail_guards.postgresql(),
        postgresql_function("history", f"BEGIN {postgresql_refuse(HISTORY)} END"),
        *(
            postgresql_trigger("history", model._meta.db_table, name=model._meta.db_table)
            for model in APPEND_ONLY
        ),
        NEVER_EMPTIED,
        *(_postgresql_emptying(model._meta.db_table) for model in GUARDED),
    ]


def _postgresql_emptying(table: str) -> str:
    return postgresql_trigger("emptying", table, name=f"{table}_emptying", when="TRUNCATE", each="STATEMENT")


def _postgresql_issue() -> list[str]:
    body = f"""
        BEGIN
          IF OLD.content <> '' AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD)
          THEN {postgresql_refuse(ISSUE)} END IF;
          RETURN NULL;
        END"""
    return [
        postgresql_function("issue", body),
        postgresql_trigger("issue", NewsletterIssue._meta.db_table),
    ]


def _postgresql_media() -> list[str]:
    media = MediaFile._meta.db_table
    words = "\n".join(f"          allowed.{column} := NEW.{column};" for column in WORDS_OF_FILES)
    body = f"""
        DECLARE allowed {media}%ROWTYPE;
        BEGIN
          allowed := OLD;
{words}
          IF NEW IS DISTINCT FROM allowed THEN {postgresql_refuse(BYTES)} END IF;
          RETURN NULL;
        END"""
    return [
        postgresql_function("media", body),
        postgresql_trigger("media", media, when="UPDATE"),
    ]
