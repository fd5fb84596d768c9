"""A contact as a vCard."""

from datetime import UTC, datetime, timedelta

import pytest

from releases.models import MediaContact
from tests.factories import MediaContactFactory, approved
from tests.factories.taken_away import monica as monica
from tests.factories.taken_away import whole as whole

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "http://127.0.0.1:8000"


def seen(response):
    return response.status_code, response.content, sorted(response.items())


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

    assert seen(hidden) == seen(unknown)
    assert hidden.status_code == 404
    assert client.get("/contacts/monica.vcf").status_code == 200
