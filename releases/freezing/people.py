"""The people of a release, in their order, as frozen content."""

from collections.abc import Sequence
from dataclasses import dataclass

from releases import content
from releases.freezing import files
from releases.models import Byline, ContactLine, ExpertLine, MediaContact, ProgrammeLine, Release, TopicLine


@dataclass(frozen=True)
class Lines:
    """The ordered lines of one release, read once."""

    bylines: Sequence[Byline]
    contacts: Sequence[ContactLine]
    experts: Sequence[ExpertLine]
    programmes: Sequence[ProgrammeLine]
    topics: Sequence[TopicLine]


def lines_of(release: Release) -> Lines:
    """Read every ordered line of a saved release."""
    return Lines(
        bylines=list(release.bylines.select_related("author__portrait")),
        contacts=list(release.contact_lines.select_related("contact")),
        experts=list(release.expert_lines.select_related("expert__portrait", "contact")),
        programmes=list(release.programme_lines.select_related("programme")),
        topics=list(release.topic_lines.select_related("topic")),
    )


def byline(lines: Lines) -> tuple[content.Person, ...]:
    """Who signs."""
    authors = (line.author for line in lines.bylines)
    return tuple(
        content.Person(author.name, author.slug, author.title, files.portrait(author)) for author in authors
    )


def contacts(lines: Lines) -> tuple[content.Contact, ...]:
    """Whom to call."""
    return tuple(_contact(line.contact) for line in lines.contacts)


def experts(lines: Lines) -> tuple[content.Expert, ...]:
    """Whom to interview; an expert without a contact of their own is reached through the first one."""
    first = lines.contacts[0].contact if lines.contacts else None
    frozen = []
    for line in lines.experts:
        through = line.contact or first
        expert = line.expert
        frozen.append(
            content.Expert(
                name=expert.name,
                slug=expert.slug,
                title=expert.title,
                known_as=expert.known_as or expert.name,
                biography=expert.biography.strip(),
                contact=_contact(through) if through else None,
                portrait=files.portrait(expert),
            )
        )
    return tuple(frozen)


def author_ids(lines: Lines) -> tuple[int, ...]:
    """Every author and expert, once."""
    return tuple(
        sorted({*(line.author_id for line in lines.bylines), *(line.expert_id for line in lines.experts)})
    )


def aliases(lines: Lines) -> tuple[str, ...]:
    """Every other spelling of a name, as the people in their order have them."""
    people = (*(line.author for line in lines.bylines), *(line.expert for line in lines.experts))
    return tuple(dict.fromkeys(alias for person in people for alias in person.aliases.splitlines() if alias))


def contact_ids(lines: Lines) -> tuple[int, ...]:
    """Every contact, once, those of the experts included."""
    own = {line.contact_id for line in lines.contacts}
    return tuple(sorted(own | {line.contact_id for line in lines.experts if line.contact_id is not None}))


def _contact(contact: MediaContact) -> content.Contact:
    return content.Contact(
        name=contact.name,
        slug=contact.slug,
        title=contact.title,
        phone=contact.phone_text,
        tel=f"tel:{contact.phone}" if contact.phone else "",
        email=contact.email,
        hours=contact.hours,
    )
