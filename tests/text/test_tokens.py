"""No token opens anything but what it was sealed for."""

import random
import string

import pytest

from releases.text.tokens import Purpose, is_genuine, read, seal

KEYS = {number: f"{number:043d}" for number in range(1, 1000)}
LETTERS = string.ascii_letters + string.digits + "-_."


def opens(token, purpose):
    """Whether a door with the keys of a thousand subscribers opens."""
    claim = read(token)
    return claim is not None and claim.number in KEYS and is_genuine(claim, purpose, key=KEYS[claim.number])


def mutated(token, chance):
    """The token with one to three changes that a forger, a mail program or a bad line could make."""
    letters = list(token)
    for _ in range(chance.randint(1, 3)):
        letters = letters or ["."]
        place = chance.randrange(len(letters))
        match chance.randrange(6):
            case 0:
                letters[place] = chance.choice(LETTERS)
            case 1:
                del letters[place]
            case 2:
                letters.insert(place, chance.choice([*LETTERS, "=", " ", "\n", "é", "\x00", "%"]))
            case 3:
                letters[place] = letters[place].swapcase()
            case 4:
                other = chance.randrange(len(letters))
                letters[place], letters[other] = letters[other], letters[place]
            case 5:
                letters = letters[:place]
    return "".join(letters)


@pytest.mark.parametrize("expires", [None, 1_800_000_000])
@pytest.mark.parametrize("purpose", Purpose)
def test_ten_thousand_mutated_tokens_open_nothing(purpose, expires):
    chance = random.Random(f"{purpose}{expires}")
    genuine = {number: seal(purpose, number, key=KEYS[number], expires=expires) for number in (7, 77, 777)}
    tried = accepted = 0

    while tried < 10_000:
        token = genuine[chance.choice((7, 77, 777))]
        forged = mutated(token, chance)
        if forged not in genuine.values():
            tried += 1
            accepted += opens(forged, purpose)

    assert accepted == 0
    assert all(opens(token, purpose) for token in genuine.values())


def test_a_token_opens_nothing_of_another_purpose_number_or_key():
    opened = [(made, used) for made in Purpose for used in Purpose if opens(seal(made, 7, key=KEYS[7]), used)]

    assert opened == [(purpose, purpose) for purpose in Purpose]
    assert not opens(seal(Purpose.MANAGE, 7, key=KEYS[8]), Purpose.MANAGE)


def test_the_last_letter_of_a_seal_has_one_spelling():
    """The last of 43 letters carries four bits; the other letters with these bits are refused."""
    token = seal(Purpose.LEAVE, 7, key=KEYS[7])

    opening = [letter for letter in LETTERS if opens(token[:-1] + letter, Purpose.LEAVE)]

    assert opening == [token[-1]]


@pytest.mark.parametrize(
    "token",
    ["", ".", "7", "7.", "07." + "A" * 43, "-7." + "A" * 43, "٧." + "A" * 43, "7-." + "A" * 43,
     "7." + "A" * 42, "7." + "A" * 43 + "\n", "7." + "A" * 5000, "9" * 20 + "." + "A" * 43],
)  # fmt: skip
def test_what_has_not_the_shape_of_a_token_claims_nothing(token):
    assert read(token) is None


def test_a_token_says_what_it_was_made_from():
    claim = read(seal(Purpose.CONFIRM, 12, key="k", expires=1_800_000_000))

    assert (claim.number, claim.expires) == (12, 1_800_000_000)
