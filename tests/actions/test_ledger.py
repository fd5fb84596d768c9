"""The ledger of one worker: what it has put into words once stays true on every connection."""

import pytest
from django.db import connection

from releases.actions import delivering
from releases.actions.ledger import Ledger
from releases.actions.mail_answers import Answer, What
from tests.factories.mailings import queued

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_connection_goes_on_where_the_old_one_was_lost(settings):
    settings.RECALL_MINUTES = 0
    mailing = queued(3)
    delivering.begin_due()
    first, second, third = delivering.claim("1-test").deliveries
    ledger, taken = Ledger("1-test"), Answer(What.TAKEN, "250 taken")

    assert ledger.begin(first)
    ledger.note(first, taken)
    connection.close()
    assert ledger.begin(second)
    ledger.note(second, taken)
    assert ledger.begin(third)
    ledger.note(third, taken)
    connection.close()
    ledger.settle()

    rows = mailing.deliveries.order_by("pk").values_list("state", "attempts", "last_answer")
    assert list(rows) == [("sent", 1, "250 taken")] * 3


def test_two_ledgers_on_one_connection_write_for_their_own_workers(settings):
    settings.RECALL_MINUTES = 0
    queued(2)
    delivering.begin_due()
    mine, theirs = (delivering.claim(worker, limit=1).deliveries[0] for worker in ("1-one", "2-two"))
    one, two = Ledger("1-one"), Ledger("2-two")

    assert [one.begin(theirs), two.begin(mine)] == [False, False]
    assert [one.begin(mine), two.begin(theirs)] == [True, True]
