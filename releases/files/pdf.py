"""PDF: looked through for what acts by itself or hides other files, without a PDF library."""

import re
import zlib
from collections.abc import Iterator

from releases.files import archive
from releases.files.refusal import NotAccepted
from releases.files.walk import Data

HEADER = re.compile(rb"%PDF-[12]\.\d")
MOST_UNPACKED = 64_000_000

_CHUNK = 1_000_000
_TAIL = 2_048
_MOST_PACKED = 20_000


def _name(word: str) -> bytes:
    """A pattern for a name of PDF behind its slash; any letter may be written as #4A."""
    return b"".join(b"(?:%c|#%02x|#%02X)" % (ord(sign), ord(sign), ord(sign)) for sign in word)


_END_OF_NAME = rb"(?![A-Za-z0-9_#-])"
_ENDS = {"XFA": rb"\s*(?:\[|\d+\s+\d+\s+R)", "EF": rb"\s*(?:<<|\d+\s+\d+\s+R)"}
_REFUSED = {
    "Encrypt": "The PDF is protected. Save it without password and restrictions, then upload that.",
    "JavaScript": "The PDF contains a program (JavaScript). Print it to a new PDF, then upload that.",
    "Rendition": "The PDF plays media by itself. Print it to a new PDF, then upload that.",
    "RichMedia": "The PDF plays media by itself. Print it to a new PDF, then upload that.",
    "Launch": "The PDF starts other programs. Print it to a new PDF, then upload that.",
    "EmbeddedFile": "The PDF has other files in it. Take them out and upload each by itself.",
    "EmbeddedFiles": "The PDF has other files in it. Take them out and upload each by itself.",
    "EF": "The PDF has other files in it. Take them out and upload each by itself.",
    "XFA": "The PDF is a form that only one program can show. Print it to a new PDF, then upload that.",
    # The file may lie with somebody else, who learns by the asking who reads this one, and more.
    "GoToR": "The PDF opens other files. Print it to a new PDF, then upload that.",
    "GoToE": "The PDF opens other files. Print it to a new PDF, then upload that.",
    "SubmitForm": "The PDF sends what is typed into it. Print it to a new PDF, then upload that.",
    "ImportData": "The PDF fetches data. Print it to a new PDF, then upload that.",
}
# A slash and one letter are looked at first, so that megabytes of anything are passed over quickly.
_ACTING = re.compile(
    b"/(?=[EJRLX#]|G[o#]|I[m#]|S[u#])(?:%s)" % b"|".join(
        b"(?P<%s>%s%s)" % (word.encode(), _name(word), _ENDS.get(word, _END_OF_NAME))
        for word in _REFUSED
    )
)  # fmt: skip
# Objects may lie packed in a stream that says how many they are and where the first begins; so does a table
# of contents, which is none.
_PACKED = re.compile(b"/(?=[OF#])(?:(?P<type>%s)|%s)%s" % (_name("ObjStm"), _name("First"), _END_OF_NAME))
_LONGEST_OBJECT = 4_096
# How an object goes on to its end or its stream, past texts and notes, where the same letters mean nothing.
# No group in it is possessive: early Pythons 3.11 lose matches of such ones.
# So what stands at a place may go on in one way only: else a file could keep it trying for ever.
_GOES_ON = re.compile(
    rb"""(?: [^(%<es]++
        | \( (?: [^()\\]++ | \\. | \( (?: [^()\\]++ | \\. )* \) )* \)
        | %[^\r\n]*+ | << | <[^<>]*+>
        | e(?!ndobj) | (?<![\s>\])])e(?=ndobj) | s(?!tream\r?\n) | (?<=end)s(?=tream\r?\n)
    )* (?P<end> endobj | stream\r?\n )""",
    re.DOTALL | re.VERBOSE,
)
# Such a stream is announced by names and numbers alone: texts and notes could hold another beginning.
_HEAD = re.compile(rb"\s*<<(?:[\w\s/.\[\]-]|<<|>>)*>>\s*")
_PACKED_ONCE = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])\s*[/>]")
_SHIFTED = re.compile(rb"/(?:DecodeParms|DP)\b(?!\s*(?:null|\[\s*null\s*\]))")


def look(data: Data) -> None:
    """Refuse a PDF that is cut short, protected, acts by itself or carries other files."""
    tail = data[max(len(data) - _TAIL, 0) :]
    end = tail.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in tail:
        raise NotAccepted("The PDF is not complete: its end is missing. Export it again, then upload that.")
    if tail[end + len(b"%%EOF") :].strip(b"\0\t\n\f\r ") or archive.is_behind(data):
        raise NotAccepted(
            "Something stands behind the end of the PDF. Print it to a new PDF, then upload that."
        )
    _refuse_acting(data)
    left = MOST_UNPACKED
    for start in sorted(set(_packed_streams(data))):
        left = _look_into(data, start, left)


def _packed_streams(data: Data) -> Iterator[int]:
    """Where packed streams begin: close behind the words that announce them."""
    for number, found in enumerate(_PACKED.finditer(data)):
        rest = _GOES_ON.match(data, found.end(), found.end() + _LONGEST_OBJECT)
        if rest is None or number >= _MOST_PACKED:
            raise _packed_oddly()
        if rest["end"] == b"endobj":
            if found["type"]:
                raise _packed_oddly()
            continue
        begun = data.rfind(b"obj", max(found.start() - _TAIL, 0), found.start())
        if begun < 0 or not _is_packed_once(data[begun + len(b"obj") : rest.start("end")]):
            raise _packed_oddly()
        yield rest.end()


def _is_packed_once(head: bytes) -> bool:
    """Whether unpacking once gives what a reader sees: one way of packing, and nothing that shifts bytes."""
    return (
        _HEAD.fullmatch(head) is not None
        and head.count(b"<<") == head.count(b">>")
        and head.count(b"/Filter") == 1
        and _PACKED_ONCE.search(head) is not None
        and _SHIFTED.search(head) is None
    )


def _look_into(data: Data, start: int, left: int) -> int:
    """Unpack one stream piece by piece; what cannot be unpacked cannot be looked at."""
    unpacker = zlib.decompressobj()
    position, packed, before = start, b"", b""
    try:
        while not unpacker.eof and (packed or position < len(data)):
            if not packed:
                packed = data[position : position + _CHUNK]
                position += len(packed)
            piece = unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
            left -= len(piece)
            if left < 0:
                raise NotAccepted("The PDF unpacks to far more than it seems. Print it to a new PDF.")
            _refuse_acting(before + piece)
            before = piece[-64:]
    except zlib.error as failure:
        raise _packed_oddly() from failure
    return left


def _refuse_acting(data: Data) -> None:
    if found := _ACTING.search(data):
        raise NotAccepted(_REFUSED[str(found.lastgroup)])


def _packed_oddly() -> NotAccepted:
    return NotAccepted(
        "The PDF is packed in a way that cannot be looked into. Print it to a new PDF, then upload that."
    )
