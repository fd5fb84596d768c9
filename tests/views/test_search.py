"""Words and filters on the list, as readers use them: one address, no script, help where nothing is found."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from releases.models import (
    Author,
    Organisation,
    ReleaseVersion,
    Topic,
    TopicLine,
    VersionAuthor,
    VersionTopic,
)
from tests.factories import ReleaseFactory, approved, archived, many_public_versions

pytestmark = pytest.mark.django_db

NOT_A_DAY = "Write a year, a month or a day, such as 2010, 2010-12 or 2010-12-14."
SENTENCE = r'<p class="field__error" id="f-([a-z]+)-mistake">([^<]+)</p>'


def headlines(response):
    found = re.findall(r'class="row__title"><a href="[^"]*">(.*?)</a>', response.content.decode(), re.S)
    return [" ".join(re.sub("<[^>]+>", "", headline).split()) for headline in found]


def links(response):
    found = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', response.content.decode())
    return {unescape(words): unescape(address) for address, words in found}


def ways_out(response):
    return [words for words in links(response) if words.startswith(("Without", "Only"))]


def said(response, pattern):
    return [unescape(words) for words in re.findall(pattern, response.content.decode())]


def with_topic(headline: str, name: str, **fields) -> ReleaseVersion:
    release = ReleaseFactory(headline=headline, **fields)
    topic, _ = Topic.objects.get_or_create(name=name, slug=name.lower().replace(" ", "-"))
    TopicLine.objects.create(release=release, topic=topic)
    return approved(release)


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_three_queries_however_many_there_are(client, count, django_assert_num_queries):
    many_public_versions(count - 1)

    for asked in ("q=body", "kind=release", "q=body&kind=release&year=2009&from=2009"):
        with django_assert_num_queries(3):
            response = client.get(f"/?{asked}")

        assert len(headlines(response)) == min(count, 25)


def test_a_search_without_results_costs_three_queries_too(client, django_assert_num_queries):
    with_topic("Missiles", "Arms trade")

    with django_assert_num_queries(3):
        client.get("/?q=zebra&topic=arms-trade&kind=letter")


def test_the_title_counts_what_was_found_and_says_for_what(client):
    for headline in ("Missile one", "Missile two", "Treaty"):
        approved(headline=headline)

    asked = ("q=missile", "q=treaty", "kind=release", "q=zebra", "kind=letter", "q=<b>")
    titles = [said(client.get(f"/?{each}"), "<title>([^<]*) – ") for each in asked]
    headings = [said(client.get(f"/?{each}"), "<h1>([^<]*)</h1>") for each in asked]

    assert titles == headings
    assert [title for (title,) in titles] == [
        "2 results for “missile”",
        "1 result for “treaty”",
        "3 results",
        "Nothing found for “zebra”",
        "Nothing found",
        "Nothing found for “<b>”",
    ]


def test_words_are_marked_and_what_looks_like_html_stays_text(client):
    approved(headline="A <b>missile</b>", summary="<script>missiles</script> & more")

    page = client.get("/?q=missile").content.decode()

    assert "A &lt;b&gt;<mark>missile</mark>&lt;/b&gt;" in page
    assert "&lt;script&gt;<mark>missiles</mark>&lt;/script&gt; &amp; more" in page
    assert "<script" not in page


def test_what_was_chosen_is_shown_each_with_a_way_out_of_it(client):
    with_topic("Missiles", "Arms trade", kind="letter")

    response = client.get("/?q=missile&topic=arms-trade&kind=letter&from=2000&to=2999-12-31&year=")

    assert said(response, "<strong>([^<]*)</strong> <a") == [
        "“missile”", "Letter", "Arms trade", "From 2000", "To 31 December 2999",
    ]  # fmt: skip
    removed = re.findall(
        r'<a href="([^"]*)" aria-label="Remove ([^"]*)">Remove</a>', response.content.decode()
    )
    assert {unescape(label): unescape(address) for address, label in removed} == {
        "“missile”": "/?kind=letter&topic=arms-trade&from=2000&to=2999-12-31",
        "Letter": "/?q=missile&topic=arms-trade&from=2000&to=2999-12-31",
        "Arms trade": "/?q=missile&kind=letter&from=2000&to=2999-12-31",
        "From 2000": "/?q=missile&kind=letter&topic=arms-trade&to=2999-12-31",
        "To 31 December 2999": "/?q=missile&kind=letter&topic=arms-trade&from=2000",
    }


def test_each_further_filter_says_how_many_it_leaves_and_leads_there(client):
    with_topic("Missile one", "Arms trade")
    with_topic("Missile two", "Arms trade", kind="letter")
    with_topic("Missile three", "Secrecy")

    response = client.get("/?q=missile")

    counted = re.findall(
        r'<span><a href="([^"]*)" dir="auto">([^<]*)</a> <span class="facets__count">(\d+)</span></span>',
        response.content.decode(),
    )
    year = ReleaseVersion.objects.first().year
    assert [(words, int(count)) for _, words, count in counted] == [
        ("Release", 2), ("Letter", 1), ("Arms trade", 2), ("Secrecy", 1), (str(year), 3),
    ]  # fmt: skip
    for address, _, count in counted:
        assert len(headlines(client.get(unescape(address)))) == int(count)


def test_the_form_keeps_what_was_chosen_and_its_labels_name_every_field(client):
    with_topic("Missiles", "Arms trade")

    page = client.get('/?q="missiles"&topic=arms-trade&kind=release&from=2009-03').content.decode()

    form = page.partition("<form")[2].partition("</form>")[0]
    assert re.findall(r'<option value="([^"]+)" selected', form) == ["release", "arms-trade"]
    assert re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form) == [
        ("q", "&quot;missiles&quot;"), ("from", "2009-03"), ("to", ""),
    ]  # fmt: skip
    fields = set(re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', form))
    assert fields == set(re.findall(r'<label[^>]* for="([^"]+)"', form))
    assert len(fields) == 8
    assert 'method="get"' in form
    assert "<script" not in page


def test_the_list_of_an_office_with_four_hundred_authors_stays_light(client):
    many_public_versions(60, summary="What is in the report, in a line. " * 7)
    versions = list(ReleaseVersion.objects.public().newest_first())
    for model, line, field, count in (
        (Author, VersionAuthor, "author", 400),
        (Topic, VersionTopic, "topic", 150),
    ):
        named = [model(name=f"Bartholomew {n:03}", slug=f"bartholomew-{n}") for n in range(count)]
        model.objects.bulk_create(named)
        line.objects.bulk_create(
            line(version=versions[n % 60], **{field: row}) for n, row in enumerate(named)
        )
    # The last in the alphabet is one of the most frequent.
    VersionAuthor.objects.create(version=versions[0], author=Author.objects.get(slug="bartholomew-399"))

    pages = [client.get(address) for address in ("/", "/?q=report", "/?author=bartholomew-398")]

    assert max(len(page.content) for page in pages) < 60_000
    authors = [
        between(page.content.decode(), '<select class="input" id="f-author"', "</select>") for page in pages
    ]
    assert [options.count("<option value=") - 1 for options in authors] == [100, 100, 101]
    assert "Bartholomew 399 (2)" in authors[0]
    assert "<option disabled>300 more: search for the name</option>" in authors[0]
    assert 'value="bartholomew-398" selected' in authors[2]


def between(text, start, end):
    return text.partition(start)[2].partition(end)[0]


@pytest.mark.parametrize(
    "asked", ["q=missile", "kind=release", "year=2009", "topic=x", "from=2009", "q=zebra"]
)
def test_no_combination_of_filters_is_indexed_by_search_engines(client, asked):
    approved(headline="Missiles")

    page = client.get(f"/?{asked}").content.decode()

    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page


@pytest.mark.parametrize(
    "asked", ["", "?q=", "?q=&kind=&programme=&topic=&author=&year=&from=&to=", "?utm=x", "?q=%00"]
)
def test_a_form_sent_empty_is_the_list(client, asked):
    approved(headline="Missiles")

    page = client.get(f"/{asked}").content.decode()

    assert "<h1>Press releases</h1>" in page
    assert '<link rel="canonical"' in page
    assert "noindex" not in page


def test_pages_keep_the_filters(client):
    many_public_versions(60)

    seen, address = [], "/?q=body&kind=release&from=2009"
    while address and len(seen) < 9:
        response = client.get(address)
        seen.append(len(headlines(response)))
        older = re.search(r'<a href="([^"]+)" rel="next">', response.content.decode())
        address = older and unescape(older[1])
        assert not address or address.startswith("/?q=body&kind=release&from=2009&before=")

    assert seen == [25, 25, 11]
    assert links(response)["Back to the newest results"] == "/?q=body&kind=release&from=2009"
    assert "<h1>61 results for “body”</h1>" in response.content.decode()


def test_a_search_without_results_says_what_to_leave_out_and_whom_to_call(client):
    Organisation.objects.create(pk=1, name="FAS", press_phone="+12024544680", press_phone_text="202-454-4680")
    with_topic("Missiles", "Arms trade")
    with_topic("Treaties", "Secrecy")

    one_too_many = client.get("/?q=missile&topic=arms-trade&kind=letter")
    at_odds = client.get("/?q=zebra&topic=arms-trade&kind=letter")

    assert "No release that we have published fits all of this." in one_too_many.content.decode()
    assert links(one_too_many)["Without Letter"] == "/?q=missile&topic=arms-trade"
    assert [words for words in links(one_too_many) if words.startswith(("Without", "Only"))] == [
        "Without Letter"
    ]
    assert links(at_odds)["Only Arms trade"] == "/?topic=arms-trade"
    assert ways_out(at_odds) == ["Only Arms trade"]
    assert 'Ask the press office: <a href="tel:+12024544680">202-454-4680</a>' in at_odds.content.decode()


def test_a_number_behind_an_arabic_name_stays_behind_it(client):
    release, topic = ReleaseFactory(), Topic.objects.create(name="صواريخ", slug="missiles")
    TopicLine.objects.create(release=release, topic=topic)
    approved(release)

    counted = client.get("/?q=headline").content.decode()
    nothing = client.get("/?q=zebra&topic=missiles&kind=letter").content.decode()

    # Else digits and colon stand as in an Arabic sentence: “Only 1 :صواريخ release”.
    assert ' dir="auto">صواريخ</a> <span class="facets__count">1</span>' in counted
    assert ' dir="auto">Only صواريخ</a>: 1 release' in nothing


@pytest.mark.parametrize(
    ("asked", "mistakes"),
    [
        ({"year": "99999"}, {"year": "Write a year from 1900 to 2999, such as 2010."}),
        ({"year": "x"}, {"year": "Write a year from 1900 to 2999, such as 2010."}),
        ({"year": "2010\x00"}, {"year": "Write a year from 1900 to 2999, such as 2010."}),
        ({"year": "9999"}, {"year": "Write a year from 1900 to 2999, such as 2010."}),
        ({"from": "2010", "to": "2009"},
         {"to": "The last day comes before the first one. Exchange them, or leave one out."}),
        ({"from": "31.12.2010"}, {"from": NOT_A_DAY}),
        ({"to": "2011-02-29"}, {"to": NOT_A_DAY}),
        ({"from": "\x00"}, {"from": NOT_A_DAY}),
        ({"q": "x" * 10_000}, {"q": "Search for fewer words: up to 200 letters."}),
        ({"q": "x y " * 2500}, {"q": "Search for fewer words: up to 200 letters."}),
        ({"kind": "novel"},
         {"kind": "Choose one from this list. The link that brought you here asks for something else."}),
        ({"topic": "x'; --"},
         {"topic": "Choose one from this list. The link that brought you here asks for something else."}),
        ({"author": "a" * 10_000},
         {"author": "Choose one from this list. The link that brought you here asks for something else."}),
        ({"programme": "x\x00"},
         {"programme": "Choose one from this list. The link that brought you here asks for something else."}),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_gets_a_sentence_next_to_its_field(client, asked, mistakes):
    approved(headline="Missiles")

    response = client.get("/", asked)

    assert response.status_code == 400
    assert dict(re.findall(SENTENCE, response.content.decode())) == mistakes
    assert len(response.content) < 20_000
    assert b"\0" not in response.content
    (field,) = mistakes
    assert re.search(rf'id="f-{field}"[^>]* aria-invalid="true"[^>]* aria-describedby="f-{field}-mistake',
                     response.content.decode())  # fmt: skip


@pytest.mark.parametrize("asked", ["q=a&before=x", "before=%00&q=a", "q=a&before=1-1-1"])
def test_a_junk_place_in_a_search_is_no_page(client, asked):
    response = client.get(f"/?{asked}")

    assert response.status_code == 404
    assert "This link to older releases is not complete." in response.content.decode()


def test_a_place_below_all_results_says_so(client):
    approved(headline="Missiles")

    response = client.get("/?q=missile&before=0-1")

    assert response.status_code == 200
    assert "There are no older results." in response.content.decode()


def test_a_hidden_topic_answers_like_one_that_never_was(client):
    approved(headline="Missiles")
    draft = ReleaseFactory(headline="Secret")
    TopicLine.objects.create(release=draft, topic=Topic.objects.create(name="Secret topic", slug="hidden"))

    hidden, unknown = (client.get(f"/?topic={slug}") for slug in ("hidden", "nowher"))

    assert hidden.status_code == unknown.status_code == 200
    assert hidden.content.replace(b"hidden", b"nowher") == unknown.content
    assert b"Secret" not in client.get("/").content


def test_the_form_offers_only_what_public_releases_have(client):
    with_topic("Missiles", "Arms trade")
    archived(dated=datetime(2009, 3, 1, 15, tzinfo=UTC), kind="letter")
    Topic.objects.create(name="Unused", slug="unused")

    page = client.get("/").content.decode()

    year = ReleaseVersion.objects.get(kind="release").year
    offered = re.findall(r'<option value="[^"]+">([^<]*)</option>', page)
    assert offered == ["Release (1)", "Letter (1)", "Arms trade (1)", f"{year} (1)", "2009 (1)"]
