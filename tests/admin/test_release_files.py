"""What the form of a release takes from the library."""

import pytest
from django.urls import reverse

from releases.models import PictureLine, Release, Resource
from tests.factories import ReleaseFactory, writer
from tests.factories.media import document, picture
from tests.factories.typing import CHANGE, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path / "media"


@pytest.fixture
def client(client):
    client.force_login(writer())
    return client


def save(client, release, **changes):
    return client.post(
        reverse(CHANGE, args=[release.pk]), opened(client, release, **changes), follow=True
    ).content.decode()


def test_the_text_keeps_pictures_of_the_library_and_says_which_others_are_gone(client):
    file, release = picture(), ReleaseFactory()
    address = file.renditions.first().get_absolute_url()

    page = save(
        client,
        release,
        body=f'<p>One <img src="{address}" alt="typed"></p><p>Two<img src="https://x.example/y.png"></p>'
        f'<img src="/media/{"0" * 32}/800.jpg"><img src="data:image/png;base64,AAAA">',
    )

    release.refresh_from_db()
    assert release.body == f'<p>One</p>\n<figure><img src="{address}"></figure>\n<p>Two</p>'
    assert "it is not in the library" in page
    assert "the library does not have it any more" in page
    assert "it was not uploaded yet" in page


def test_pictures_and_files_are_lines_of_the_release(client):
    shown, report, release = picture(), document(), ReleaseFactory()

    save(
        client,
        release,
        picture_lines=[{"file": shown.pk, "role": "end", "position": ""}],
        resources=[
            {"kind": "report", "label": "All of it", "address": "", "file": report.pk, "position": ""}
        ],
    )

    assert list(release.picture_lines.values_list("file", "role")) == [(shown.pk, "end")]
    assert list(release.resources.values_list("label", "address", "file")) == [("All of it", "", report.pk)]
    assert "the working text" not in save(client, Release.objects.get(pk=release.pk), headline="Again")


@pytest.mark.parametrize(
    ("address", "has_file", "sentence"),
    [
        ("", False, "Write an address, or choose a file from the library."),
        ("https://fas.example/", True, "Empty this: it leads to the file that you chose."),
    ],
)
def test_a_resource_leads_to_one_place(client, address, has_file, sentence):
    release, report = ReleaseFactory(), document()
    row = {"kind": "report", "label": "L", "address": address, "file": report.pk if has_file else ""}

    page = save(client, release, resources=[row])

    assert sentence in page
    assert not Resource.objects.exists()


def test_a_picture_is_no_resource_and_a_document_no_picture(client):
    release = ReleaseFactory()
    row = {"kind": "report", "label": "L", "address": "", "file": picture().pk}

    save(client, release, resources=[row], picture_lines=[{"file": document().pk, "role": "top"}])

    assert not Resource.objects.exists()
    assert not PictureLine.objects.exists()


def test_a_picture_without_words_holds_the_release_back_with_the_way_to_mend_it(client):
    bare, decorative = picture(described=False, name="bare.jpg"), picture(alt="", is_decorative=True)
    release = ReleaseFactory()
    for file in (bare, decorative):
        PictureLine.objects.create(release=release, file=file)
    address = reverse("admin:releases_release_submit", args=[release.pk])
    form = client.get(address).context

    page = client.post(address, {**form["carried"], "shown": ""}).content.decode()

    assert "Give the picture “bare.jpg” a description and a credit, in the library." in page
    assert f'href="{reverse("admin:releases_mediafile_change", args=[bare.pk])}"' in page
    assert page.count("Give the picture") >= 1
    assert "depot.jpg" not in page
    release.refresh_from_db()
    assert release.status == "draft"
