"""DOCX and XLSX: every part unpacked and looked at, for macros under any name and for what is fetched."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from tempfile import TemporaryFile

from lxml import etree

from releases.files import archive
from releases.files.archive import Entry
from releases.files.formats import Format
from releases.files.refusal import NotAccepted
from releases.files.walk import Data
from releases.files.writing import mapped

MOST_XML = 2_000_000
MOST_DEEP = 1

_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Format.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Format.XLSX,
}
_MACROS = re.compile(r"macro|vba|activex|dialogsheet|oleobject|html|rfc822", re.IGNORECASE)
_FETCHED = {"attachedTemplate", "frame", "subDocument", "externalLink", "externalLinkPath", "aFChunk"}
_ACTING = {"vbaProject", "wordVbaData", "oleObject", "control", "activeXControlBinary", "xlMacrosheet"}


@dataclass
class _Room:
    """What all parts together may still unpack to, those of workbooks inside charts included."""

    left: int = archive.MOST_UNPACKED


def look(data: Data) -> Format:
    """Tell Word from Excel, or refuse: macros, old objects, templates and content from elsewhere."""
    return _look(data, _Room(), deep=0)


def _look(data: Data, room: _Room, deep: int) -> Format:
    found = {entry.name: entry for entry in archive.entries(data, room.left)}
    room.left -= sum(entry.size for entry in found.values())
    for entry in found.values():
        _look_into(data, entry, room, deep)
    if _TYPES not in found or _RELATIONS not in found:
        raise NotAccepted(
            "ZIP archives are not accepted, whatever their name. "
            "Upload each file by itself: pictures, PDF, Word (.docx), Excel (.xlsx) or CSV."
        )
    for name, entry in found.items():
        if name.lower().endswith(".rels"):
            _refuse_relations(_xml(data, entry))
    return _format(_xml(data, found[_TYPES]), _xml(data, found[_RELATIONS]), found)


def _look_into(data: Data, entry: Entry, room: _Room, deep: int) -> None:
    pieces = archive.unpacked(data, entry)
    first = next(pieces, b"")
    if "vbaproject" in entry.name.lower() or first.startswith(_OLD_OFFICE):
        raise _has_macros()
    if re.match(rb"MZ.{0,64}\0", first, re.DOTALL):
        raise NotAccepted("The file carries a program. Take it out, save the file again, then upload that.")
    if first.startswith(b"PK\x03\x04"):
        _look_inside(chain([first], pieces), room, deep)
    for _ in pieces:
        pass


def _look_inside(pieces: Iterable[bytes], room: _Room, deep: int) -> None:
    """A chart brings its own small workbook, to which the same rules apply."""
    if deep >= MOST_DEEP:
        raise NotAccepted("Files lie in files that lie in files. Take them out, then upload each by itself.")
    with TemporaryFile() as inner:
        inner.writelines(pieces)
        inner.flush()
        _look(mapped(inner), room, deep + 1)


def _format(types: etree._Element, relations: etree._Element, found: dict[str, Entry]) -> Format:
    """What the part that everything begins with says it is."""
    by_ending, by_name = {}, {}
    for element in types.iter("{*}Default", "{*}Override"):
        content_type = element.get("ContentType", "")
        if _MACROS.search(content_type):
            raise _has_macros()
        by_ending[element.get("Extension", "").lower()] = content_type
        by_name[element.get("PartName", "").lstrip("/").lower()] = content_type
    names = [
        element.get("Target", "").lstrip("/")
        for element in relations.iter("{*}Relationship")
        if element.get("Type", "").endswith("/officeDocument")
    ]
    if len(names) != 1 or names[0] not in found:
        raise archive.damaged()
    content_type = by_name.get(names[0].lower()) or by_ending.get(names[0].rpartition(".")[2].lower(), "")
    if content_type not in _MAIN:
        raise NotAccepted(
            "Of office files only Word documents (.docx) and Excel workbooks (.xlsx) are accepted. "
            "Save it as one of these or as PDF, then upload that."
        )
    return _MAIN[content_type]


def _refuse_relations(relations: etree._Element) -> None:
    for element in relations.iter("{*}Relationship"):
        kind = element.get("Type", "").rpartition("/")[2]
        outside = element.get("TargetMode", "").lower() == "external"
        if kind in _ACTING or _MACROS.search(kind):
            raise _has_macros()
        if kind in _FETCHED or (outside and kind != "hyperlink"):
            raise NotAccepted(
                "The file fetches a template, picture or workbook from elsewhere when it is opened. "
                "Detach the template (Word: Developer, Document Template) or break the links "
                "(Excel: Data, Edit Links), save it, then upload that."
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
