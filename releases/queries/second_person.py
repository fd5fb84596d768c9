"""Whether somebody is the second person for a text: who neither submitted it nor changed it since."""

from django.contrib.auth.models import User

from releases.models import Release

SUBMITTED = "Somebody else has to approve what you submitted."
CHANGED = (
    "You changed the text while it was in review. Somebody else has to approve it, or send it back first."
)


def objection(release: Release, person: User) -> str:
    """Why the person is not the second one, as a sentence; empty when they are."""
    if release.submitted_by_id == person.pk:
        return SUBMITTED
    since = release.submitted_at
    if since and release.drafts.filter(by=person, at__gte=since).exists():
        return CHANGED
    return ""
