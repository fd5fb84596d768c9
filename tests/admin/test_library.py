"""The library in the admin: describing, finding, deleting, and who may."""

from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from releases.forms.second_saver import TAKEN_OVER
from releases.models import MediaFile, PictureLine
from releases.queries import media
from tests.factories import AuthorFactory, ReleaseFactory, approved, editor, writer
from tests.factories.media import PDF, document, picture
from tests.factories.newsletters import IssueFactory, newsletter_editor

pytestmark = pytest.mark.django_db

ADD = "/admin/releases/mediafile/add/"
LIST = "/admin/releases/mediafile/"
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


def words(client, file, **typed):
    """What the form of the file posts after somebody has typed into it."""
    form = client.get(change(file)).context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields} | typed


def test_the_list_finds_files_by_their_words_and_by_what_they_lack(client):
    picture(name="depot.jpg", alt="A depot by night.")
    picture(name="bare.jpg", described=False)
    used = picture(name="used.jpg", alt="A gate.")
    AuthorFactory(portrait=used)

    def found(query):
        page = client.get(LIST + query).content.decode()
        return {name for name in ("depot.jpg", "bare.jpg", "used.jpg") if name in page}

    assert found("") == {"depot.jpg", "bare.jpg", "used.jpg"}
    assert found("?q=night") == {"depot.jpg"}
    assert found("?lacks=words") == {"bare.jpg"}
    assert found("?used=yes") == {"used.jpg"}
    assert found("?kind__exact=document") == set()


def test_a_file_says_where_it_is_used_and_stays_then(client):
    file, release = picture(), ReleaseFactory(headline="The text that shows it")
    PictureLine.objects.create(release=release, file=file)

    page = client.get(change(file)).content.decode()
    deleted = client.post(reverse("admin:releases_mediafile_delete", args=[file.pk]), {"post": "yes"})

    assert "The text that shows it" in page
    assert deleted.status_code == 403
    assert file.original.is_file()


def test_what_nothing_uses_can_be_deleted(client, django_capture_on_commit_callbacks):
    file = picture()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:releases_mediafile_delete", args=[file.pk]), {"post": "yes"})

    assert not MediaFile.objects.exists()
    assert not file.folder.exists()


def test_a_picture_in_a_text_that_is_being_written_is_used(client):
    inside, unused = picture(name="inside.jpg"), picture(name="unused.jpg")
    address = inside.renditions.first().get_absolute_url()
    ReleaseFactory(body=f'<p>x</p><figure><img src="{address}"></figure>')

    page = client.get(f"{LIST}?used=no").content.decode()

    assert "inside.jpg" not in page
    assert unused.name in page


def test_a_licence_has_ended_when_its_last_day_is_over_at_the_organisation(client, at):
    # Half past nine in the evening in Washington.
    at(datetime(2026, 11, 25, 2, 30, tzinfo=UTC))
    picture(name="today.jpg", licence_ends=date(2026, 11, 24))
    picture(name="ended.jpg", licence_ends=date(2026, 11, 23))

    page = client.get(f"{LIST}?lacks=licence").content.decode()

    assert "today.jpg" not in page
    assert "ended.jpg" in page


def test_an_author_gets_no_portrait_without_its_words(client):
    author, file = AuthorFactory(), picture(described=False, name="bare.jpg")
    address = reverse("admin:releases_author_change", args=[author.pk])
    seen = client.get(address).context["adminform"].form["seen"].value()
    typed = {"name": author.name, "slug": author.slug, "portrait": file.pk, "seen": seen}

    refused = client.post(address, typed)
    MediaFile.objects.filter(pk=file.pk).update(alt="Somebody.", credit="FAS")
    taken = client.post(address, typed)

    author.refresh_from_db()
    sentence = "Give “bare.jpg” a description and a credit first, in the library."
    assert sentence in refused.content.decode()
    assert (taken.status_code, author.portrait_id) == (302, file.pk)


@pytest.mark.parametrize("use", ["portrait", "version", None])
def test_what_readers_have_keeps_its_words(client, use):
    file = picture()
    if use == "portrait":
        AuthorFactory(portrait=file)
    elif use == "version":
        release = ReleaseFactory()
        PictureLine.objects.create(release=release, file=file)
        approved(release)
    page = client.post(change(file), words(client, file, alt="", credit="")).content.decode()

    file.refresh_from_db()
    assert bool(file.alt and file.credit) == bool(use)
    assert ("Describe it, or say that it is decorative" in page) == bool(use)
    assert ("Say who made it" in page) == bool(use)


def test_words_are_saved_and_two_answers_about_the_description_are_refused(client):
    file = picture(described=False)

    client.post(change(file), words(client, file, alt="A depot.", credit="FAS"))
    both = client.post(change(file), words(client, file, is_decorative="on"))

    file.refresh_from_db()
    assert (file.alt, file.credit, file.is_decorative) == ("A depot.", "FAS", False)
    assert "but not both" in both.content.decode()


def test_the_second_of_two_who_describe_a_file_reads_what_the_first_saved_and_keeps_every_word(client):
    file = picture(credit="FAS")
    theirs = words(client, file, alt="A gate.", licence_ends="2030-01-31", credit="")
    mine = words(client, file, alt="A depot at dawn.", caption="Seen from the road.")
    client.post(change(file), theirs)

    refused = client.post(change(file), mine)
    file.refresh_from_db()
    form = refused.context["adminform"].form
    again = client.post(change(file), mine | {"seen": form["seen"].value()})

    assert (refused.status_code, file.alt) == (200, "A gate.")
    assert {name: form[name].value() for name in ("alt", "caption")} == {
        "alt": "A depot at dawn.", "caption": "Seen from the road.",
    }  # fmt: skip
    assert {name: said for name, said in form.errors.items() if name != "__all__"} == {
        "alt": ["Saved here now: “A gate.”"],
        "caption": ["Saved here now: nothing."],
        "credit": [TAKEN_OVER],
        "licence_ends": [TAKEN_OVER],
    }
    assert form.errors["__all__"][0].startswith("Somebody saved this file’s words after you opened it.")
    assert f'value="{form["seen"].value()}"' in refused.content.decode()
    assert again.status_code == 302
    file.refresh_from_db()
    assert (file.alt, file.caption) == ("A depot at dawn.", "Seen from the road.")


def test_the_editor_is_offered_pictures_and_no_documents(client, django_assert_max_num_queries):
    for name in ("depot.jpg", "map.jpg", "gate.jpg"):
        picture(name=name)
    document()

    with django_assert_max_num_queries(8):
        everything = client.get(reverse("admin:releases_mediafile_offered")).json()["pictures"]
    some = client.get(reverse("admin:releases_mediafile_offered"), {"q": "ma ni\0ght"}).json()["pictures"]

    assert [each["name"] for each in everything] == ["gate.jpg", "map.jpg", "depot.jpg"]
    assert [each["name"] for each in some] == ["map.jpg"]


@pytest.mark.parametrize(("count", "has_more"), [(2, False), (3, True)])
def test_the_editor_hears_when_there_are_more_than_it_is_offered(client, monkeypatch, count, has_more):
    monkeypatch.setattr("releases.admin.media.OFFERED", 2)
    for _ in range(count):
        picture()

    answer = client.get(reverse("admin:releases_mediafile_offered")).json()

    assert (len(answer["pictures"]), answer["has_more"]) == (2, has_more)


def test_whoever_was_logged_out_meanwhile_gets_the_typed_words_back(client):
    file = picture()
    typed = words(client, file, alt="A depot <at> dawn.", caption="Seen from\nthe road.")
    client.logout()

    page = client.post(change(file), typed, headers={"Accept": "text/html"})
    by_script = client.post(change(file), typed)

    text = page.content.decode()
    assert page.status_code == 403
    assert "<pre>A depot &lt;at&gt; dawn.</pre>" in text
    assert "Seen from\nthe road." in text
    assert f'href="/admin/login/?next={quote(change(file), safe="")}"' in text
    assert f"<pre>{typed['seen']}" not in text
    assert by_script.status_code == 302


def test_a_password_is_never_shown_again(client):
    client.logout()

    page = client.post(
        "/admin/password_change/",
        {"old_password": "my old secret", "new_password1": "my new secret"},
        headers={"Accept": "text/html"},
    )

    assert page.status_code == 302


# The release form -----------------------------------------------------------------------------------------


def test_an_editor_may_do_the_same(client):
    client.force_login(editor())

    assert (
        client.post(ADD, {"uploads": SimpleUploadedFile("r.pdf", PDF)}, headers=AS_SCRIPT).status_code == 201
    )


def test_a_newsletter_editor_fills_the_library_for_an_issue_and_leaves_the_rest_to_writers(client):
    client.force_login(newsletter_editor())
    other = document()

    client.post(ADD, {"uploads": SimpleUploadedFile("3-3.pdf", PDF, "application/pdf")})
    offered = client.get(
        "/admin/autocomplete/",
        {"app_label": "releases", "model_name": "newsletterissue", "field_name": "file", "term": "3-3"},
    )

    assert [each["text"] for each in offered.json()["results"]] == ["3-3.pdf"]
    assert client.post(change(other), {"caption": "Mine"}).status_code == 403
    assert client.post(f"{LIST}{other.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_file_of_an_issue_is_in_use(client):
    whole = document()
    issue = IssueFactory(file=whole)

    page = client.get(change(whole)).content.decode()
    client.post(f"{LIST}{whole.pk}/delete/", {"post": "yes"})

    form = reverse("admin:releases_newsletterissue_change", args=[issue.pk])
    assert f'Full issue of a newsletter: <a href="{form}">' in page
    assert MediaFile.objects.filter(pk=whole.pk).exists()
    assert media.with_uses(MediaFile.objects.all()).get().is_used
