"""The sample content stays out of a press office that has its own, and never comes in half."""

import pytest
from django.apps import apps

from releases.actions import sampling
from releases.models import Organisation, Release, Topic
from releases.vocabulary import Role
from releases.workflow import MoveNotAllowed
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def _row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize(
    "model",
    [Release, Topic],
)
def test_samples_do_not_mix_with_content_of_ones_own(model):
    model.objects.create()
    writer, editor = UserFactory(), UserFactory()
    before = _row_counts()

    with pytest.raises(sampling.NotEmpty, match="has content of its own"):
        sampling.load(writer=writer, editor=editor)

    assert _row_counts() == before


def test_a_load_that_is_refused_half_way_leaves_nothing():
    writer = UserFactory(roles=[Role.WRITER])
    editor = UserFactory(roles=[Role.EDITOR, Role.NEWSLETTER_EDITOR])
    before = _row_counts()

    with pytest.raises(MoveNotAllowed, match="needs a newsletter editor"):
        sampling.load(writer=writer, editor=editor)

    assert _row_counts() == before


def test_the_organisations_own_row_is_left_as_it_is():
    Organisation.objects.create(pk=1, name="Another House")
    writer = UserFactory(roles=[Role.WRITER, Role.NEWSLETTER_EDITOR])
    editor = UserFactory(roles=[Role.EDITOR, Role.NEWSLETTER_EDITOR])

    sampling.load(writer=writer, editor=editor)

    assert list(Organisation.objects.values_list("name", "press_phone")) == [("Another House", "")]
