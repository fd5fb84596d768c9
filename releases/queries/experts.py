"""Whom journalists can interview on a topic: live rows of the experts whom public releases offer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from releases.models import Author, MediaContact, ReleaseVersion, Topic, VersionTopic
from releases.models.version import ReleaseVersionQuerySet
from releases.queries.successors import successors

# The latest releases that are looked at for experts, and how many of those that offer some are read.
LOOKED_AT = 500
READ = 50


@dataclass(frozen=True)
class Reachable:
    """An expert, and who puts journalists through; None where that is the press office."""

    expert: Author
    contact: MediaContact | None


def experts_on(topic: Topic, at: datetime | None = None) -> tuple[Reachable, ...]:
    """The experts of the latest public releases on the topic, by name, in at most four queries."""
    public = ReleaseVersion.objects.public(at)
    through: dict[str, str] = {}
    for version in _offering(public.filter(topics=topic)).newest_first().only("content")[:READ]:
        for expert in version.frozen.experts:
            # The latest release knows best whom to call.
            through.setdefault(expert.slug, expert.contact.slug if expert.contact else "")
    if not through:
        return ()
    experts = Author.objects.filter(Exists(public.filter(authors=OuterRef("pk"))), slug__in=through)
    contacts = _who_answers(set(through.values()), at)
    return tuple(Reachable(expert, contacts.get(through[expert.slug])) for expert in experts)


def topics_with_experts(at: datetime | None = None) -> tuple[Topic, ...]:
    """The topics on which one of the latest public releases offers an expert, by name, in one query."""
    offering = _offering(ReleaseVersion.objects.public(at)).values("pk")
    return tuple(
        Topic.objects.filter(pk__in=VersionTopic.objects.filter(version__in=offering).values("topic"))
    )


def _offering(versions: ReleaseVersionQuerySet) -> ReleaseVersionQuerySet:
    latest = versions.newest_first().values("pk")[:LOOKED_AT]
    return ReleaseVersion.objects.filter(pk__in=latest).with_experts()


def _who_answers(slugs: set[str], at: datetime | None) -> dict[str, MediaContact | None]:
    named = ReleaseVersion.objects.public(at).filter(contacts=OuterRef("pk"))
    known = tuple(MediaContact.objects.filter(Exists(named), slug__in=slugs))
    here = {contact.slug: contact for contact in known if contact.is_active}
    return here | successors({contact.slug for contact in known if not contact.is_active})
