"""What stands around every page: the organisation and its follow links. Live, never frozen."""

from dataclasses import dataclass

from releases.models import Organisation
from releases.text.addresses import is_address


@dataclass(frozen=True)
class FollowLink:
    """Where else to follow the organisation, with words that say so."""

    text: str
    address: str


def organisation() -> Organisation:
    """The one row, or an unsaved one with the house's name, so that an empty database draws pages too."""
    return Organisation.objects.filter(pk=1).first() or Organisation(name="Federation of American Scientists")


def follow_links(organisation: Organisation) -> tuple[FollowLink, ...]:
    """The follow links in their order; a line without words or without an address is left out."""
    pairs = (line.strip().rsplit(maxsplit=1) for line in organisation.follow_links.splitlines())
    return tuple(FollowLink(*pair) for pair in pairs if len(pair) == 2 and is_address(pair[1]))
