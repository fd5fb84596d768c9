"""Newsletters and their issues, as readers get them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from releases.actions import editing, publishing
from releases.models import Newsletter, Organisation, Programme, ProgrammeLine, Release
from tests.factories import ReleaseFactory, approved, editor, writer
from tests.factories.media import PDF, document
from tests.factories.newsletters import IssueFactory, NewsletterFactory, public_issue

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Organisation:
    return Organisation.objects.create(
        pk=1,
        name="Federation of American Scientists",
        press_phone="+12024544680",
        press_phone_text="202-454-4680",
        email="press@fas.example",
    )


@pytest.fixture
def watch() -> Newsletter:
    return NewsletterFactory(name="Missile Watch", slug="missile-watch")


def titles(response):
    """The headings of the items, in their order."""
    page = response.content.decode()
    return [re.sub("<[^>]+>", "", title) for title in re.findall(r'<h2 class="row__title">(.*?)</h2>', page)]


def test_the_list_names_every_newsletter(client, watch):
    NewsletterFactory(name="Arms Watch", description="Who sells what.")

    page = client.get("/newsletters/").content.decode()

    assert re.findall(r'<h2 class="row__title"><a href="([^"]+)">([^<]+)<', page) == [
        (Newsletter.objects.get(name="Arms Watch").get_absolute_url(), "Arms Watch"),
        ("/newsletters/missile-watch/", "Missile Watch"),
    ]
    assert "Who sells what." in page


def test_a_newsletter_lists_its_public_issues_newest_first(client, watch, at):
    at(NINE - HOUR)
    public_issue(newsletter=watch, title="Number one")
    public_issue(newsletter=watch, title="Number two")
    public_issue(newsletter=watch, title="Number three", public_from=NINE)
    IssueFactory(newsletter=watch, title="Number four")
    IssueFactory(newsletter=watch, title="Number five", in_review=True)
    public_issue(title="Of another newsletter")

    lists = []
    for moment in (NINE - SECOND, NINE):
        at(moment)
        lists.append([issue.title for issue in client.get(watch.get_absolute_url()).context["page"].issues])

    assert lists == [["Number two", "Number one"], ["Number three", "Number two", "Number one"]]


def test_a_newsletter_that_cannot_name_a_postal_address_says_how_to_get_it(client, watch, office):
    page = client.get(watch.get_absolute_url()).content.decode()

    section = page.partition('id="sign-up">')[2].partition("</section>")[0]
    assert " ".join(re.sub("<[^>]+>", "", section).split()) == (
        "Get Missile Watch by e-mail You cannot sign up on this page yet. Call the press office at "
        "202-454-4680 or write to press@fas.example, and say which address should receive it."
    )
    assert 'href="tel:+12024544680"' in section
    assert "<form" not in page


def test_an_unknown_newsletter_is_not_found(client):
    assert client.get("/newsletters/never-was/").status_code == 404


def test_a_programme_is_named_only_once_readers_may_know_it(client, watch, at):
    at(NINE - HOUR)
    watch.programme = Programme.objects.create(name="Secret Programme", slug="secret-programme")
    watch.save()
    release = ReleaseFactory()
    ProgrammeLine.objects.create(release=release, programme=watch.programme)
    approved(release, public_from=NINE)

    shown = []
    for moment in (NINE - SECOND, NINE):
        at(moment)
        for address in ("/newsletters/", watch.get_absolute_url()):
            shown.append("Secret Programme" in client.get(address).content.decode())

    assert shown == [False, False, True, True]


def test_older_issues_are_on_older_pages(client, watch):
    for _ in range(30):
        public_issue(newsletter=watch)

    first = client.get(watch.get_absolute_url()).context["page"]
    second = client.get(watch.get_absolute_url(), {"before": first.older}).context["page"]

    assert [issue.number for issue in (*first.issues, *second.issues)] == list(range(30, 0, -1))
    assert (len(first.issues), second.older) == (25, None)


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "٣", "1" * 10, "1" * 5000])
def test_a_place_that_is_none_is_not_found(client, watch, before):
    assert client.get(watch.get_absolute_url(), {"before": before}).status_code == 404


@pytest.mark.parametrize("suffix", ["", "print/"])
def test_an_issue_is_drawn_from_its_frozen_words(client, watch, suffix):
    issue = public_issue(
        newsletter=watch,
        title="Volume 3, number 3",
        introduction="<p>Hello <em>there</em>.</p>",
        items=[("Two Systems Work", "One <paragraph>.\n\nAnother.")],
        full_issue="https://fas.example/3-3.pdf",
    )
    Newsletter.objects.update(name="Another name")
    issue.items.update(title="Other words")

    page = client.get(issue.get_absolute_url() + suffix).content.decode()

    assert '<h1 class="release__title">Missile Watch</h1>' in page
    assert "Volume 3, number 3" in page
    assert '<time datetime="2010-12-14">14 December 2010</time>' in page
    assert "<p>Hello <em>there</em>.</p>" in page
    assert "<p>One &lt;paragraph&gt;.</p>" in page
    assert 'href="https://fas.example/3-3.pdf"' in page
    assert "Other words" not in page


@pytest.mark.parametrize("suffix", ["", "print/"])
def test_a_full_issue_that_is_a_file_says_what_somebody_is_about_to_load(client, watch, suffix):
    whole = document(name="3-3.pdf")
    issue = public_issue(newsletter=watch, title="Volume 3, number 3", file=whole)

    page = client.get(issue.get_absolute_url() + suffix).content.decode()

    assert f'<a href="{whole.get_absolute_url()}">Missile Watch, Volume 3, number 3</a>' in page
    assert f'<span class="quiet">PDF, {len(PDF)} bytes</span>' in page


@pytest.mark.parametrize("suffix", ["", "print/"])
def test_an_issue_names_only_releases_that_are_public_at_this_moment(client, at, suffix):
    at(NINE - HOUR)
    public, due, gone, draft = (
        ReleaseFactory(headline=name) for name in ("Public", "Due at nine", "To be withdrawn", "Draft")
    )
    approved(public)
    approved(due, public_from=NINE)
    approved(gone)
    issue = public_issue(items=[due, ("Own words", ""), gone, draft, public])
    address = issue.get_absolute_url() + suffix

    at(NINE - SECOND)
    early = client.get(address)
    publishing.withdraw(gone, by=editor(), reason="It was wrong.", shows_headline=False)
    at(NINE)
    late = client.get(address)

    assert titles(early) == ["Own words", "To be withdrawn", "Public"]
    assert titles(late) == ["Due at nine", "Own words", "Public"]
    assert "Due at nine" not in early.content.decode()
    for page in (early.content.decode(), late.content.decode()):
        assert "Draft" not in page
        assert page.count('<li class="issue__item">') == 3


def test_an_issue_whose_releases_are_all_hidden_leaves_no_empty_list(client):
    issue = public_issue(items=[ReleaseFactory(), ReleaseFactory()])

    page = client.get(issue.get_absolute_url()).content.decode()

    assert "issue__items" not in page
    assert "What this issue is about." in page


@pytest.mark.parametrize("suffix", ["", "print/"])
def test_hidden_and_unknown_issues_answer_alike(client, watch, at, suffix):
    at(NINE - HOUR)
    hidden = [
        IssueFactory(newsletter=watch),
        IssueFactory(newsletter=watch, in_review=True),
        public_issue(newsletter=watch, public_from=NINE),
    ]
    addresses = [issue.get_absolute_url() + suffix for issue in hidden]

    answers = {
        (response.status_code, response.content)
        for response in map(client.get, [*addresses, f"/newsletters/missile-watch/99/{suffix}"])
    }
    at(NINE)
    then = [client.get(address).status_code for address in addresses]

    assert ([status for status, _ in answers], then) == ([404], [404, 404, 200])


def test_an_issue_without_a_number_of_one_spelling_is_not_found(client, watch):
    public_issue(newsletter=watch)

    statuses = [
        client.get(f"/newsletters/missile-watch/{n}/").status_code for n in ("1", "01", "0", "9" * 5000)
    ]

    assert statuses == [200, 404, 404, 404]


@pytest.mark.parametrize("suffix", ["", "print/"])
@pytest.mark.parametrize("count", [1, 5])
def test_an_issue_costs_four_queries_however_many_items(client, suffix, count, django_assert_num_queries):
    releases = [approved().release for _ in range(count)]
    issue = public_issue(items=releases)

    with django_assert_num_queries(4):
        response = client.get(issue.get_absolute_url() + suffix)

    assert len(titles(response)) == count
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("count", [1, 5])
def test_newsletter_pages_cost_the_same_however_much_they_list(
    client, watch, count, django_assert_num_queries
):
    for _ in range(count):
        public_issue(newsletter=watch)
        NewsletterFactory()

    with django_assert_num_queries(2):
        client.get("/newsletters/")
    with django_assert_num_queries(3):
        client.get(watch.get_absolute_url())


def test_paper_shows_where_every_link_of_the_introduction_leads(client, settings):
    settings.SITE_ADDRESS = "https://press.fas.example"
    issue = public_issue(introduction='<p>Read <a href="/newsletters/">all of them</a>.</p>')

    page = client.get(f"{issue.get_absolute_url()}print/").content.decode()

    assert "<li>all of them: https://press.fas.example/newsletters/</li>" in page
    assert f"Lasting address: https://press.fas.example{issue.get_absolute_url()}" in page
    assert f'<link rel="canonical" href="https://press.fas.example{issue.get_absolute_url()}">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_release_and_the_issue_that_it_announces_link_to_each_other(client, watch, at):
    at(NINE - HOUR)
    issue = public_issue(newsletter=watch, title="Number one", items=[])
    other = public_issue(newsletter=watch, title="Number two")
    release, hidden = ReleaseFactory(headline="It is out", announces=issue), ReleaseFactory(announces=issue)
    version = approved(release)
    approved(hidden, public_from=NINE)

    pages = [client.get(each.get_absolute_url()).content.decode() for each in (issue, other)]

    assert f'<a href="{version.get_absolute_url()}">It is out</a>' in pages[0]
    assert pages[0].count("Announced in") == 1
    assert hidden.headline not in pages[0]
    assert "Announced in" not in pages[1]
    assert issue.get_absolute_url() in client.get(version.get_absolute_url()).content.decode()


def test_what_a_working_text_announces_changes_no_page_of_an_issue(client, watch):
    """Whoever looked at the page before and after would learn that a change is being written."""
    issue, other = (public_issue(newsletter=watch, title=title) for title in ("One", "Two"))
    release = approved(ReleaseFactory(announces=issue)).release
    addresses = [f"{each.get_absolute_url()}{end}" for each in (issue, other) for end in ("", "print/")]
    before = [client.get(address).content for address in addresses]

    reopened = editing.edit_after_approval(release, by=writer())
    Release.objects.filter(pk=reopened.pk).update(announces=other)

    assert [client.get(address).content for address in addresses] == before
    assert ["Announced in" in page.decode() for page in before] == [True, True, False, False]
