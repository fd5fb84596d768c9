"""Which copy of the site sends mail: never a clone, never a backup that was put back."""

import pytest
from django.core.management import call_command

from releases.actions import fencing
from releases.models import Instance, Mailing
from releases.queries import fence
from releases.workflow import MoveNotAllowed
from tests.factories.mailings import queued

pytestmark = pytest.mark.django_db


def test_nobody_sends_before_somebody_has_confirmed():
    Instance.objects.all().delete()
    assert fence.objection().startswith("Nobody has confirmed that this copy")

    fencing.confirm_instance(by="a test")

    assert fence.objection() == ""


def test_a_copy_elsewhere_meets_another_name(settings):
    settings.INSTANCE_ID = "staging"

    assert fence.objection().startswith("This database belongs to another copy of the site (")


def test_a_copy_without_a_name_is_asked_for_one(settings):
    settings.INSTANCE_ID = ""

    assert "Set INSTANCE_ID" in fence.objection()
    with pytest.raises(MoveNotAllowed, match="Set INSTANCE_ID"):
        fencing.confirm_instance(by="a test")


def test_a_backup_that_was_put_back_is_found_out():
    fencing.remember(fencing.count_claim())
    assert fence.objection() == ""

    Instance.objects.update(claims=0)

    assert fence.objection().startswith("This database is older than what was sent from here")


def test_confirming_a_restored_copy_pauses_what_was_under_way(settings, capsys):
    mailing = queued()
    settings.INSTANCE_ID = "the new machine"

    call_command("confirm_instance")
    call_command("confirm_instance")

    assert fence.objection() == ""
    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.paused_because) == ("paused", fencing.AFTER_A_RESTORE)
    assert capsys.readouterr().out.splitlines() == [
        "Confirmed: the copy the new mach sends mail, and no other.",
        "1 mailings are paused. Look at each in the admin before you resume it.",
        "This copy is confirmed already. Nothing has changed.",
    ]


def test_the_first_run_confirms_only_where_nobody_decided(settings):
    Instance.objects.all().delete()
    assert fencing.confirm_the_first(by="first run")
    settings.INSTANCE_ID = "a copy"

    assert not fencing.confirm_the_first(by="first run")
    assert fence.objection() != ""
