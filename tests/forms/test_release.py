"""The release form without a page around it: characters that nobody can store, and owners."""

import pytest

from releases.forms.release import ReleaseForm
from releases.forms.times import Typed
from tests.factories import ReleaseFactory, UserFactory, editor, writer
from tests.factories.typing import typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["headline", "summary", "change_note", "internal_note", "slug"])
def test_half_a_character_is_refused_in_a_sentence(field):
    form = ReleaseForm(typed(**{field: "half \ud800"}))

    assert any("half a character at position 6" in sentence for sentence in form.errors[field])


def test_no_box_cuts_off_what_is_pasted():
    form = ReleaseForm()

    assert [name for name in form.fields if "maxlength" in str(form[name])] == []


def test_owners_are_people_who_may_write_and_whoever_owns_it_already():
    writes, edits, left = writer(), editor(), writer(is_active=False)
    UserFactory()

    offered = set(ReleaseForm(instance=ReleaseFactory(owner=left)).fields["owner"].queryset)

    assert offered == {writes, edits, left}


def test_looking_at_a_form_holds_no_row():
    release = ReleaseFactory(headline="Old")

    form = ReleaseForm(typed(headline="New"), instance=release)

    assert (form.is_valid(), form.conflict) == (True, None)


def test_an_empty_pair_of_boxes_is_no_minute():
    form = ReleaseForm(typed(planned_for_day=" ", planned_for_time=""))

    assert form.is_valid()
    assert form.cleaned_data["planned_for"] is None
    assert form["planned_for"].value() == Typed()
