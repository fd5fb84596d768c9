"""DOCX and XLSX: every part unpacked and looked at, for macros under any name and for what is fetched."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from tempfile import TemporaryFile

from lxml import etree

from releases.files import archive, fields
from releases.files.archive import Entry
from releases.files.formats import Format
from releases.files.refusal import NotAccepted
from releases.files.walk import Data
from releases.files.writing import mapped

MOST_XML = 2_000_000
MOST_PART, MOST_WORDS = 20_000_000, 60_000_000
MOST_DEEP = 1
ENOUGH = 1_000

_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Format.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Format.XLSX,
}
_MACROS = re.compile(r"macro|vba|activex|dialogsheet|oleobject|html|rfc822|webextension", re.IGNORECASE)
_FETCHED = {
    "attachedTemplate",
    "frame",
    "subDocument",
    "externalLink",
    "externalLinkPath",
    "aFChunk",
    "connections",
}
_DRAWN = {
    "image/svg+xml",
    "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "application/vnd.openxmlformats-officedocument.obfuscatedFont",
}
_ACTING = {"vbaProject", "wordVbaData", "oleObject", "control", "activeXControlBinary", "xlMacrosheet"}


@dataclass(frozen=True)
class _Types:
    """Which part is of which type, as the file says."""

    by_ending: dict[str, str]
    by_name: dict[str, str]

    def of(self, name: str) -> str:
        """The type of a part; empty when the file does not say."""
        return self.by_name.get(name.lower()) or self.by_ending.get(name.rpartition(".")[2].lower(), "")


@dataclass
class _Room:
    """What all parts together may still unpack to, those of workbooks inside charts included."""

    left: int = archive.MOST_UNPACKED
    words: int = MOST_WORDS


def look(data: Data) -> Format:
    """Tell Word from Excel, or refuse: macros, old objects, templates and content from elsewhere."""
    return _look(data, _Room(), deep=0)


def _look(data: Data, room: _Room, deep: int) -> Format:
    found = {entry.name: entry for entry in archive.entries(data, room.left)}
    room.left -= sum(entry.size for entry in found.values())
    if _TYPES not in found or _RELATIONS not in found:
        raise NotAccepted(
            "ZIP archives are not accepted, whatever their name. "
            "Upload each file by itself: pictures, PDF, Word (.docx), Excel (.xlsx) or CSV."
        )
    types = _types(_xml(data, found[_TYPES]))
    for name, entry in found.items():
        _look_into(data, entry, types, room, deep)
        if name.lower().endswith(".rels"):
            _refuse_relations(_xml(data, entry))
    return _format(types, _xml(data, found[_RELATIONS]), found)


def _look_into(data: Data, entry: Entry, types: _Types, room: _Room, deep: int) -> None:
    pieces = archive.unpacked(data, entry)
    first = _beginning(pieces)
    if "vbaproject" in entry.name.lower() or first.startswith(_OLD_OFFICE):
        raise _has_macros()
    if re.match(rb"MZ.{0,64}\0", first, re.DOTALL):
        raise NotAccepted("The file carries a program. Take it out, save the file again, then upload that.")
    if first.startswith(b"PK\x03\x04"):
        _look_inside(chain([first], pieces), room, deep)
    if first and fields.IS_XML.match(first):
        room.words -= entry.size
        if entry.size > MOST_PART or room.words < 0:
            raise NotAccepted(
                f"The file holds more than {MOST_WORDS // 1_000_000} MB of text and tables, "
                f"or more than {MOST_PART // 1_000_000} MB in one of them. "
                "Save a large table as CSV and a long text as PDF, then upload that."
            )
        fields.look(chain([first], pieces), is_drawing=types.of(entry.name) in _DRAWN)
    for _ in pieces:
        pass


def _beginning(pieces: Iterator[bytes]) -> bytes:
    """Enough to know a part by, however small the pieces in which it comes."""
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= ENOUGH:
            break
    return first


def _look_inside(pieces: Iterable[bytes], room: _Room, deep: int) -> None:
    """A chart brings its own small workbook, to which the same rules apply."""
    if deep >= MOST_DEEP:
        raise NotAccepted("Files lie in files that lie in files. Take them out, then upload each by itself.")
    with TemporaryFile() as inner:
        inner.writelines(pieces)
        inner.flush()
        _look(mapped(inner), room, deep + 1)


def _types(types: etree._Element) -> _Types:
    by_ending, by_name = {}, {}
    for element in types.iter("{*}Default", "{*}Override"):
        content_type = element.get("ContentType", "")
        if _MACROS.search(content_type):
            raise _has_macros()
        by_ending[element.get("Extension", "").lower()] = content_type
        by_name[element.get("PartName", "").lstrip("/").lower()] = content_type
    return _Types(by_ending, by_name)


def _format(types: _Types, relations: etree._Element, found: dict[str, Entry]) -> Format:
    """What the part that everything begins with says it is."""
    names = [
        element.get("Target", "").lstrip("/")
        for element in relations.iter("{*}Relationship")
        if element.get("Type", "").endswith("/officeDocument")
    ]
    if len(names) != 1 or names[0] not in found:
        raise archive.damaged()
    content_type = types.of(names[0])
    if content_type not in _MAIN:
        raise NotAccepted(
            "Of office files only Word documents (.docx) and Excel workbooks (.xlsx) are accepted. "
            "Save it as one of these or as PDF, then upload that."
        )
    return _MAIN[content_type]


def _refuse_relations(relations: etree._Element) -> None:
    for element in relations.iter("{*}Relationship"):
        kind = element.get("Type", "").rpartition("/")[2]
        outside = element.get("TargetMode", "").strip().lower() == "external"
        if kind in _ACTING or _MACROS.search(kind):
            raise _has_macros()
        if kind in _FETCHED or (outside and kind != "hyperlink"):
            raise NotAccepted(
                "The file fetches a template, picture or workbook from elsewhere when it is opened. "
                "Detach the template (Word: Developer, Document Template) or break the links "
                "(Excel: Data, Edit Links or Queries & Connections), save it, then upload that."
            )


def _xml(data: Data, entry: Entry) -> etree._Element:
    if entry.size > MOST_XML:
        raise archive.damaged()
    content = b"".join(archive.unpacked(data, entry))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        raise archive.damaged() from failure
    if root.getroottree().docinfo.internalDTD is not None:
        raise archive.damaged()
    return root


def _has_macros() -> NotAccepted:
    return NotAccepted(
        "The file contains macros or embedded objects. "
        "Save it without them, as .docx, .xlsx or PDF, then upload that."
    )
