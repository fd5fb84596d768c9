"""A release as plain text."""

from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import publishing
from releases.models import MediaContact, Organisation
from tests.factories import MediaContactFactory, approved, editor
from tests.factories.taken_away import corrected, path
from tests.factories.taken_away import monica as monica
from tests.factories.taken_away import whole as whole

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

WHOLE_TEXT = """\
Federation of American Scientists
PRESS RELEASE
FOR IMMEDIATE RELEASE

New Missile Watch Report

The third issue

What the issue features.

Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC)
By Ada Byron and Bo Li, Arms Sales

MEDIA CONTACT

Monica Amarelo
Telephone: 202-454-4680
E-mail: monica@fas.example
Monday to Friday

Washington, D.C. — The surprise extradition of a trafficker [1] to the
United States tops the list of developments, and another issue [2] said
so.

To read on

- The whole issue [3] (Full report)

To interview Matt Schroeder

Please contact Monica Amarelo at 202-454-4680 or monica@fas.example.

He counts.

About FAS

Founded in 1945 by scientists [4].

###

[1] https://fas.example/trafficker
[2] http://127.0.0.1:8000/releases/other/
[3] https://fas.example/issue
[4] https://fas.example/

Version 1, public since Monday, 23 November 2026, 9:00 a.m. EST (14:00
UTC).
Address of this version:
http://127.0.0.1:8000/releases/new-missile-watch-report/versions/1/
Lasting address:
http://127.0.0.1:8000/releases/new-missile-watch-report/
Corrections, if any, are at the lasting address.
"""


def test_the_text_has_every_word_of_the_release_in_72_columns(at, client, whole):
    at(NINE)
    version = approved(whole)

    text = client.get(path(version, ".txt")).content.decode()

    assert text == WHOLE_TEXT


def test_the_text_says_first_what_changed(at, client, whole):
    at(NINE)
    version = approved(whole)
    at(NINE + HOUR)
    corrected(version)

    text = client.get(path(version, ".txt")).content.decode()

    before, notice, after = text.partition(
        "CORRECTION, Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC)\n\n"
        "The price was wrong.\n\nWhere: Second paragraph\n\nMEDIA CONTACT\n"
    )
    assert notice
    assert before.endswith("By Ada Byron and Bo Li, Arms Sales\n\n")
    assert "Washington, D.C. — Right text." in after
    assert "Version 2, public since Monday, 23 November 2026, 10:00 a.m. EST" in after


def test_the_text_names_whoever_answers_for_a_contact_who_has_left(client, whole, monica):
    version = approved(whole)
    ruth = MediaContactFactory(name="Ruth Vance", phone="+12025550100", phone_text="202-555-0100")
    MediaContact.objects.filter(pk=monica.pk).update(is_active=False, successor=ruth)

    text = client.get(path(version, ".txt")).content.decode()

    assert text.count("Monica Amarelo no longer works here. Please call Ruth Vance at") == 2
    assert " ".join(text.split()).count("Please call Ruth Vance at 202-555-0100.") == 2


@pytest.mark.parametrize("shown", [True, False])
def test_the_text_of_a_withdrawn_release_is_its_notice(at, client, shown):
    Organisation.objects.create(pk=1, name="FAS", press_phone="+12024544680", press_phone_text="202-454-4680")
    at(NINE)
    version = approved(headline="Five Agree", summary="Five.", body="<p>They will.</p>")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=shown)

    response = client.get(path(version, ".txt"))

    assert (response.status_code, response["Content-Type"]) == (410, "text/plain; charset=utf-8")
    assert response.content.decode() == (
        "FAS\nWITHDRAWN\n\n"
        f"{'Five Agree' if shown else 'This release was withdrawn'}\n\n"
        "Withdrawn on Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC)\n\n"
        "Two had not signed.\n\n"
        "Questions: press office, 202-454-4680.\n\n"
        "It was published on Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC).\n"
    )
