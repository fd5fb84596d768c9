"""HTML for other places: whole addresses, and XHTML."""

import pytest
from lxml import etree

from releases.text.links import whole_links, xhtml

PAGE = "https://press.example/releases/one/"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("/topics/x/?a=1&amp;b=2", "https://press.example/topics/x/?a=1&amp;b=2"),
        ("#below", "https://press.example/releases/one/#below"),
        ("https://fas.example/x", "https://fas.example/x"),
        ("mailto:press@fas.example", "mailto:press@fas.example"),
        ("tel:+12024544680", "tel:+12024544680"),
    ],
)
def test_every_address_is_whole(address, whole):
    linked, quoted = '<p>Read <a href="{}">this</a>.</p>', '<blockquote cite="{}"><p>Said.</p></blockquote>'

    assert whole_links(linked.format(address), PAGE) == linked.format(whole)
    assert whole_links(quoted.format(address), PAGE) == quoted.format(whole)


def test_xhtml_is_read_by_an_xml_parser_and_has_the_same_words():
    html = "<p>R&amp;D &lt;3<br>élan</p>\n<hr>\n<table><tbody><tr><td></td><td>1</td></tr></tbody></table>"

    root = etree.fromstring(f"<div>{xhtml(html)}</div>")

    assert "".join(root.itertext()) == "R&D <3élan\n\n1"
    assert "<td></td>" in xhtml(html)
