"""An address leads where its reader expects, or is refused with a sentence."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text import addresses
from releases.text.addresses import NotAnAddress


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("New Missile Watch Report Features WikiLeaks and Viktor Bout",
         "new-missile-watch-report-features-wikileaks-and-viktor-bout"),
        ("FAS’s $43 billion question: “Café” & Łódź?", "fass-43-billion-question-cafe-lodz"),
        ("Größe – Æsir", "grosse-aesir"),
        ("  --  ", "release"),
        ("核兵器", "release"),
        ("", "release"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
        ("one " + "x" * 200, "one"),
    ],
)  # fmt: skip
def test_a_headline_becomes_an_address(headline: str, slug: str) -> None:
    assert addresses.slug(headline) == slug


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_a_slug_is_always_usable(headline: str) -> None:
    slug = addresses.slug(headline)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
    assert addresses.slug(slug) == slug


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://fas.org/report.pdf?a=1&b=2#p", "https://fas.org/report.pdf?a=1&b=2#p"),
        (" HTTPS://fas.org/a b ", "https://fas.org/a%20b"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://bücher.example/ü", "https://bücher.example/ü"),
        ("//fas.org/x", "https://fas.org/x"),
        ("/newsletters/missile-watch/#sign-up", "/newsletters/missile-watch/#sign-up"),
        ("Mailto:press@fas.org?subject=Bout", "mailto:press@fas.org?subject=Bout"),
        ("tel:+1-202-454-4680;ext=12", "tel:+1-202-454-4680;ext=12"),
        ('https://fas.org/"<b>', "https://fas.org/%22%3Cb%3E"),
    ],
)
def test_a_good_address_is_taken_and_tidied(typed: str, address: str) -> None:
    assert addresses.link_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "There is no address."),
        ("www.fas.org", "is not a complete address. Begin it with https://"),
        ("report.html", "is not a complete address."),
        ("?page=2", "is not a complete address."),
        ("#notes", "“#notes” leads nowhere: no place in a text has a name of its own."),
        ("#Notes:one", "leads nowhere"),
        ("javascript:alert(1)", "is not a complete address."),
        ("java\nscript:alert(1)", "is not a complete address."),
        ("\x01javascript:alert(1)", "is not a complete address."),
        ("data:text/html,x", "is not a complete address."),
        ("ftp://fas.org/", "is not a complete address."),
        ("file:///etc/passwd", "is not a complete address."),
        ("https:fas.org", "names no site."),
        ("https://", "names no site."),
        ("https://a..b/", "names no site."),
        ("https://fas.org@evil.example/", "contains a name before @."),
        ("https://fas.org\\@evil.example/", "contains a backslash."),
        ("/\\evil.example", "contains a backslash."),
        ("https://fas.org:99999/", "not an address that a browser can open."),
        ("http://1.2.3.999/", "not an address that a browser can open."),
        ("http://[::1/", "not an address that a browser can open."),
        ("mailto:press", "names no mailbox."),
        ("tel:call-me", "is no telephone number."),
        ("https://fas.org/\ud800", "half a character"),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(NotAnAddress, match=re.escape(sentence)):
        addresses.link_address(typed)


@given(st.text(st.sampled_from("htps:/#.@?\\ \t\n\x00ajvcrilmo1[]%&\"<'é\u3000")) | st.text())
@settings(max_examples=150)
def test_a_tidied_address_stays_as_it_is(typed: str) -> None:
    try:
        address = addresses.link_address(typed)
    except NotAnAddress:
        return

    assert addresses.link_address(address) == address
    assert re.match(r"https?://[^/]|mailto:|tel:|/(?!/)", address)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("https://fas.org/", True),
        ("mailto:press@fas.org", True),
        ("/newsletters/", True),
        ("#top", False),
        ("tel:+12024544680", False),
        ("click here", False),
        ("", False),
    ],
)
def test_a_resource_points_to_a_page_or_a_mailbox(value: str, answer: bool) -> None:
    assert addresses.is_address(value) is answer


@pytest.mark.parametrize(
    ("site", "path", "whole"),
    [
        ("https://press.fas.org", "/releases/x/", "https://press.fas.org/releases/x/"),
        ("https://press.fas.org/", "/releases/x/#a", "https://press.fas.org/releases/x/#a"),
        ("https://press.fas.org/", "#a", "https://press.fas.org/#a"),
        ("https://press.fas.org", "https://other.org/", "https://other.org/"),
        ("https://press.fas.org", "mailto:a@b.org", "mailto:a@b.org"),
    ],
)
def test_an_address_becomes_whole(site: str, path: str, whole: str) -> None:
    assert addresses.absolute(site, path) == whole
