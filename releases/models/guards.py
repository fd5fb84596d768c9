"""Triggers that keep approved words and history as they are, on SQLite and on PostgreSQL.

They are installed after every migration: SQLite drops a table's triggers when it rebuilds the table.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, UniqueConstraint

from releases.models import mail_guards
from releases.models.history import Event
from releases.models.index import (
    VersionAuthor,
    VersionContact,
    VersionFile,
    VersionProgramme,
    VersionTopic,
)
from releases.models.mailing import Delivery, Mailing
from releases.models.media import MediaFile
from releases.models.newsletter import NewsletterIssue
from releases.models.preview_link import PreviewOpening
from releases.models.version import ReleaseVersion
from releases.models.withdrawal import Withdrawal

APPEND_ONLY: tuple[type[Model], ...] = (
    Event,
    Withdrawal,
    PreviewOpening,
    VersionAuthor,
    VersionContact,
    VersionFile,
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
SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
SQLITE_MINUTE_AGO = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-60 seconds')"

_INSTALLED = {
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgname LIKE 'guard\\_%'",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'",
}

_NAMED = re.compile(r"CREATE TRIGGER (\w+)")

CHANGED = "An approved version cannot be changed. Approve a new version instead."
DELETED = "An approved version cannot be deleted. Withdraw the release instead."
REWRITTEN = "A public interval that has ended, or an end in the past, cannot be written."
OVERLAP = "Two versions of a release cannot be public at the same time."
HISTORY = "History is only ever added to."
BYTES = "What a file is cannot be changed. Upload it as another one."
ISSUE = "An approved issue cannot be changed or deleted."


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
            set(_columns(state.get_model(model._meta.label))) == set(_columns(model)) for model in GUARDED
        )
    except LookupError:
        return False


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _columns(model: type[Model], *but: str) -> list[str]:
    columns = (str(field.column) for field in model._meta.concrete_fields)
    return [column for column in columns if column not in but]


def _differs(columns: Iterable[str]) -> str:
    return " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)


def _sqlite_trigger(name: str, when: str, table: str, condition: str, sentence: str) -> str:
    return (
        f"CREATE TRIGGER guard_{name} BEFORE {when} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _sqlite_replace(model: type[Model], sentence: str, only: str = "") -> str:
    """INSERT OR REPLACE deletes the row in its way without asking the DELETE trigger; so ask before."""
    table = model._meta.db_table
    column_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    ways: list[tuple[str, ...]] = [
        (column_of[field.name],) for field in model._meta.concrete_fields if field.unique
    ]
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            ways.append(tuple(column_of[name] for name in constraint.fields))
    same = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")" for columns in ways
    )
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE ({same}) {only})"  # noqa: S608 our own names
    return _sqlite_trigger(f"{table}_replace", "INSERT", table, exists, sentence)


def _sqlite() -> list[str]:
    versions, issues = ReleaseVersion._meta.db_table, NewsletterIssue._meta.db_table
    frozen = _differs(_columns(ReleaseVersion, "public_until", "number"))
    # A number is given back only before its minute: what readers had stays what they had.
    renumbered = (
        f"OLD.number IS NOT NEW.number AND (NEW.number IS NOT NULL OR OLD.public_from <= {SQLITE_NOW})"
    )
    rewritten = (
        f"OLD.public_until IS NOT NEW.public_until AND (OLD.public_until <= {SQLITE_NOW}"
        f" OR NEW.public_until < {SQLITE_MINUTE_AGO})"
    )
    overlap = (
        f"NEW.number IS NOT NULL AND EXISTS (SELECT 1 FROM {versions} AS other WHERE"  # noqa: S608
        " other.release_id = NEW.release_id AND other.id <> NEW.id AND other.number IS NOT NULL"
        " AND (other.public_until IS NULL OR other.public_until > NEW.public_from)"
        " AND (NEW.public_until IS NULL OR NEW.public_until > other.public_from))"
    )
    statements = [
        _sqlite_trigger("version_text", "UPDATE", versions, f"{frozen} OR ({renumbered})", CHANGED),
        _sqlite_trigger("version_end", "UPDATE", versions, rewritten, REWRITTEN),
        _sqlite_trigger("version_delete", "DELETE", versions, "1", DELETED),
        _sqlite_trigger("version_overlap_insert", "INSERT", versions, overlap, OVERLAP),
        _sqlite_trigger("version_overlap_update", "UPDATE", versions, overlap, OVERLAP),
        _sqlite_trigger(
            "issue_text",
            "UPDATE",
            issues,
            f"OLD.content <> '' AND ({_differs(_columns(NewsletterIssue))})",
            ISSUE,
        ),
        _sqlite_trigger("issue_delete", "DELETE", issues, "OLD.content <> ''", ISSUE),
        _sqlite_trigger(
            "media_bytes",
            "UPDATE",
            MediaFile._meta.db_table,
            _differs(_columns(MediaFile, *WORDS_OF_FILES)),
            BYTES,
        ),
    ]
    statements.append(_sqlite_replace(ReleaseVersion, CHANGED))
    statements.append(_sqlite_replace(NewsletterIssue, ISSUE, "AND content <> ''"))
    statements.append(_sqlite_replace(Mailing, mail_guards.FROZEN))
    statements.append(_sqlite_replace(Delivery, mail_guards.LEDGER))
    statements += mail_guards.sqlite()
    statements.append(_sqlite_replace(MediaFile, BYTES))
    for model in APPEND_ONLY:
        table = model._meta.db_table
        statements.append(_sqlite_replace(model, HISTORY))
        statements.append(_sqlite_trigger(f"{table}_update", "UPDATE", table, "1", HISTORY))
        statements.append(_sqlite_trigger(f"{table}_delete", "DELETE", table, "1", HISTORY))
    return statements


def _postgresql_function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {body} $guard$"


def _refuse(sentence: str) -> str:
    return f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';"


def _postgresql() -> list[str]:
    versions, issues = ReleaseVersion._meta.db_table, NewsletterIssue._meta.db_table
    # Whole rows are compared, so that a column added later is guarded too. AFTER, because a
    # generated column is not computed yet in a BEFORE trigger and would look changed.
    version_body = f"""
        DECLARE allowed {versions}%ROWTYPE;
        BEGIN
          IF TG_OP = 'DELETE' THEN {_refuse(DELETED)} END IF;
          allowed := OLD;
          allowed.public_until := NEW.public_until;
          -- Only before its minute: what readers had stays what they had.
          IF NEW.number IS NULL AND OLD.public_from > statement_timestamp() THEN
            allowed.number := NULL;
          END IF;
          IF NEW IS DISTINCT FROM allowed THEN {_refuse(CHANGED)} END IF;
          IF NEW.public_until IS DISTINCT FROM OLD.public_until
             AND (OLD.public_until <= statement_timestamp()
                  OR NEW.public_until < statement_timestamp() - interval '60 seconds')
          THEN {_refuse(REWRITTEN)} END IF;
          RETURN NULL;
        END"""
    issue_body = f"""
        BEGIN
          IF OLD.content <> '' AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD)
          THEN {_refuse(ISSUE)} END IF;
          RETURN NULL;
        END"""
    words = "\n".join(f"          allowed.{column} := NEW.{column};" for column in WORDS_OF_FILES)
    media = MediaFile._meta.db_table
    media_body = f"""
        DECLARE allowed {media}%ROWTYPE;
        BEGIN
          allowed := OLD;
{words}
          IF NEW IS DISTINCT FROM allowed THEN {_refuse(BYTES)} END IF;
          RETURN NULL;
        END"""
    statements = [
        _postgresql_function("guard_media", media_body),
        f"CREATE TRIGGER guard_media AFTER UPDATE ON {media} FOR EACH ROW EXECUTE FUNCTION guard_media()",
        _postgresql_function("guard_version", version_body),
        _postgresql_function("guard_issue", issue_body),
        _postgresql_function("guard_history", f"BEGIN {_refuse(HISTORY)} END"),
        _postgresql_trigger("version", versions),
        _postgresql_trigger("issue", issues),
    ]
    statements += [
        _postgresql_trigger("history", model._meta.db_table, name=f"guard_{model._meta.db_table}")
        for model in APPEND_ONLY
    ]
    return [*statements, *mail_guards.postgresql()]


def _postgresql_trigger(function: str, table: str, name: str = "") -> str:
    return (
        f"CREATE TRIGGER {name or f'guard_{function}'} AFTER UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION guard_{function}()"
    )
