"""Copy what the steps of an account have written into the admin's log until now.

Each says where it is from: nothing guarded it there. Everything else stays in that log alone, which names
fields but not what stood in them. A migration of its own: PostgreSQL changes no table into which the same
transaction has written.
"""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STEPS = {
    "Invited by mail.": "invite",
    "Closed the account;": "close the account",
    "Reset the second step of the login.": "reset the second step",
}
FROM_THE_LOG = "Copied from the log of the admin."
LONGEST_NAME = 150


def copy_steps(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    people = {str(person.pk): person for person in apps.get_model("auth", "User").objects.all()}
    events = apps.get_model("releases", "Event").objects
    log = apps.get_model("admin", "LogEntry").objects
    of_accounts = log.filter(content_type__app_label="auth", content_type__model="user")
    for entry in of_accounts.order_by("action_time", "pk"):
        move = next((move for said, move in STEPS.items() if entry.change_message.startswith(said)), None)
        person, actor = people.get(entry.object_id or ""), people[str(entry.user_id)]
        if move and person:
            # Whoever goes back a migration and forward again finds the steps there already.
            events.get_or_create(
                account=person,
                move=move,
                at=entry.action_time,
                reason=f"{entry.change_message} {FROM_THE_LOG}",
                defaults={"actor": actor, "actor_name": _name_of(actor)[:LONGEST_NAME]},
            )


def _name_of(person: Any) -> str:
    return f"{person.first_name} {person.last_name}".strip() or str(person.username)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0018_refused_so_far"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(copy_steps, migrations.RunPython.noop, elidable=True)]
