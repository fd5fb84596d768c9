"""How long a public form has been open: a token in it says so, because no cookie does."""

from enum import Enum

from releases.text.tokens import Purpose, is_genuine, read, seal

YOUNGEST, OLDEST = 5, 60 * 60


class Age(Enum):
    """What the token of a form says."""

    NONE = "none"
    YOUNG = "young"
    RIPE = "ripe"
    OLD = "old"


def new_token(now: float, key: str) -> str:
    """The token of a form that is drawn at this second."""
    return seal(Purpose.FORM, int(now), key=key)


def ripe_token(now: float, key: str) -> str:
    """The token of a form that is drawn again for somebody who knows it: it may be sent at once."""
    return new_token(now - YOUNGEST, key)


def age_of(token: str, now: float, key: str) -> Age:
    """Whether the form was open for as long as a person needs, and no longer than an hour."""
    claim = read(token)
    if claim is None or claim.expires is not None or not is_genuine(claim, Purpose.FORM, key=key):
        return Age.NONE
    seconds = now - claim.number
    if seconds < YOUNGEST:
        return Age.YOUNG
    return Age.RIPE if seconds <= OLDEST else Age.OLD
