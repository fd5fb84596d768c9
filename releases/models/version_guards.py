"""Triggers that keep approved versions and their ended intervals as they are, on SQLite and on PostgreSQL.

`releases.models.guards` puts them in place.
"""

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

CHANGED = "An approved version cannot be changed. Approve a new version instead."
DELETED = "An approved version cannot be deleted. Withdraw the release instead."
REWRITTEN = "A public interval that has ended, or an end in the past, cannot be written."
OVERLAP = "Two versions of a release cannot be public at the same time."

SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
SQLITE_MINUTE_AGO = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-60 seconds')"

_TABLE = ReleaseVersion._meta.db_table


def sqlite() -> list[str]:
    """The triggers as SQLite writes them."""
    frozen = sqlite_differs(columns_of(ReleaseVersion, "public_until", "number"))
    # A number is given back only before its minute: what readers had stays what they had.
    renumbered = (
        f"OLD.number IS NOT NEW.number AND (NEW.number IS NOT NULL OR OLD.public_from <= {SQLITE_NOW})"
    )
    rewritten = (
        f"OLD.public_until IS NOT NEW.public_until AND (OLD.public_until <= {SQLITE_NOW}"
        f" OR NEW.public_until < {SQLITE_MINUTE_AGO})"
    )
    overlap = (
        f"NEW.number IS NOT NULL AND EXISTS (SELECT 1 FROM {_TABLE} AS other WHERE"  # noqa: S608
        " other.release_id = NEW.release_id AND other.id <> NEW.id AND other.number IS NOT NULL"
        " AND (other.public_until IS NULL OR other.public_until > NEW.public_from)"
        " AND (NEW.public_until IS NULL OR NEW.public_until > other.public_from))"
    )
    return [
        sqlite_trigger("version_text", "UPDATE", _TABLE, f"{frozen} OR ({renumbered})", CHANGED),
        sqlite_trigger("version_end", "UPDATE", _TABLE, rewritten, REWRITTEN),
        sqlite_trigger("version_delete", "DELETE", _TABLE, "1", DELETED),
        sqlite_trigger("version_overlap_insert", "INSERT", _TABLE, overlap, OVERLAP),
        sqlite_trigger("version_overlap_update", "UPDATE", _TABLE, overlap, OVERLAP),
        sqlite_replace(ReleaseVersion, CHANGED),
    ]


def postgresql() -> list[str]:
    """The function and its trigger as PostgreSQL writes them; a constraint refuses what overlaps."""
    # Whole rows are compared, so that a column added later is guarded too. AFTER, because a
    # generated column is not computed yet in a BEFORE trigger and would look changed.
    body = f"""
        DECLARE allowed {_TABLE}%ROWTYPE;
        BEGIN
          IF TG_OP = 'DELETE' THEN {postgresql_refuse(DELETED)} END IF;
          allowed := OLD;
          allowed.public_until := NEW.public_until;
          -- Only before its minute: what readers had stays what they had.
          IF NEW.number IS NULL AND OLD.public_from > statement_timestamp() THEN
            allowed.number := NULL;
          END IF;
          IF NEW IS DISTINCT FROM allowed THEN {postgresql_refuse(CHANGED)} END IF;
          IF NEW.public_until IS DISTINCT FROM OLD.public_until
             AND (OLD.public_until <= statement_timestamp()
                  OR NEW.public_until < statement_timestamp() - interval '60 seconds')
          THEN {postgresql_refuse(REWRITTEN)} END IF;
          RETURN NULL;
        END"""
    return [postgresql_function("version", body), postgresql_trigger("version", _TABLE)]
