"""Hiring: the account works, has its roles, and an existing one is never touched."""

import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password

from releases import rules
from releases.actions import staffing
from releases.vocabulary import Right, Role

pytestmark = pytest.mark.django_db


def test_hire_makes_a_staff_account_that_logs_in_with_the_password():
    user, password = staffing.hire(
        "ada",
        roles=[Role.WRITER],
        full_name="Ada Maria Byron",
        operator="root on press1",
        email="ada@fas.example",
    )

    assert authenticate(username="ada", password=password) == user
    assert (user.get_full_name(), user.email, user.is_staff, user.is_superuser) == (
        "Ada Maria Byron",
        "ada@fas.example",
        True,
        False,
    )


def test_the_roles_decide_what_a_new_colleague_may_do():
    writer, _ = staffing.hire("ada", roles=[Role.WRITER], full_name="Ada Byron", operator="root on press1")
    editor, _ = staffing.hire(
        "mary", roles=[Role.EDITOR, Role.NEWSLETTER_EDITOR], full_name="Mary Somer", operator="root on press1"
    )

    assert {right for right in Right if rules.holds(writer, right)} == {Right.WRITE}
    assert {right for right in Right if rules.holds(editor, right)} == set(Right)
    assert list(editor.account_events.values_list("move", "actor_name", "before", "after")) == [
        ("open the account", "root on press1, by a command", "", "Open: Editor, Newsletter editor")
    ]


def test_a_password_is_long_readable_never_the_same_and_accepted_by_the_site():
    passwords = [
        staffing.hire(f"a{count}", roles=[], full_name="A B", operator="root on press1")[1]
        for count in range(20)
    ]

    assert len(set(passwords)) == 20
    assert [
        word for word in passwords if not re.fullmatch(r"([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}", word)
    ] == []
    for password in passwords:
        validate_password(password)


def test_hire_refuses_a_name_that_is_taken_and_leaves_the_account_alone():
    staffing.hire("ada", roles=[Role.WRITER], full_name="Ada Byron", operator="root on press1")
    before = User.objects.values().get()

    with pytest.raises(staffing.AlreadyHired, match="There is an account “ada” already"):
        staffing.hire("ada", roles=[Role.EDITOR], full_name="Somebody Else", operator="root on press1")

    assert User.objects.values().get() == before
    assert list(User.objects.get().groups.values_list("name", flat=True)) == ["Writer"]
