"""Names from browsers are made harmless, and none is refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.files.names import safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Full report 2026.pdf", "Full-report-2026.pdf"),
        ("missile_watch-v1.2.pdf", "missile_watch-v1-2.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system.ini", "system.pdf"),
        ("C:\\fakepath\\photo.jpg", "photo.pdf"),
        ("／／full／width", "width.pdf"),
        ("photo\u202egpj.exe", "photogpj.pdf"),
        ("a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie-x.pdf"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("report.pdf.exe", "report-pdf.pdf"),
        ("<script>alert(1)</script>.png", "script.pdf"),
        ('a"; filename="b.html', "a-filename-b.pdf"),
        ("The %22whole%22 report%0A.pdf", "The-whole-report.pdf"),
        ("CON.txt", "CON-file.pdf"),
        ("lpt1", "lpt1-file.pdf"),
        ("Ракетный доклад.pdf", "Ракетный-доклад.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("飛彈報告.pdf", "飛彈報告.pdf"),
        ("e\u0301tude.pdf", "étude.pdf"),
        (".htaccess", "file.pdf"),
        ("...", "file.pdf"),
        ("-rf", "rf.pdf"),
        ("", "file.pdf"),
        (None, "file.pdf"),
        ("\ud800.pdf", "file.pdf"),
        ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
        ("飛" * 300, "飛" * 66 + ".pdf"),
    ],
)
def test_a_name_becomes_harmless(sent, kept):
    assert safe_name(sent, "pdf") == kept


@given(st.text(st.characters(exclude_categories=())))
def test_any_name_is_one_that_every_system_keeps(sent):
    name = safe_name(sent, "pdf", otherwise="document")
    stem = name.removesuffix(".pdf")

    assert len(name.encode()) <= 210
    assert stem
    assert not set('./\\:*?"<>|%& \0') & set(stem)
    assert all(unicodedata.category(sign)[0] in "LMN" or sign in "-_" for sign in stem)
    assert safe_name(name, "pdf", otherwise="document") == name
