"""Mails to subscribers: both parts say the same, and nothing in them comes from elsewhere."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import publishing
from releases.models import Organisation, PictureLine, ReleaseVersion
from releases.queries.newsletters import public_items
from releases.rendering import issue_mail, release_mail
from releases.text import plain
from tests.factories import ReleaseFactory, approved, editor
from tests.factories.media import PDF, document, jpeg, picture
from tests.factories.newsletters import NewsletterFactory, public_issue

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FOREIGN = ["https://elsewhere.example/", "https://leave.invalid/", "https://manage.invalid/"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings) -> Organisation:
    settings.SITE_ADDRESS = "https://press.fas.example"
    return Organisation.objects.create(
        pk=1,
        name="Federation of American Scientists",
        postal_address="1 Sample Street\nWashington",
        press_phone="+12024544680",
        press_phone_text="202-454-4680",
        email="press@fas.example",
    )


@pytest.fixture
def mail():
    """An issue of everything that an issue can have."""
    release = approved(headline="A headline & more", summary="What <happened>.").release
    issue = public_issue(
        newsletter=NewsletterFactory(name="Missile Watch", slug="missile-watch"),
        title="Volume 3, number 3",
        introduction='<p>Hello <em>there</em>, <a href="/newsletters/">all</a> of you and '
        '<a href="https://elsewhere.example/">others</a>.</p><ul><li>One</li></ul>',
        items=[release, ("Own words", "One.\n\nTwo.")],
        full_issue="/files/3-3.pdf",
    )
    return issue_mail.draw(issue, public_items(issue))


def letters(words: list[str]) -> list[str]:
    """Without punctuation, which stands alone where a link's target was."""
    return [bare for word in words if (bare := re.sub(r"\W", "", word))]


def words_of(html: str) -> list[str]:
    body = re.sub(r"(?s)^.*?<body[^>]*>", "", html)
    return plain.words(body).split()


def said(text: str) -> list[str]:
    """The words of a plain part without link targets, bullets and the line before the foot."""
    return re.sub(r"<https?://[^>]+>|^\s*- |^\* \* \*$", "", text, flags=re.MULTILINE).split()


def test_the_two_parts_say_the_same_word_for_word(mail):
    assert letters(said(mail.text)) == letters(words_of(mail.html))
    assert mail.subject == "Missile Watch, Volume 3, number 3"


def test_a_full_issue_that_is_a_file_is_linked_with_its_kind_and_size():
    whole = document(name="3-3.pdf")
    watch = NewsletterFactory(name="Missile Watch")

    mail = issue_mail.draw(public_issue(newsletter=watch, title="Volume 3", file=whole), {})

    address = f"https://press.fas.example{whole.get_absolute_url()}"
    assert f"Missile Watch, Volume 3 <{address}> (PDF, {len(PDF)} bytes)" in " ".join(mail.text.split())
    assert f"Missile Watch, Volume 3</a> (PDF, {len(PDF)} bytes)" in mail.html


def test_a_release_says_the_same_in_both_parts_and_all_that_was_approved():
    version = ReleaseVersion.objects.select_related("release").get(pk=approved(summary="In short.").pk)

    mail = release_mail.draw(version)

    assert letters(said(mail.text)) == letters(words_of(mail.html))
    assert mail.subject == version.headline
    assert plain.words(version.frozen.body) in " ".join(said(mail.text))
    assert f"https://press.fas.example{version.get_absolute_url()}" in mail.text


def test_a_picture_has_its_words_and_is_no_wider_than_the_mail():
    release = ReleaseFactory()
    PictureLine.objects.create(release=release, file=picture(content=jpeg(1200, 700), caption="Its gate."))
    version = ReleaseVersion.objects.select_related("release").get(pk=approved(release).pk)

    mail = release_mail.draw(version)

    (shown,) = re.findall(r"<img\b[^>]*>", mail.html)
    assert 'alt="A depot by night."' in shown
    assert 'src="https://press.fas.example/media/' in shown
    assert 'style="max-width: 100%;height: auto;"' in shown
    assert "A depot by night." in mail.text
    assert "Its gate. (Picture: Ruth Vance / FAS)" in mail.text


def test_a_wide_table_is_moved_sideways_and_not_the_mail_with_it():
    cells = "".join(f"<td>Column {n}</td>" for n in range(12))

    mail = issue_mail.draw(public_issue(introduction=f"<table><tr>{cells}</tr></table>"), {})

    (style,) = re.findall(r'<table style="([^"]*)"', mail.html)
    assert "display: block" in style
    assert "overflow-x: auto" in style


def test_every_address_is_whole_and_of_this_site_or_was_written_by_staff(mail):
    for part in (mail.text, mail.html):
        addresses = set(re.findall(r"https?://[^\s<>\"]+", part))
        foreign = {each for each in addresses if not each.startswith("https://press.fas.example/")}
        assert foreign == set(FOREIGN)
    assert {href[:1] for href in re.findall(r'href="([^"]*)"', mail.html)} <= {"h", "m", "t"}


def test_the_look_is_in_each_element_and_the_dark_one_in_the_head(mail):
    head, _, body = mail.html.partition("<body")

    assert 'style="' in body.split(">")[0]
    assert "prefers-color-scheme: dark" in head
    assert "class=" in body
    assert re.findall(r"<(?:img|script|link|iframe)\b", mail.html) == []
    assert re.findall(r"url\(|@import", mail.html) == []
    assert len(mail.html) < 100_000  # longer mails are cut off by the largest mail provider


def test_a_reader_finds_the_postal_address_the_reason_and_both_links(mail):
    own = mail.for_recipient(manage="https://press.fas.example/m/", leave="https://press.fas.example/l/")

    assert own.text.endswith(
        "You asked for each issue of Missile Watch by e-mail, and confirmed it.\n\n"
        "Unsubscribe <https://press.fas.example/l/>\n\n"
        "Change what you get <https://press.fas.example/m/>\n\n"
        "Federation of American Scientists\n1 Sample Street\nWashington\n\n"
        "Press office 202-454-4680, press@fas.example\n"
    )
    assert '<a href="https://press.fas.example/l/"' in own.html
    assert ".invalid" not in own.text + own.html


def test_only_what_readers_may_see_is_in_the_mail(at):
    at(NINE - HOUR)
    due, draft, gone = (ReleaseFactory(headline=name) for name in ("Due at nine", "A draft", "Withdrawn"))
    approved(due, public_from=NINE)
    approved(gone)
    at(NINE - HOUR / 2)
    publishing.withdraw(gone, by=editor(), reason="It was wrong.", shows_headline=False)
    issue = public_issue(items=[due, draft, gone])

    mails = [issue_mail.draw(issue, public_items(issue, moment)) for moment in (NINE - HOUR / 4, NINE)]

    shown = [
        [name for name in ("Due at nine", "A draft", "Withdrawn") if name in mail.text + mail.html]
        for mail in mails
    ]
    assert shown == [[], ["Due at nine"]]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_no_name_begins_another_header_or_closes_an_element(newline):
    evil = f"Watch{newline}Bcc: all@mail.example</title><script>alert(1)</script>"
    issue = public_issue(
        newsletter=NewsletterFactory(name=evil, slug="watch"), title=evil, items=[(evil, evil)]
    )

    mail = issue_mail.draw(issue, {})

    assert len(mail.subject.splitlines()) == 1
    assert "<script" not in mail.html
