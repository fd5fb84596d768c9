"""Desk checks: what holds a text back, asked of frozen content."""

from dataclasses import replace

import pytest

from releases import conf
from releases.content import Attachment, Resource
from releases.desk import checks
from releases.freezing import freeze
from tests.factories import ReleaseFactory

pytestmark = pytest.mark.django_db

FILE = f"/media/{'0' * 32}/report.pdf"
ORIGINAL = Attachment("0" * 32, "report.pdf", FILE, "PDF", 9, "9 bytes", "d")


def found(content):
    return {(finding.field, finding.check) for finding in checks.blocking(content)}


@pytest.mark.parametrize("site", ["", conf.site_address()])
def test_a_link_to_a_file_that_readers_do_not_get_holds_the_text_back(site):
    content = freeze(ReleaseFactory()).content
    linked = replace(content, body=f'<p>Read <a href="{site}{FILE}#page=2">the report</a>.</p>')
    (finding,) = checks.blocking(linked)

    assert found(content) == set()
    assert finding.field == "body"
    assert "links to “report.pdf”" in finding.sentence
    assert "under the resources" in finding.sentence


def test_a_file_among_the_resources_may_be_linked_to_and_an_address_of_one_may_not_stand_there():
    content = freeze(ReleaseFactory()).content
    body = f'<p>Read <a href="{FILE}">the report</a>.</p>'
    attached = Resource("report", "Full report", "All", FILE, ORIGINAL)
    bare = Resource("report", "Full report", "All", FILE)

    assert found(replace(content, body=body, resources=(attached,))) == set()
    assert found(replace(content, resources=(bare,))) == {("resources", "file of the library")}
