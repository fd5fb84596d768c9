"""What readers take away: plain text, ninjs, the card, and a contact's vCard."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from releases.actions import addressing, editing, publishing, reviewing
from releases.models import (
    AboutLine,
    AboutText,
    Byline,
    ExpertLine,
    MediaContact,
    Organisation,
    PictureLine,
    Programme,
    ProgrammeLine,
    Release,
    ReleaseVersion,
    Resource,
    Topic,
    TopicLine,
)
from tests import schemas
from tests.factories import (
    AuthorFactory,
    MediaContactFactory,
    ReleaseFactory,
    approved,
    editor,
    many_public_versions,
    writer,
)
from tests.factories.media import jpeg, picture

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
SITE = "http://127.0.0.1:8000"
FORMS = [".txt", ".json", "/card.png"]
EVERY_FORM = pytest.mark.parametrize("form", FORMS)

WHOLE_TEXT = """\
Federation of American Scientists
PRESS RELEASE
FOR IMMEDIATE RELEASE

New Missile Watch Report

The third issue

What the issue features.

Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC)
By Ada Byron and Bo Li, Arms Sales

MEDIA CONTACT

Monica Amarelo
Telephone: 202-454-4680
E-mail: monica@fas.example
Monday to Friday

Washington, D.C. — The surprise extradition of a trafficker [1] to the
United States tops the list of developments, and another issue [2] said
so.

To read on

- The whole issue [3] (Full report)

To interview Matt Schroeder

Please contact Monica Amarelo at 202-454-4680 or monica@fas.example.

He counts.

About FAS

Founded in 1945 by scientists [4].

###

[1] https://fas.example/trafficker
[2] http://127.0.0.1:8000/releases/other/
[3] https://fas.example/issue
[4] https://fas.example/

Version 1, public since Monday, 23 November 2026, 9:00 a.m. EST (14:00
UTC).
Address of this version:
http://127.0.0.1:8000/releases/new-missile-watch-report/versions/1/
Lasting address:
http://127.0.0.1:8000/releases/new-missile-watch-report/
Corrections, if any, are at the lasting address.
"""


@pytest.fixture
def monica():
    return MediaContactFactory(
        name="Monica Amarelo", slug="monica", email="monica@fas.example", hours="Monday to Friday"
    )


@pytest.fixture
def whole(monica):
    release = ReleaseFactory(
        headline="New Missile Watch Report",
        subheadline="The third issue",
        summary="What the issue features.",
        body='<p>The surprise extradition of <a href="https://fas.example/trafficker">a trafficker</a> to '
        'the United States tops the list of developments, and <a href="/releases/other/">another issue</a> '
        "said so.</p>",
        contacts=[monica],
    )
    schroeder = AuthorFactory(name="Matthew Schroeder", known_as="Matt Schroeder", biography="He counts.")
    about = AboutText.objects.create(
        title="About FAS", body='<p>Founded in 1945 by <a href="https://fas.example/">scientists</a>.</p>'
    )
    for position, (name, slug) in enumerate((("Ada Byron", "ada"), ("Bo Li", "bo"))):
        Byline.objects.create(release=release, author=AuthorFactory(name=name, slug=slug), position=position)
    ExpertLine.objects.create(release=release, expert=schroeder)
    AboutLine.objects.create(release=release, about_text=about)
    ProgrammeLine.objects.create(
        release=release, programme=Programme.objects.create(name="Arms Sales", slug="arms")
    )
    TopicLine.objects.create(release=release, topic=Topic.objects.create(name="Missiles", slug="missiles"))
    Resource.objects.create(
        release=release, kind="report", label="The whole issue", address="https://fas.example/issue"
    )
    return release


def path(version, form):
    return f"/releases/{version.release.slug}{form}"


def corrected(version, **when):
    reopened = editing.edit_after_approval(version.release, by=writer())
    reopened.change, reopened.change_note = "correction", "The price was wrong."
    reopened.change_place, reopened.body = "Second paragraph", "<p>Right text.</p>"
    reopened.save()
    reviewing.submit(reopened, by=writer())
    return publishing.approve(Release.objects.get(pk=version.release_id), by=editor(), **when)


def everything(response):
    return response.status_code, response.content, sorted(response.items())


@EVERY_FORM
@pytest.mark.parametrize("count", [1, 3])
def test_a_form_costs_at_most_three_queries(client, count, form, django_assert_max_num_queries):
    many_public_versions(count - 1)
    address = path(ReleaseVersion.objects.public().newest_first()[min(count - 1, 1)], form)

    with django_assert_max_num_queries(3) as asked:
        response = client.get(address)

    assert response.status_code == 200
    assert sum("headline" in query["sql"] for query in asked) == 1


@EVERY_FORM
def test_a_form_is_opened_in_place_and_leads_search_engines_to_the_page(client, form):
    version = approved(slug="one")
    types = {
        ".txt": "text/plain; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        "/card.png": "image/png",
    }

    response = client.get(path(version, form))

    assert response["Content-Type"] == types[form]
    assert response["Content-Disposition"] == f'inline; filename="one{form[-4:].replace("json", ".json")}"'
    assert response["Link"] == f'<{SITE}/releases/one/>; rel="canonical"'
    assert client.get(path(version, form), headers={"If-None-Match": response["ETag"]}).status_code == 304


@EVERY_FORM
def test_a_form_answers_at_its_second_and_is_unknown_before(at, client, form):
    at(NINE)
    version = approved(public_from=NINE + HOUR)

    at(NINE + HOUR - SECOND)
    before, unknown = client.get(path(version, form)), client.get(f"/releases/never{form}")
    at(NINE + HOUR)

    assert everything(before) == everything(unknown)
    assert before.status_code == 404
    assert client.get(path(version, form)).status_code == 200


@EVERY_FORM
def test_an_old_address_leads_to_the_same_form_in_one_hop(client, form):
    version = approved(slug="first")
    addressing.move_address(version.release, by=editor(), slug="second")
    addressing.move_address(Release.objects.get(), by=editor(), slug="third")

    answers = [client.get(f"/releases/{slug}{form}") for slug in ("first", "second")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (301, f"/releases/third{form}")
    ] * 2


def test_the_text_has_every_word_of_the_release_in_72_columns(at, client, whole):
    at(NINE)
    version = approved(whole)

    text = client.get(path(version, ".txt")).content.decode()

    assert text == WHOLE_TEXT


def test_the_text_says_first_what_changed(at, client, whole):
    at(NINE)
    version = approved(whole)
    at(NINE + HOUR)
    corrected(version)

    text = client.get(path(version, ".txt")).content.decode()

    before, notice, after = text.partition(
        "CORRECTION, Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC)\n\n"
        "The price was wrong.\n\nWhere: Second paragraph\n\nMEDIA CONTACT\n"
    )
    assert notice
    assert before.endswith("By Ada Byron and Bo Li, Arms Sales\n\n")
    assert "Washington, D.C. — Right text." in after
    assert "Version 2, public since Monday, 23 November 2026, 10:00 a.m. EST" in after


def test_the_text_names_whoever_answers_for_a_contact_who_has_left(client, whole, monica):
    version = approved(whole)
    ruth = MediaContactFactory(name="Ruth Vance", phone="+12025550100", phone_text="202-555-0100")
    MediaContact.objects.filter(pk=monica.pk).update(is_active=False, successor=ruth)

    text = client.get(path(version, ".txt")).content.decode()

    assert text.count("Monica Amarelo no longer works here. Please call Ruth Vance at") == 2
    assert " ".join(text.split()).count("Please call Ruth Vance at 202-555-0100.") == 2


def test_ninjs_is_as_promised_and_has_the_frozen_words(at, client, whole):
    Organisation.objects.create(
        pk=1,
        name="FAS",
        press_phone="+12024544680",
        press_phone_text="202-454-4680",
        email="press@fas.example",
    )
    at(NINE)
    version = approved(whole)

    content = client.get(path(version, ".json")).content

    values, frozen = json.loads(content), version.frozen
    plain, xhtml = (body.pop("value") for body in values["bodies"])
    assert schemas.mistakes(content, "ninjs-promised.json") == []
    assert {name: values[name] for name in values if name not in ("standard", "renditions")} == {
        "uri": f"tag:fas.org,2026:release/{whole.tag}",
        "type": "text",
        "version": "1",
        "firstcreated": frozen.first_public.iso,
        "versioncreated": frozen.public_from.iso,
        "pubstatus": "usable",
        "representationtype": "full",
        "language": "en",
        "title": frozen.headline,
        "slugline": "new-missile-watch-report",
        "headlines": [
            {"role": "main", "contenttype": "text/plain", "value": frozen.headline},
            {"role": "sub", "contenttype": "text/plain", "value": frozen.subheadline},
        ],
        "descriptions": [{"role": "summary", "contenttype": "text/plain", "value": frozen.summary}],
        "bodies": [
            {"role": "main", "contenttype": "text/plain"},
            {"role": "main", "contenttype": "application/xhtml+xml"},
        ],
        "by": "Ada Byron and Bo Li",
        "located": "Washington, D.C.",
        "people": [
            {"name": "Ada Byron", "rel": "author", "uri": f"{SITE}/authors/ada/"},
            {"name": "Bo Li", "rel": "author", "uri": f"{SITE}/authors/bo/"},
            {
                "name": "Matthew Schroeder",
                "rel": "expert",
                "uri": f"{SITE}/authors/{frozen.experts[0].slug}/",
                "literal": "Researcher",
            },
            {
                "name": "Monica Amarelo",
                "rel": "contact",
                "contactinfo": [
                    {"type": "phone", "role": "office", "name": "202-454-4680", "value": "tel:+12024544680"},
                    {"type": "email", "role": "office", "value": "monica@fas.example"},
                    {"type": "hours", "role": "office", "value": "Monday to Friday"},
                ],
            },
        ],
        "organisations": [
            {
                "name": "FAS",
                "rel": "issuer",
                "uri": f"{SITE}/",
                "contactinfo": [
                    {"type": "phone", "role": "office", "value": "+12024544680"},
                    {"type": "email", "role": "office", "value": "press@fas.example"},
                ],
            },
            {"name": "Arms Sales", "rel": "programme", "uri": f"{SITE}/programmes/arms/"},
        ],
        "subjects": [{"name": "Missiles", "rel": "about", "uri": f"{SITE}/topics/missiles/"}],
        "genres": [{"name": "Release", "literal": "release"}],
        "copyrightholder": "FAS",
    }
    assert "Washington, D.C. — The surprise extradition of a trafficker <https://fas.example/" in plain
    assert "About FAS\n\nFounded in 1945 by scientists <https://fas.example/>." in plain
    words = " ".join("".join(etree.fromstring(xhtml).itertext()).split())
    assert words.startswith(
        "Washington, D.C. — The surprise extradition of a trafficker to the United States"
    )
    assert {client.get(form["href"].removeprefix(SITE)).status_code for form in values["renditions"]} == {200}


def test_ninjs_has_each_picture_once_with_its_words_and_addresses_that_answer(client, whole):
    words = {"caption": "The depot in 2009.", "licence": "CC BY 4.0", "licence_ends": date(2090, 12, 31)}
    shown, plain = picture(name="depot.jpg", **words), picture(name="map.jpg", content=jpeg(80, 50))
    for file in (shown, plain):
        whole.body += f'<figure><img src="{file.renditions.all()[0].get_absolute_url()}"></figure>'
    whole.save()
    PictureLine.objects.create(release=whole, file=shown)
    version = approved(whole)

    content = client.get(path(version, ".json")).content

    first, second = json.loads(content)["associations"]
    sizes = first.pop("renditions")
    frozen = version.frozen.pictures[0]
    assert schemas.mistakes(content, "ninjs-promised.json") == []
    assert first == {
        "name": "depot.jpg",
        "uri": f"tag:fas.org,2026:file/{shown.pk}",
        "type": "picture",
        "pubstatus": "usable",
        "descriptions": [
            {"role": "caption", "contenttype": "text/plain", "value": "The depot in 2009."},
            {"role": "alt", "contenttype": "text/plain", "value": "A depot by night."},
        ],
        "by": "Ruth Vance / FAS",
        "usageterms": "CC BY 4.0, until 2090-12-31",
    }
    assert (second["name"], "usageterms" in second) == ("map.jpg", False)
    assert [(size["href"], size["width"], size["contenttype"]) for size in sizes] == [
        (f"{SITE}{size.path}", size.width, f"image/{size.format}") for size in frozen.renditions
    ]
    assert {client.get(size["href"].removeprefix(SITE)).status_code for size in sizes} == {200}


def test_ninjs_of_a_correction_says_what_changed(at, client, whole):
    at(NINE)
    version = approved(whole)
    at(NINE + HOUR)
    corrected(version)

    content = client.get(path(version, ".json")).content

    values = json.loads(content)
    assert schemas.mistakes(content, "ninjs-promised.json") == []
    assert values["ednote"] == "Correction: The price was wrong. Where: Second paragraph"
    assert (values["version"], values["firstcreated"], values["versioncreated"]) == (
        "2",
        "2026-11-23T09:00:00-05:00",
        "2026-11-23T10:00:00-05:00",
    )


@pytest.mark.parametrize("shown", [True, False])
def test_ninjs_of_a_withdrawn_release_is_gone_and_canceled(at, client, shown):
    at(NINE)
    version = approved(headline="Five Agree", summary="Five.", body="<p>They will.</p>", slug="agree")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=shown)

    response = client.get("/releases/agree.json")

    headlines = [{"role": "main", "contenttype": "text/plain", "value": "Five Agree"}]
    values = json.loads(response.content)
    assert response.status_code == 410
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert schemas.mistakes(response.content, "ninjs-promised.json") == []
    assert values == {
        "uri": f"tag:fas.org,2026:release/{version.release.tag}",
        "standard": values["standard"],
        "type": "text",
        "version": "1",
        "firstcreated": "2026-11-23T09:00:00-05:00",
        "versioncreated": "2026-11-23T10:00:00-05:00",
        "pubstatus": "canceled",
        "representationtype": "partial",
        "ednote": "Withdrawn: Two had not signed.",
        **({"headlines": headlines} if shown else {}),
    }


@pytest.mark.parametrize("shown", [True, False])
def test_the_text_of_a_withdrawn_release_is_its_notice(at, client, shown):
    Organisation.objects.create(pk=1, name="FAS", press_phone="+12024544680", press_phone_text="202-454-4680")
    at(NINE)
    version = approved(headline="Five Agree", summary="Five.", body="<p>They will.</p>")
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Two had not signed.", shows_headline=shown)

    response = client.get(path(version, ".txt"))

    assert (response.status_code, response["Content-Type"]) == (410, "text/plain; charset=utf-8")
    assert response.content.decode() == (
        "FAS\nWITHDRAWN\n\n"
        f"{'Five Agree' if shown else 'This release was withdrawn'}\n\n"
        "Withdrawn on Monday, 23 November 2026, 10:00 a.m. EST (15:00 UTC)\n\n"
        "Two had not signed.\n\n"
        "Questions: press office, 202-454-4680.\n\n"
        "It was published on Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC).\n"
    )


def test_the_card_of_a_withdrawn_release_is_gone(at, client):
    at(NINE)
    version = approved()
    at(NINE + HOUR)
    publishing.withdraw(version.release, by=editor(), reason="Wrong.", shows_headline=True)

    assert client.get(path(version, "/card.png")).status_code == 410


def test_the_card_is_a_picture_of_the_size_that_the_page_names(client):
    version = approved(slug="one")
    page = client.get("/releases/one/").content.decode()

    picture = Image.open(BytesIO(client.get(path(version, "/card.png")).content))

    assert (picture.format, picture.size, picture.info) == ("PNG", (1200, 630), {})
    assert 'property="og:image:width" content="1200"' in page
    assert 'property="og:image:height" content="630"' in page
    assert f'property="og:image" content="{SITE}/releases/one/card.png"' in page


def test_a_vcard_has_what_the_live_row_says(client, monica):
    approved(contacts=[monica])
    MediaContact.objects.filter(pk=monica.pk).update(
        title="Director; Press, New Media", phone="+12024544680;ext=12"
    )

    response = client.get("/contacts/monica.vcf")

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.content.decode() == (
        "BEGIN:VCARD\r\n"
        "VERSION:4.0\r\n"
        "KIND:individual\r\n"
        "FN:Monica Amarelo\r\n"
        "ORG:Federation of American Scientists\r\n"
        "TITLE:Director\\; Press\\, New Media\r\n"
        'TEL;VALUE=uri;TYPE="work,voice":tel:+12024544680;ext=12\r\n'
        "EMAIL;TYPE=work:monica@fas.example\r\n"
        "NOTE:Monday to Friday\r\n"
        f"SOURCE:{SITE}/contacts/monica.vcf\r\n"
        "END:VCARD\r\n"
    )


def test_long_lines_of_a_vcard_are_folded_between_letters(client):
    long = "Zoë " * 40
    approved(contacts=[MediaContactFactory(slug="zoe", name="Zoë", title=long.strip())])

    card = client.get("/contacts/zoe.vcf").content

    assert max(len(line) for line in card.split(b"\r\n")) <= 75
    assert f"TITLE:{long.strip()}\r\n" in card.decode().replace("\r\n ", "")


def test_the_vcard_of_somebody_who_has_left_says_whom_to_call(client, monica):
    approved(contacts=[monica])
    ruth = MediaContactFactory(name="Ruth Vance", phone="+12025550100", phone_text="202-555-0100")
    MediaContact.objects.filter(pk=monica.pk).update(is_active=False, successor=ruth)

    card = client.get("/contacts/monica.vcf").content.decode()

    assert "NOTE:Monica Amarelo no longer works here. Please call Ruth Vance at 202" in card
    assert "454-4680" not in card
    assert "monica@" not in card


def test_only_contacts_whom_a_public_version_names_have_a_vcard(at, client, monica):
    at(NINE)
    approved(contacts=[monica], public_from=NINE + HOUR)

    hidden, unknown = client.get("/contacts/monica.vcf"), client.get("/contacts/never.vcf")
    at(NINE + HOUR)

    assert everything(hidden) == everything(unknown)
    assert hidden.status_code == 404
    assert client.get("/contacts/monica.vcf").status_code == 200


def test_the_page_offers_its_forms_and_a_preview_does_not(client, whole):
    version = approved(whole)

    page, old = (
        client.get(version.get_absolute_url() + form).content.decode() for form in ("", "versions/1/")
    )

    for form in ("print/", ".txt", ".json"):
        address = f"/releases/new-missile-watch-report{'/' if form == 'print/' else ''}{form}"
        assert f'<li><a href="{address}">' in page
    assert "og:title" not in old
    assert "ld+json" not in old
