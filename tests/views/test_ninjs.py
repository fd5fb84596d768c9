"""A release as ninjs, the JSON of the news agencies."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

from releases.actions import publishing
from releases.models import Organisation, PictureLine
from tests import schemas
from tests.factories import approved, editor
from tests.factories.media import jpeg, picture
from tests.factories.taken_away import corrected, path
from tests.factories.taken_away import monica as monica
from tests.factories.taken_away import whole as whole

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "http://127.0.0.1:8000"


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
