"""What stands in the sample press office before the first release: its own row, people, a newsletter."""

from releases.models import (
    AboutText,
    Author,
    MediaContact,
    Newsletter,
    NewsletterIssue,
    Organisation,
    Programme,
    Topic,
)
from releases.sample import SAMPLE_DATE, missile_watch, organisation
from releases.sample.people import AUTHORS, CONTACTS, PROGRAMMES, TOPICS
from releases.sample.shapes import SampleContact
from releases.text import phones


def furnish() -> None:
    """Write everything that sample releases name; the caller holds the transaction."""
    _write_organisation()
    _write_people()
    _write_newsletter()


def _write_organisation() -> None:
    Organisation.objects.get_or_create(
        pk=1,
        defaults={
            "name": organisation.NAME,
            "short_name": organisation.SHORT_NAME,
            "postal_address": organisation.POSTAL_ADDRESS,
            "press_phone": phones.parse(organisation.PRESS_PHONE).e164,
            "press_phone_text": organisation.PRESS_PHONE,
            "after_hours_phone": phones.parse(organisation.AFTER_HOURS_PHONE).e164,
            "after_hours_phone_text": organisation.AFTER_HOURS_PHONE,
            "follow_links": organisation.FOLLOW_LINKS,
            "privacy": organisation.PRIVACY,
        },
    )
    AboutText.objects.create(title=missile_watch.ABOUT_TITLE, body=missile_watch.ABOUT_BODY, is_default=True)


def _write_people() -> None:
    for programme in PROGRAMMES:
        Programme.objects.create(slug=programme.slug, name=programme.name, description=programme.description)
    for slug, name in TOPICS.items():
        Topic.objects.create(slug=slug, name=name)
    for author in AUTHORS:
        Author.objects.create(
            slug=author.slug,
            name=author.name,
            known_as=author.known_as,
            aliases=author.aliases,
            title=author.title,
            biography=author.biography,
            programme=Programme.objects.filter(slug=author.programme).first(),
        )
    for contact in CONTACTS:
        _write_contact(contact)


def _write_contact(contact: SampleContact) -> None:
    MediaContact.objects.create(
        slug=contact.slug,
        name=contact.name,
        title=contact.title,
        phone=phones.parse(contact.phone).e164,
        phone_text=contact.phone,
        email=contact.email,
        hours=contact.hours,
        author=Author.objects.filter(slug=contact.author).first(),
        successor=MediaContact.objects.filter(slug=contact.successor).first(),
        is_active=not contact.successor,
    )


def _write_newsletter() -> None:
    newsletter = Newsletter.objects.create(
        slug=missile_watch.NEWSLETTER_SLUG,
        name=missile_watch.NEWSLETTER_NAME,
        description=missile_watch.NEWSLETTER_DESCRIPTION,
        programme=Programme.objects.get(slug=missile_watch.PROGRAMME.slug),
    )
    NewsletterIssue.objects.create(
        newsletter=newsletter,
        number=missile_watch.ISSUE_NUMBER,
        title=missile_watch.ISSUE_TITLE,
        date=SAMPLE_DATE,
        introduction=missile_watch.ISSUE_INTRODUCTION,
    )
