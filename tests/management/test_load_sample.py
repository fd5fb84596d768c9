"""`load_sample`: what it says, and how it refuses."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from releases.desk import checks
from releases.freezing import freeze
from releases.models import Release, Topic
from releases.vocabulary import Role
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def colleagues() -> None:
    UserFactory(username="ruth", roles=[Role.WRITER, Role.NEWSLETTER_EDITOR])
    UserFactory(username="daniel", roles=[Role.EDITOR, Role.NEWSLETTER_EDITOR])


def _load_sample(writer: str = "ruth", editor: str = "daniel") -> str:
    screen = StringIO()
    call_command("load_sample", writer=writer, editor=editor, stdout=screen)
    return screen.getvalue()


def test_it_says_how_many_it_loaded_and_the_second_time_that_it_did_not():
    first, second = _load_sample(), _load_sample()

    assert first == "15 sample releases are loaded.\n"
    assert second == "The sample content is already here. Nothing was changed.\n"
    assert Release.objects.count() == 15


def test_the_desk_says_nothing_of_the_samples_but_that_some_have_no_summary_yet():
    _load_sample()
    contents = [freeze(release).content for release in Release.objects.all()]

    assert {finding.check for content in contents for finding in checks.advice(content)} == {"summary"}


def test_it_refuses_a_press_office_with_content_of_its_own():
    Topic.objects.create(name="Ours", slug="ours")

    with pytest.raises(CommandError, match="has content of its own"):
        _load_sample()


@pytest.mark.parametrize(
    ("writer", "editor", "sentence"),
    [
        ("nobody", "daniel", "Nobody here is called “nobody”"),
        ("ruth", "ruth", "needs an editor"),
        ("daniel", "daniel", "Somebody else has to approve what you submitted"),
    ],
)
def test_it_refuses_people_who_may_not_do_it(writer, editor, sentence):
    with pytest.raises(CommandError, match=sentence):
        _load_sample(writer, editor)

    assert (Release.objects.count(), Topic.objects.count()) == (0, 0)
