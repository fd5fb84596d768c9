"""What differs between two frozen texts, named as the form names it."""

from releases.content import Content

PARTS = {
    "kind": "Kind",
    "language": "Language",
    "headline": "Headline",
    "subheadline": "Subheadline",
    "summary": "Summary",
    "place": "Dateline",
    "body": "Text",
    "byline": "Byline",
    "programmes": "Programmes",
    "topics": "Topics",
    "contacts": "Media contacts",
    "experts": "Experts",
    "resources": "Resources",
    "about": "About texts",
    "event": "Event",
    "announces": "Newsletter issue that it announces",
    "change": "Note of the change",
}


def changed_parts(before: Content, after: Content) -> tuple[str, ...]:
    """Name every part that differs, in the order of the form; dates do not count."""
    return tuple(label for part, label in PARTS.items() if getattr(before, part) != getattr(after, part))
