"""How each database writes a trigger that refuses: one wording of each, for every file of guards."""

from collections.abc import Iterable

from django.db.models import Model, UniqueConstraint


def columns_of(model: type[Model], *but: str) -> list[str]:
    """The columns of the model's table, without those named."""
    columns = (str(field.column) for field in model._meta.concrete_fields)
    return [column for column in columns if column not in but]


def sqlite_differs(columns: Iterable[str]) -> str:
    """The condition that an update changes one of these columns."""
    return " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)


def sqlite_trigger(name: str, when: str, table: str, condition: str, sentence: str) -> str:
    """A trigger that refuses with the sentence: `when` is INSERT, UPDATE or DELETE."""
    return (
        f"CREATE TRIGGER guard_{name} BEFORE {when} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def sqlite_replace(model: type[Model], sentence: str, only: str = "") -> str:
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
    return sqlite_trigger(f"{table}_replace", "INSERT", table, exists, sentence)


def postgresql_refuse(sentence: str) -> str:
    """The statement with which a function refuses."""
    return f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';"


def postgresql_function(name: str, body: str) -> str:
    """The function that triggers call."""
    head = f"CREATE OR REPLACE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql"
    return f"{head} AS $guard$ {body} $guard$"


def postgresql_trigger(
    function: str, table: str, *, name: str = "", when: str = "UPDATE OR DELETE", each: str = "ROW"
) -> str:
    """A trigger that asks the function after each row, or before each statement."""
    moment = "AFTER" if each == "ROW" else "BEFORE"
    return (
        f"CREATE TRIGGER guard_{name or function} {moment} {when} ON {table}"
        f" FOR EACH {each} EXECUTE FUNCTION guard_{function}()"
    )
