"""Newsletters, and issues made by the verbs that newsletter editors use."""

from datetime import date

import factory
from django.contrib.auth.models import User

from releases.actions import issuing
from releases.models import IssueItem, Newsletter, NewsletterIssue
from releases.queries.newsletters import next_number
from releases.vocabulary import Role
from tests.factories.people import UserFactory


def newsletter_editor() -> User:
    """A person who writes and approves newsletter issues."""
    return UserFactory(roles=[Role.NEWSLETTER_EDITOR])


class NewsletterFactory(factory.django.DjangoModelFactory):
    """A newsletter without issues."""

    class Meta:
        model = Newsletter

    name = factory.Sequence(lambda n: f"Newsletter Number {n}")
    slug = factory.Sequence(lambda n: f"newsletter-{n}")
    description = factory.LazyAttribute(lambda newsletter: f"What {newsletter.name} follows.")


class IssueFactory(factory.django.DjangoModelFactory):
    """A draft of the next number with an introduction.

    `items=[…]` gives it entries: a release, or a (title, text) of its own. `in_review=True` submits it.
    """

    class Meta:
        model = NewsletterIssue
        skip_postgeneration_save = True

    newsletter = factory.SubFactory(NewsletterFactory)
    number = factory.LazyAttribute(lambda issue: next_number(issue.newsletter))
    title = factory.LazyAttribute(lambda issue: f"Issue {issue.number}")
    date = date(2010, 12, 14)
    introduction = "<p>What this issue is about.</p>"

    @factory.post_generation
    def items(self, create, extracted, **kwargs):
        for position, entry in enumerate(extracted or []):
            words = dict(zip(("title", "text"), entry, strict=True)) if isinstance(entry, tuple) else {}
            release = None if words else entry
            IssueItem.objects.create(issue=self, position=position, release=release, **words)

    @factory.post_generation
    def in_review(self, create, extracted, **kwargs):
        if extracted:
            issuing.submit_issue(self, by=newsletter_editor())
            self.refresh_from_db()


def public_issue(*, public_from=None, **words) -> NewsletterIssue:
    """An issue that two newsletter editors made public, now or from a whole minute to come."""
    issue = IssueFactory(in_review=True, **words)
    return issuing.approve_issue(issue, by=newsletter_editor(), public_from=public_from)
