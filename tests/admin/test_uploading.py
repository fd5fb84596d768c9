"""The page by which files come into the library."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from releases.admin.uploading import NOT_KEPT
from releases.models import MediaFile
from releases.vocabulary import Role
from tests.factories import UserFactory, writer
from tests.factories.media import jpeg

pytestmark = pytest.mark.django_db

ADD = "/admin/releases/mediafile/add/"
AS_SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path / "media"


@pytest.fixture
def client(client):
    client.force_login(writer())
    return client


def change(file):
    return reverse("admin:releases_mediafile_change", args=[file.pk])


def a_picture(name="depot.jpg"):
    return SimpleUploadedFile(name, jpeg(), "image/jpeg")


def a_trap(name="depot.png"):
    return SimpleUploadedFile(name, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")


def test_one_upload_leads_to_its_words(client):
    response = client.post(ADD, {"uploads": a_picture(), "credit": "Ruth Vance / FAS"}, follow=True)

    file = MediaFile.objects.get()
    assert response.redirect_chain == [(change(file), 302)]
    assert file.credit == "Ruth Vance / FAS"
    assert "is in the library. Now describe it." in response.content.decode()


def test_of_several_each_is_taken_or_refused_and_the_other_fields_stay(client):
    files = [a_picture("one.jpg"), a_trap("two.png"), a_picture("three.jpg")]

    response = client.post(ADD, {"uploads": files, "credit": "R. Vance", "licence": "CC BY 4.0"})

    page = response.content.decode()
    assert response.status_code == 422
    assert {file.name for file in MediaFile.objects.all()} == {"one.jpg", "three.jpg"}
    assert "<strong>two.png</strong>" in page
    assert 'value="R. Vance"' in page
    assert 'value="CC BY 4.0"' in page
    assert all(change(file) in page for file in MediaFile.objects.all())


def test_a_whole_folder_is_refused_with_its_number_and_the_other_fields_stay(client):
    folder = [SimpleUploadedFile(f"{number}.csv", b"a,b\n1,2\n") for number in range(101)]

    page = client.post(ADD, {"uploads": folder, "credit": "R. Vance"}).content.decode()

    assert "These are 101 files. Choose at most 50 at a time." in page
    assert 'value="R. Vance"' in page
    assert not MediaFile.objects.exists()


def test_a_script_hears_of_each_file_by_itself(client):
    taken = client.post(ADD, {"uploads": a_picture()}, headers=AS_SCRIPT)
    refused = client.post(ADD, {"uploads": a_trap()}, headers=AS_SCRIPT)
    nothing = client.post(ADD, {}, headers=AS_SCRIPT)

    file = MediaFile.objects.get()
    assert taken.status_code == 201
    assert taken.json() | {"small": "", "address": ""} == {
        "id": file.pk, "name": "depot.jpg", "description": "", "kind": "picture", "small": "", "address": "",
        "lacks": "No description and no credit yet", "change": change(file),
    }  # fmt: skip
    assert client.get(taken.json()["address"]).status_code == 200
    assert (refused.status_code, nothing.status_code) == (422, 422)
    assert "SVG" in refused.json()["refusal"]
    assert nothing.json() == {"refusal": "Choose a file first."}


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR])
def test_nobody_else_fills_the_library(client, role):
    client.force_login(UserFactory(roles=[role] if role else []))

    assert client.post(ADD, {"uploads": a_picture()}, headers=AS_SCRIPT).status_code == 403
    assert client.get(reverse("admin:releases_mediafile_offered")).status_code == 403
    assert not MediaFile.objects.exists()


def test_a_disk_that_takes_nothing_more_is_said_and_what_was_taken_stays(client, settings, tmp_path):
    (tmp_path / "full").write_text("no folder")
    settings.MEDIA_FOLDER = tmp_path / "full" / "media"

    script = client.post(ADD, {"uploads": a_picture()}, headers=AS_SCRIPT)
    form = client.post(ADD, {"uploads": [a_picture(), a_trap()], "credit": "Ruth Vance / FAS"})

    assert (script.status_code, script.json()["refusal"]) == (422, NOT_KEPT)
    assert form.context["refused"][0] == ("depot.jpg", NOT_KEPT)
    assert 'value="Ruth Vance / FAS"' in form.content.decode()
    assert not MediaFile.objects.exists()
