"""What stands around every page."""

import pytest

from releases.models import Organisation
from releases.queries.furniture import FollowLink, follow_links, organisation


@pytest.mark.django_db
def test_the_organisation_costs_one_query_with_and_without_a_row(django_assert_num_queries):
    with django_assert_num_queries(1):
        unsaved = organisation()
    row = Organisation.objects.create(pk=1, name="FAS")
    with django_assert_num_queries(1):
        saved = organisation()

    assert (unsaved.pk, unsaved.name) == (None, "Federation of American Scientists")
    assert saved == row


def test_follow_links_are_words_and_an_address_a_line():
    lines = """
        Missile Watch by e-mail /newsletters/missile-watch/#sign-up
        FAS on a site https://social.example/@fas
        https://without.words.example/
        No address here
        Bad javascript:alert(1)
    """

    assert follow_links(Organisation(name="FAS", follow_links=lines)) == (
        FollowLink("Missile Watch by e-mail", "/newsletters/missile-watch/#sign-up"),
        FollowLink("FAS on a site", "https://social.example/@fas"),
    )
