"""Whatever somebody types behind our host gets a page or a sentence, never a failure."""

import pytest
from django.test import Client
from django.urls import URLPattern

from releases import urls
from tests.factories import approved

pytestmark = pytest.mark.django_db

LONG = "x" * 10_000
WORDS = ["x", LONG, "x%00", "%00", "%ff", "..%2f..%2fetc%2fpasswd", "x'--", "%F0%9F%9A%80", "9" * 4000, "0"]
NAMES = [
    "before",
    "q",
    "kind",
    "programme",
    "topic",
    "author",
    "year",
    "from",
    "to",
    "paper",
    "k",
    "newsletter",
]
JUNK = ["%00", LONG, "%ff", "99999"]
ONE_BY_ONE = [f"?{name}={word}" for name in NAMES for word in JUNK]
ALL_TOGETHER = ["?" + "&".join(f"{name}={word}" for name in NAMES[1:]) for word in JUNK]


def addresses(pattern: URLPattern) -> list[str]:
    """The address of a pattern with junk in each of its places; with junk behind it where it has none."""
    route = str(pattern.pattern)
    places = [part for part in route.replace("<", "\0<").replace(">", ">\0").split("\0") if part]
    if not any(part.startswith("<") for part in places):
        # The list reads nearly all of these names; elsewhere it is enough to give them together.
        queries = ["", *(ALL_TOGETHER if route else ONE_BY_ONE), "?before=%00"]
        return [f"/{route}{query}" for query in queries]
    filled = ["".join(word if part.startswith("<") else part for part in places) for word in WORDS]
    # A year and a number that are well formed, on releases that never were.
    usual = {"<year": "9999", "<numb": "999999999", "<form": "rss"}
    filled.append("".join(usual.get(part[:5], LONG) if part.startswith("<") else part for part in places))
    return [f"/{path}" for path in filled]


@pytest.mark.parametrize("pattern", urls.urlpatterns, ids=lambda pattern: pattern.name)
def test_junk_in_an_address_is_answered_with_a_page_or_a_sentence(pattern: URLPattern) -> None:
    approved()
    client = Client(raise_request_exception=False)

    answers = {address: client.get(address) for address in addresses(pattern)}

    wrong = {
        address[:80]: (answer.status_code, len(answer.content))
        for address, answer in answers.items()
        if answer.status_code not in (200, 301, 302, 400, 404)
        or (answer.status_code in (400, 404) and not answer.content)
        or b"\0" in answer.content
    }
    assert wrong == {}
