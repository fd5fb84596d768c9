"""A preview is the page and the paper of unsaved words, with a banner and nothing else."""

import re
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from releases.freezing import freeze
from releases.rendering.release import Preview, Subject, detail_context, print_context, subject_of
from tests.factories import ReleaseFactory, approved

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
BANNER = re.compile(r'<p class="preview".*?</p>', re.DOTALL)


def draw(subject):
    return (
        render_to_string("releases/release_detail.html", detail_context(subject)),
        render_to_string("releases/release_print.html", print_context(subject)),
    )


def article(page):
    return re.search("<article.*</article>", page, re.DOTALL)[0]


def test_a_preview_says_so_on_both_pages_and_is_never_indexed():
    content = freeze(ReleaseFactory(slug="a-draft")).content

    pages = draw(Subject(content, "a-draft", None, preview=Preview("It goes out at nine.")))

    for page in pages:
        banner = " ".join(re.sub("<[^>]+>", "", BANNER.search(page)[0]).split())
        assert banner == "Preview, not public. It goes out at nine."
        assert '<meta name="robots" content="noindex">' in page
        assert "canonical" not in page


def test_a_preview_draws_what_readers_will_get():
    version = approved()
    addresses = {"page": "/somewhere/", "printed": f"{version.get_absolute_url()}print/"}
    preview = Preview("Look.", **addresses)

    page = draw(subject_of(version))[0]
    previewed = draw(subject_of(version, preview=preview))[0]

    # A preview is not taken away as a file, and a printout of it has no public address to lead to.
    alone = r'<li><a href="[^"]*\.\w+">.*?</li>|<svg.*?</svg>| The code[^<]*holds\.|FOR IMMEDIATE RELEASE'
    for_readers = re.sub(alone, "", article(page), flags=re.DOTALL)
    assert re.sub(r"EMBARGOED UNTIL[^<]*", "", article(previewed)).split() == for_readers.split()
    assert BANNER.search(page) is None


@pytest.mark.parametrize(
    ("planned", "status"),
    [
        (NINE, "EMBARGOED UNTIL Monday, 23 November 2026, 9:00 a.m. EST (14:00 UTC)"),
        (None, "NOT YET FOR RELEASE"),
    ],
)
def test_paper_of_what_is_not_public_never_says_for_immediate_release(planned, status):
    content = freeze(ReleaseFactory(), first_public_at=planned, public_from=planned).content

    paper = draw(Subject(content, "", None, preview=Preview("")))[1]

    assert f'<p class="sheet__status paper-only">{status}</p>' in paper
    assert "FOR IMMEDIATE RELEASE" not in paper


def test_an_empty_draft_can_be_drawn():
    content = freeze(ReleaseFactory(headline="", summary="", place="", body="", contacts=[])).content

    pages = draw(Subject(content, "", None, preview=Preview("")))

    assert ["No headline yet</h1>" in page for page in pages] == [True, True]
