"""What a reader agrees to, in the words that forms show and consent keeps."""

from releases.models import Newsletter, Programme, Subscription, Topic
from releases.vocabulary import Kind

RELEASES = "Send me each press release by e-mail as soon as it is public."


def newsletter_wording(newsletter: Newsletter) -> str:
    """Each issue of one newsletter."""
    return f"Send me each issue of {newsletter.name} by e-mail."


def releases_wording(programme: Programme | None, topic: Topic | None, kind: str) -> str:
    """Releases, all or only some."""
    only = [
        *([f"of the programme {programme.name}"] if programme else []),
        *([f"on the topic {topic.name}"] if topic else []),
        *([f"of the kind “{Kind(kind).label}”"] if kind else []),
    ]
    if not only:
        return RELEASES
    return f"Send me press releases by e-mail as soon as they are public, only those {', '.join(only)}."


def what_it_is(subscription: Subscription) -> str:
    """What the subscription brings, as a heading: “Missile Watch”, “Press releases: topic Space”."""
    if subscription.newsletter:
        return subscription.newsletter.name
    only = [
        *([f"programme {subscription.programme.name}"] if subscription.programme else []),
        *([f"topic {subscription.topic.name}"] if subscription.topic else []),
        *([f"kind “{Kind(subscription.kind).label}”"] if subscription.kind else []),
    ]
    return f"Press releases: {', '.join(only)}" if only else "Press releases"
