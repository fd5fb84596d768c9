"""Whom to call instead of a contact who has left: the one live line on a release page."""

from collections.abc import Collection

from django.db.models import Q

from releases.models import MediaContact


def successors(slugs: Collection[str]) -> dict[str, MediaContact | None]:
    """For each of these contacts who has left: who answers now, or None. One query, none for nobody."""
    if not slugs:
        return {}
    known = MediaContact.objects.filter(Q(slug__in=slugs) | Q(predecessors__isnull=False)).distinct()
    contacts = {contact.pk: contact for contact in known}
    left = [contact for contact in contacts.values() if contact.slug in slugs and not contact.is_active]
    return {contact.slug: _who_answers(contact, contacts) for contact in left}


def _who_answers(contact: MediaContact, contacts: dict[int, MediaContact]) -> MediaContact | None:
    seen: set[int] = set()
    while not contact.is_active:
        # Two people who name each other would send us round for ever.
        if contact.successor_id is None or contact.pk in seen:
            return None
        seen.add(contact.pk)
        contact = contacts[contact.successor_id]
    return contact
