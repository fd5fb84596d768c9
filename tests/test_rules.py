"""Rights: kept for a screen that asks often, asked anew by whoever acts."""

import pytest

from releases import rules
from releases.vocabulary import Right
from releases.workflow import APPROVE, MoveNotAllowed
from tests.factories import editor

pytestmark = pytest.mark.django_db


def test_a_screen_asks_the_database_once(django_assert_num_queries):
    person = editor()

    with django_assert_num_queries(1):
        assert [rules.holds(person, right) for right in (Right.WRITE, Right.APPROVE)] == [True, True]


def test_an_action_knows_of_a_right_that_was_taken_meanwhile():
    person = editor()
    assert rules.holds(person, Right.APPROVE)

    person.groups.clear()

    with pytest.raises(MoveNotAllowed, match="needs an editor"):
        rules.require(person, APPROVE)


def test_whose_account_is_closed_holds_nothing_any_more():
    person = editor()
    assert rules.holds(person, Right.WRITE)

    person.is_active = False

    assert (rules.rights_of(person), rules.may_upload(person)) == (frozenset(), False)
