"""The history of accounts begins with what the log of the admin can say faithfully."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection

from releases.models import Event
from tests.factories import UserFactory, writer

pytestmark = pytest.mark.django_db

MIGRATION = import_module("releases.migrations.0019_account_steps")


def test_the_steps_of_an_account_come_along_from_the_log_and_say_so():
    keeper, person = UserFactory(first_name="Ida", last_name="Keeper"), writer()
    fields = '[{"changed": {"fields": ["Email address"]}}]'
    for words in ("Invited by mail.", fields, "Closed the account; 3 texts passed to heir."):
        LogEntry.objects.log_actions(keeper.pk, [person], CHANGE, change_message=words, single_object=True)
    LogEntry.objects.update(object_repr="wren")

    MIGRATION.copy_steps(apps, connection.schema_editor())

    logged = LogEntry.objects.order_by("pk").values_list("action_time", flat=True)
    copied = Event.objects.order_by("pk").values_list("account", "move", "actor_name", "at", "reason")
    assert list(copied) == [
        (person.pk, "invite", "Ida Keeper", logged[0], "Invited by mail. Copied from the log of the admin."),
        (
            person.pk,
            "close the account",
            "Ida Keeper",
            logged[2],
            "Closed the account; 3 texts passed to heir. Copied from the log of the admin.",
        ),
    ]


def test_a_long_name_is_cut_and_the_steps_come_along_once():
    keeper, person = UserFactory(first_name="I" * 150, last_name="Keeper"), writer()
    words = "Invited by mail."
    LogEntry.objects.log_actions(keeper.pk, [person], CHANGE, change_message=words, single_object=True)

    for _ in range(2):
        MIGRATION.copy_steps(apps, connection.schema_editor())

    assert Event.objects.get().actor_name == "I" * 150
