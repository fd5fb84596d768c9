"""Who gets a file of the library, and how it is delivered."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from releases.actions import editing, issuing, publishing, sharing
from releases.models import Byline, PictureLine, Resource
from releases.vocabulary import Purpose, Role
from tests.factories import AuthorFactory, ReleaseFactory, UserFactory, approved, editor, writer
from tests.factories.media import PDF, document, jpeg, picture
from tests.factories.newsletters import IssueFactory, newsletter_editor

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNKNOWN = f"/media/{'0' * 32}/report.pdf"
# The first three it keeps; a length and an ETag of its own it gives to what it sends.
KEPT_BY_NGINX = {
    "Content-Type", "Content-Disposition", "Cache-Control", "Content-Length", "ETag", "X-Accel-Redirect",
}  # fmt: skip
WAYS: tuple[dict[str, str], ...] = (
    {},
    {"Range": "bytes=0-9"},
    {"Range": "bytes=999999-"},
    {"If-None-Match": "*"},
    {"If-Range": '"x"', "Range": "bytes=0-9"},
)


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.MEDIA_FOLDER = tmp_path / "media"


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def said(response):
    return response.status_code, sorted(response.items()), body_of(response), response.cookies.output()


def with_report(**fields):
    report, release = document(), ReleaseFactory(**fields)
    Resource.objects.create(release=release, label="Full report", kind="report", file=report)
    return report, release


def with_picture(file=None):
    file, release = file or picture(), ReleaseFactory()
    PictureLine.objects.create(release=release, file=file)
    return file, release


def small(file):
    return file.renditions.filter(format="jpeg").first().get_absolute_url()


def is_unknown(path, client=None):
    """The same as what never was, however it is asked for."""
    client = client or Client()
    return all(
        said(getattr(client, method)(path, headers=way))
        == said(getattr(client, method)(UNKNOWN, headers=way))
        and client.get(path, headers=way).status_code == 404
        for method in ("get", "head")
        for way in WAYS
    )


def test_a_document_answers_from_its_minute_on_and_is_unknown_before_and_after(at, client):
    at(NINE)
    report, release = with_report()
    path = report.get_absolute_url()
    assert is_unknown(path)
    approved(release, public_from=NINE + HOUR)
    assert is_unknown(path)

    at(NINE + HOUR)
    response = client.get(path)

    assert body_of(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Cache-Control"] == "public, max-age=60"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]

    at(NINE + 2 * HOUR)
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    assert is_unknown(path)


def test_the_file_of_an_issue_answers_from_the_minute_of_the_issue_on_and_only_for_it(at, client):
    at(NINE)
    whole, drafted = document(), document(name="drafted.pdf")
    IssueFactory(file=drafted)
    issue = IssueFactory(in_review=True, file=whole)
    path = whole.get_absolute_url()
    assert is_unknown(path)
    issuing.approve_issue(issue, by=newsletter_editor(), public_from=NINE + HOUR)
    assert is_unknown(path)

    at(NINE + HOUR)

    assert body_of(client.get(path)) == PDF
    assert is_unknown(drafted.get_absolute_url())


def test_a_picture_never_says_what_the_camera_wrote(at, client):
    at(NINE)
    file, release = with_picture(picture(content=jpeg(words="38.8977 N, taken by R. V.")))
    approved(release)

    assert b"38.8977" in file.original.read_bytes()
    for path in (small(file), file.get_absolute_url()):
        response = client.get(path)
        assert response["Content-Type"] == "image/jpeg"
        assert response["Content-Disposition"].startswith("inline")
        assert b"38.8977" not in body_of(response)
    assert is_unknown(f"/media/{file.pk}/.incoming")
    assert is_unknown(f"/media/{file.pk}/original.jpg")


def test_a_replaced_attachment_stays_with_its_version(at, client):
    at(NINE)
    first, release = with_report()
    approved(release)
    at(NINE + HOUR)
    reopened = editing.edit_after_approval(release, by=writer())
    second = document(name="second.pdf")
    reopened.resources.update(file=second)
    editing.record(reopened, by=writer())
    assert is_unknown(second.get_absolute_url())
    approved(reopened, public_from=NINE + 2 * HOUR)

    at(NINE + 2 * HOUR)

    assert client.get(first.get_absolute_url()).status_code == 200
    assert client.get(second.get_absolute_url()).status_code == 200
    at(NINE + 3 * HOUR)
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    assert is_unknown(first.get_absolute_url())
    assert is_unknown(second.get_absolute_url())


def test_a_portrait_is_public_while_a_public_version_names_its_author(at, client):
    at(NINE)
    author = AuthorFactory(portrait=picture())
    path = small(author.portrait)
    assert is_unknown(path)
    release = ReleaseFactory()
    Byline.objects.create(release=release, author=author)
    approved(release)
    assert client.get(path).status_code == 200

    author.portrait = picture(name="newer.jpg")
    author.save()
    at(NINE + HOUR)

    assert client.get(small(author.portrait)).status_code == 200
    assert client.get(path).status_code == 200, "the release shows it still"
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    assert is_unknown(small(author.portrait))
    assert is_unknown(path)


def test_the_whole_picture_is_handed_out_until_its_licence_ends_and_to_colleagues_longer(at, client):
    at(NINE)
    file, release = with_picture(picture(licence_ends=date(2026, 11, 24)))
    approved(release)
    whole = file.get_absolute_url()

    # Midnight in Washington.
    at(datetime(2026, 11, 25, 4, 59, tzinfo=UTC))
    before = client.get(whole).status_code
    at(datetime(2026, 11, 25, 5, 0, tzinfo=UTC))

    assert before == 200
    assert is_unknown(whole)
    assert client.get(small(file)).status_code == 200
    client.force_login(writer())
    assert client.get(whole).status_code == 200


def test_a_document_that_was_approved_stays_when_its_licence_ends(at, client):
    at(NINE)
    report, release = with_report()
    report.licence_ends = date(2026, 11, 1)
    report.save()
    approved(release)

    assert client.get(report.get_absolute_url()).status_code == 200


def test_a_portrait_without_words_is_not_public_whoever_wrote_it(at, client):
    at(NINE)
    author = AuthorFactory()
    release = ReleaseFactory()
    Byline.objects.create(release=release, author=author)
    approved(release)
    author.portrait = picture(described=False)
    author.save()

    page = client.get(author.get_absolute_url()).content.decode()

    assert "<img" not in page
    assert is_unknown(small(author.portrait))


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=5-", 206, 5, len(PDF) - 1),
        ("bytes=-5", 206, len(PDF) - 5, len(PDF) - 1),
        ("bytes=-9999", 206, 0, len(PDF) - 1),
        ("bytes=0-0,5-6", 200, 0, len(PDF) - 1),
        ("bytes=9-2", 200, 0, len(PDF) - 1),
        ("lines=1-2", 200, 0, len(PDF) - 1),
        ("bytes=-", 200, 0, len(PDF) - 1),
        ("bytes=99999-", 416, 0, -1),
        ("bytes=-0", 416, 0, -1),
    ],
)
def test_a_part_is_what_was_asked_for(client, asked, status, first, last):
    report, release = with_report()
    approved(release)

    response = client.get(report.get_absolute_url(), headers={"Range": asked})
    head = client.head(report.get_absolute_url(), headers={"Range": asked})

    assert (response.status_code, body_of(response)) == (status, PDF[first : last + 1])
    assert (head.status_code, head.get("Content-Range")) == (status, response.get("Content-Range"))
    wanted = {206: f"bytes {first}-{last}/{len(PDF)}", 416: f"bytes */{len(PDF)}", 200: None}
    assert response.get("Content-Range") == wanted[status]


def test_whoever_has_it_gets_304_and_whoever_has_another_gets_all_of_it(at, client):
    at(NINE)
    report, release = with_report()
    approved(release)
    path = report.get_absolute_url()
    etag = client.get(path)["ETag"]

    again = client.get(path, headers={"If-None-Match": etag})
    other = client.get(path, headers={"If-Range": '"x"', "Range": "bytes=0-9"})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"].startswith("public, max-age=")
    assert (other.status_code, body_of(other)) == (200, PDF)
    at(NINE + HOUR)
    publishing.withdraw(release, by=editor(), reason="Wrong.", shows_headline=True)
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 404


def test_what_was_lost_is_drawn_again_and_has_the_etag_of_its_bytes(client):
    file, release = with_picture()
    approved(release)
    one = file.renditions.filter(format="jpeg").first()
    file.renditions.filter(pk=one.pk).update(digest="0" * 64)
    one.path.unlink()

    response = client.get(one.get_absolute_url())

    assert (response.status_code, response["ETag"]) == (200, f'"{one.digest}"')


@pytest.mark.parametrize("failure", ["another original", "full disk"])
def test_what_cannot_be_drawn_again_is_unknown(client, monkeypatch, failure):
    file, release = with_picture()
    approved(release)
    path = small(file)
    file.renditions.get(name=path.rpartition("/")[2]).path.unlink()
    if failure == "another original":
        file.original.write_bytes(b"rubbish")
    else:
        monkeypatch.setattr("os.replace", full_disk)

    assert client.get(path).status_code == 404


def full_disk(*paths):
    raise OSError("No space left on device")


def test_nginx_delivers_what_we_allow_and_hears_of_nothing_else(client, settings):
    settings.MEDIA_ACCEL = "/protected/media"
    report, release = with_report()
    path = report.get_absolute_url()
    hidden = client.get(path)
    approved(release)

    response = client.get(path, headers={"Range": "bytes=0-9"})

    assert "X-Accel-Redirect" not in hidden
    assert response["X-Accel-Redirect"] == f"/protected/media/{report.pk}/original.pdf"
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_example_for_nginx_passes_on_every_header_that_it_would_leave_out(at, settings):
    at(NINE)
    settings.MEDIA_ACCEL, settings.SECURE_HSTS_SECONDS = "/protected/media", 60
    shown, release = with_report()
    previewed, draft = with_report()
    approved(release)
    given = sharing.share(draft, by=editor(), recipient="Ana Ruiz", purpose=Purpose.REVIEW)
    holder = Client()
    holder.post("/preview/", {"token": given.token}, secure=True)
    colleague = Client()
    colleague.force_login(writer())
    preview = reverse("releases:preview-media", args=[previewed.pk, previewed.name])

    answers = [
        holder.get(shown.get_absolute_url(), secure=True),
        holder.get(preview, secure=True),
        colleague.get(previewed.get_absolute_url(), secure=True),
    ]

    sent = {name for answer in answers for name, _ in answer.items()}
    example = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    of_files = example.partition(f"location {settings.MEDIA_ACCEL}/ {{")[2].partition("\n        }")[0]
    passed_on = dict(re.findall(r"add_header (\S+) \$upstream_http_(\w+) always;", of_files))
    assert all("X-Accel-Redirect" in answer for answer in answers)
    assert "internal;" in of_files
    assert {name: name.lower().replace("-", "_") for name in sent - KEPT_BY_NGINX} == passed_on


def test_a_preview_link_opens_the_files_of_its_own_text_alone(at):
    at(NINE)
    report, release = with_report()
    other, _ = with_report()
    given = sharing.share(release, by=editor(), recipient="Ana Ruiz", purpose=Purpose.REVIEW)
    holder = Client()
    holder.post("/preview/", {"token": given.token})

    def path(file):
        return reverse("releases:preview-media", args=[file.pk, file.name])

    response = holder.get(path(report))

    assert body_of(response) == PDF
    assert response["Cache-Control"] == "private, no-store"
    assert holder.get(path(other)).status_code == 404
    assert Client().get(path(report)).status_code == 404
    assert is_unknown(report.get_absolute_url(), holder)
    sharing.revoke(given.link, by=editor())
    assert holder.get(path(report)).status_code == 404


def test_colleagues_see_every_file_and_nobody_may_keep_it(client):
    file, _ = with_picture()
    client.force_login(writer())

    response = client.get(file.get_absolute_url())

    assert body_of(response).startswith(b"\xff\xd8")
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(UNKNOWN).status_code == 404


@pytest.mark.parametrize(
    "person",
    [
        lambda: UserFactory(),
        lambda: UserFactory(roles=[Role.WRITER], is_staff=False),
        lambda: UserFactory(roles=[Role.WRITER], is_active=False),
    ],
    ids=["without a role", "not of the staff", "gone"],
)
def test_whoever_does_not_see_releases_in_the_admin_sees_no_file(at, client, person):
    at(NINE)
    report, _ = with_report()
    client.force_login(person())

    assert is_unknown(report.get_absolute_url(), client)


def test_an_editor_shows_the_second_factor_first(at, client, settings):
    at(NINE)
    settings.REQUIRE_2FA = True
    report, _ = with_report()
    client.force_login(editor())

    assert is_unknown(report.get_absolute_url(), client)


def test_asking_costs_two_queries_for_a_picture_and_one_for_what_is_hidden(client, django_assert_num_queries):
    file, release = with_picture()
    hidden = document()
    approved(release)
    path = small(file)

    with django_assert_num_queries(2):
        client.get(path)
    with django_assert_num_queries(2):
        client.get(hidden.get_absolute_url())
