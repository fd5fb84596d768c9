"""Contacts, authors, programmes and topics: only of those whom a public version names."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from releases.actions import publishing, reviewing
from releases.models import (
    Byline,
    ContactLine,
    ExpertLine,
    MediaContact,
    Organisation,
    Programme,
    ProgrammeLine,
    ReleaseVersion,
    Topic,
    TopicLine,
)
from releases.queries import people
from tests.factories import AuthorFactory, MediaContactFactory, ReleaseFactory, approved, editor, writer

NINE = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def named(kind):
    """Something that a release can name, and what makes a release name it."""
    if kind == "author":
        author = AuthorFactory(name="Hidden Name", slug="hidden")
        return author, lambda release: Byline.objects.create(release=release, author=author)
    if kind == "programme":
        programme = Programme.objects.create(name="Hidden Name", slug="hidden")
        return programme, lambda release: ProgrammeLine.objects.create(release=release, programme=programme)
    topic = Topic.objects.create(name="Hidden Name", slug="hidden")
    return topic, lambda release: TopicLine.objects.create(release=release, topic=topic)


KINDS = ["author", "programme", "topic"]


def file_in_archive(release, year):
    reviewing.submit(release, by=writer())
    release.refresh_from_db()
    publishing.file_in_archive(release, by=editor(), dated=datetime(year, 3, 2, 14, tzinfo=UTC))


def copy_version(version, thing, count):
    """More releases with the words of this version, each a second older; past the verbs, to be quick."""
    relation = {"Author": "authors", "Programme": "programmes", "Topic": "topics"}[type(thing).__name__]
    for n in range(1, count + 1):
        release = ReleaseFactory(slug=f"copy-{n}")
        values = {
            field.name: getattr(version, field.name)
            for field in ReleaseVersion._meta.concrete_fields
            if field.name not in ("id", "release")
        }
        values["first_public_at"] -= n * SECOND
        values["public_from"] -= n * SECOND
        values["headline"] = f"Copy {n}"
        getattr(ReleaseVersion.objects.create(release=release, **values), relation).add(thing)


def leave(contact, successor=None):
    MediaContact.objects.filter(pk=contact.pk).update(is_active=False, successor=successor)


def page_of(client, thing, **query):
    return client.get(thing.get_absolute_url(), query)


def headlines(response):
    return [version.headline for version in response.context["page"].versions]


def answer(response):
    return response.status_code, response.content


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_lists_the_public_releases_that_name_its_subject_newest_first(client, kind):
    thing, name = named(kind)
    for year in (2009, 2011, 2010):
        release = ReleaseFactory(headline=f"Of {year}")
        name(release)
        file_in_archive(release, year)
    approved(headline="Of somebody else")

    response = page_of(client, thing)

    assert (response.status_code, headlines(response)) == (200, ["Of 2011", "Of 2010", "Of 2009"])
    assert "Of somebody else" not in response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_that_only_a_draft_names_answers_like_one_that_never_was(client, kind):
    thing, name = named(kind)
    name(ReleaseFactory())

    hidden = page_of(client, thing)
    unknown = client.get(reverse(f"releases:{kind}", args=["never-was"]))

    assert answer(hidden) == answer(unknown)
    assert hidden.status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_appears_with_its_release_at_the_named_minute(client, kind, at):
    at(NINE - timedelta(hours=1))
    thing, name = named(kind)
    release = ReleaseFactory(headline="Due at nine")
    name(release)
    approved(release, public_from=NINE)

    answers = []
    for moment in (NINE - SECOND, NINE):
        at(moment)
        answers.append(page_of(client, thing).status_code)

    assert answers == [404, 200]


@pytest.mark.parametrize("kind", KINDS)
def test_a_scheduled_release_is_no_part_of_a_page_that_others_made_public(client, kind, at):
    at(NINE - timedelta(hours=1))
    thing, name = named(kind)
    now, later = ReleaseFactory(headline="Public now"), ReleaseFactory(headline="Secret until nine")
    name(now)
    name(later)
    approved(now)
    approved(later, public_from=NINE)

    before = page_of(client, thing)
    at(NINE)
    after = page_of(client, thing)

    assert "Secret until nine" not in before.content.decode()
    assert [headlines(before), headlines(after)] == [["Public now"], ["Secret until nine", "Public now"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_withdrawn_release_takes_its_subject_with_it(client, kind, at):
    at(NINE)
    thing, name = named(kind)
    release = ReleaseFactory()
    name(release)
    approved(release)

    at(NINE + SECOND)
    publishing.withdraw(release, by=editor(), reason="It was wrong.", shows_headline=False)

    assert page_of(client, thing).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_offers_readers_the_feeds_of_its_subject(client, kind):
    thing, name = named(kind)
    release = ReleaseFactory()
    name(release)
    approved(release)

    page = page_of(client, thing).content.decode()

    feeds = re.findall(r'<a href="(/feeds/[^"]*\?[^"]*)">([^<]*)</a>', page)
    assert feeds == [
        (f"/feeds/releases.{form}?{kind}=hidden", words)
        for form, words in (("rss", "RSS"), ("atom", "Atom"), ("json", "JSON Feed"))
    ]
    assert {client.get(address).status_code for address, _ in feeds} == {200}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 30])
def test_a_page_costs_the_same_however_many_releases(client, kind, count, django_assert_num_queries):
    thing, name = named(kind)
    release = ReleaseFactory()
    name(release)
    version = approved(release)
    copy_version(version, thing, count - 1)

    # A topic also looks for experts.
    with django_assert_num_queries(4 if kind == "topic" else 3):
        response = page_of(client, thing)

    assert len(headlines(response)) == min(count, 25)
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_older_pages_go_on_where_the_first_one_ends(client, kind):
    thing, name = named(kind)
    release = ReleaseFactory(headline="The newest")
    name(release)
    copy_version(approved(release), thing, 29)

    first = page_of(client, thing)
    second = page_of(client, thing, before=str(first.context["page"].older))

    expected = ["The newest", *(f"Copy {n}" for n in range(1, 30))]
    assert headlines(first) + headlines(second) == expected
    assert (len(headlines(first)), second.context["page"].older) == (25, None)


@pytest.mark.parametrize("before", ["", "x", "-", "1-ffffffffffffffffffff"])
def test_a_place_that_is_none_is_not_found(client, before):
    author, name = named("author")
    release = ReleaseFactory()
    name(release)
    approved(release)

    response = page_of(client, author, before=before)

    assert response.status_code == 404


def test_an_author_page_shows_the_live_person(client):
    author = AuthorFactory(name="Matt Schroeder", slug="matthew-schroeder")
    release = ReleaseFactory()
    ExpertLine.objects.create(release=release, expert=author)
    approved(release)
    author.name, author.title, author.biography = (
        "Matthew Schroeder",
        "Manager <of arms>",
        "One.\n\nTwo & three.",
    )
    author.save()

    page = client.get("/authors/matthew-schroeder/").content.decode()

    assert "<h1>Matthew Schroeder</h1>" in page
    assert "Manager &lt;of arms&gt;" in page
    assert "<p>One.</p>" in page
    assert "<p>Two &amp; three.</p>" in page
    assert "Matt Schroeder" not in page


def test_an_author_page_names_the_programme_only_once_readers_may_know_it(client, at):
    at(NINE - timedelta(hours=1))
    programme = Programme.objects.create(name="Secret Programme", slug="secret-programme")
    author = AuthorFactory(programme=programme)
    now, later = ReleaseFactory(), ReleaseFactory()
    Byline.objects.create(release=now, author=author)
    ProgrammeLine.objects.create(release=later, programme=programme)
    approved(now)
    approved(later, public_from=NINE)

    before = page_of(client, author).content.decode()
    at(NINE)
    after = page_of(client, author).content.decode()

    link = '<a href="/programmes/secret-programme/">Secret Programme</a>'
    assert (before.count("ecret"), link in after) == (0, True)


def test_contacts_are_those_whom_a_public_version_names(client, at):
    at(NINE - timedelta(hours=1))
    approved(ReleaseFactory(contacts=[MediaContactFactory(name="Monica Amarelo")]))
    approved(ReleaseFactory(contacts=[MediaContactFactory(name="Scheduled Person")]), public_from=NINE)
    ReleaseFactory(contacts=[MediaContactFactory(name="Draft Person")])
    MediaContactFactory(name="Unused Person")

    before = client.get("/contacts/").content.decode()
    at(NINE)
    after = client.get("/contacts/").content.decode()

    known = ["Monica Amarelo", "Scheduled Person", "Draft Person", "Unused Person"]
    assert [name for name in known if name in before] == ["Monica Amarelo"]
    assert [name for name in known if name in after] == ["Monica Amarelo", "Scheduled Person"]


def test_a_contact_can_be_called_and_written_to(client):
    contact = MediaContactFactory(
        title="Director of Communications",
        email="monica@fas.example",
        hours="Monday to Friday, 9:00 to 17:00",
        phone="+12024544680;ext=3",
        phone_text="202-454-4680, extension 3",
    )
    approved(ReleaseFactory(contacts=[contact]))

    page = client.get("/contacts/").content.decode()

    assert 'href="tel:+12024544680;ext=3">202-454-4680, extension 3</a>' in page
    assert 'href="mailto:monica@fas.example">monica@fas.example</a>' in page
    assert "Director of Communications" in page
    assert "Monday to Friday, 9:00 to 17:00" in page


def test_who_has_left_leads_to_whoever_answers_now():
    first, second, third = (MediaContactFactory(name=name) for name in ("First", "Second", "Third"))
    approved(ReleaseFactory(contacts=[first]))
    leave(first, second)
    leave(second, third)

    found = people.contacts()

    assert (found.here, found.gone) == ((), (people.Departure(first, third),))


def test_who_has_left_without_a_successor_leads_to_the_press_office(client):
    Organisation.objects.create(pk=1, name="FAS", press_phone="+12025550100", press_phone_text="202-555-0100")
    first, second = MediaContactFactory(name="First Person", phone_text="202-555-0199"), MediaContactFactory()
    approved(ReleaseFactory(contacts=[first]))
    leave(first, second)
    leave(second, first)

    page = client.get("/contacts/").content.decode()

    gone = page.partition("No longer here")[2].partition("</main>")[0]
    assert ("First Person" in gone, "202-555-0100" in gone, "202-555-0199" in page) == (True, True, False)


@pytest.mark.parametrize("count", [1, 4])
def test_contacts_cost_four_queries_however_many(client, count, django_assert_num_queries):
    everybody = [MediaContactFactory() for _ in range(2 * count)]
    approved(ReleaseFactory(contacts=everybody))
    for contact in everybody[count:]:
        leave(contact, everybody[0])

    with django_assert_num_queries(4):
        response = client.get("/contacts/")

    assert len(response.context["contacts"].here) == len(response.context["contacts"].gone) == count
    assert dict(response.cookies) == {}


def test_the_contact_of_an_expert_is_a_contact_too():
    expert_contact = MediaContactFactory()
    release = ReleaseFactory()
    ExpertLine.objects.create(release=release, expert=AuthorFactory(), contact=expert_contact)
    approved(release)

    here = people.contacts().here

    assert set(here) == {expert_contact, ContactLine.objects.get(release=release).contact}
