"""Fields of Word and formulas of Excel, read as a stream: what runs or fetches when a file is opened."""

import re
from collections.abc import Iterable
from io import StringIO
from typing import NoReturn
from xml.parsers import expat

from releases.files import archive
from releases.files.refusal import NotAccepted

MOST_DEEP = 1_000
LONGEST_TAG = 4_000_000
LONGEST_FORMULA = 10_000
"""Excel takes 8,192 characters."""
LONGEST_CODE = 5_000_000
"""Of all fields of a part: some carry whole records of a bibliography."""

IS_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*(?:<|\Z)")
# A field begins, a field's words are over.
_BEGUN, _OVER = "\x01", "\x02"
_RUNS = re.compile(
    r"""(?:\A|[\x01\x02])[\s"“„']*
    (?:dde|ddeauto|link|include|includetext|includepicture|import|rd|database|htmlcontrol)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# What a field does could be put together from the fields that stand before its first word.
_IS_COMPUTED = re.compile(r"\x01\s*\x01")
_CODE = {"instrText", "delInstrText"}
_FORMULAS = {
    "f", "formula", "formula1", "formula2", "oldFormula", "definedName",
    "calculatedColumnFormula", "totalsRowFormula",
}  # fmt: skip
_MATH = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
}
_QUOTED = re.compile(r"""'(?:[^']|'')*'|("(?:[^"]|"")*")""")
_FETCHES = re.compile(
    r"""\| | \\\\ | :// | (?<![\w.])(?:_xl\w+\.)*
    (?:webservice|image|rtd|dde|call|register(?:\.id)?|exec|sql\.request|stockhistory
      |import(?:data|feed|html|range|xml))\s*\(""",
    re.IGNORECASE | re.VERBOSE,
)


def look(pieces: Iterable[bytes], *, is_drawing: bool = False) -> None:
    """Refuse what runs or fetches, and XML that no office program writes.

    Drawings and letters hold neither, and other programs write them: what is odd there is passed over.
    """
    reader = _Reader()
    try:
        for piece in pieces:
            reader.take(piece)
        reader.parser.Parse(b"", True)
    except NotAccepted:
        raise
    except (expat.ExpatError, ValueError, LookupError, _Odd) as failure:
        if not is_drawing:
            raise archive.damaged() from failure
    # A field's words can be split as its writer likes, so that only all of them together say what it does.
    code = reader.code.getvalue()
    if _RUNS.search(code) or _IS_COMPUTED.search(code):
        raise _runs()


class _Odd(Exception):
    """Words of its own for XML, or elements in elements without end."""


class _Reader:
    """What fields of a part say, collected; formulas are looked at one by one."""

    def __init__(self) -> None:
        self.code = StringIO()
        self._within, self._taken, self._heard = 0, 0, 0
        self._open: list[bool] = []
        """Of each element around, whether it is read."""
        self._words: list[str] = []
        self._spaces: dict[str, set[str]] = {}
        """What each prefix has been said to stand for so far."""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _odd
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def take(self, piece: bytes) -> None:
        """Read on."""
        self._taken += len(piece)
        self.parser.Parse(piece, False)
        # Of a tag that never ends everything is kept.
        if self._taken - self.parser.CurrentByteIndex > LONGEST_TAG:
            _odd()

    def _begin(self, name: str, said: dict[str, str]) -> None:
        if len(self._open) >= MOST_DEEP:
            _odd()
        for attribute, value in said.items():
            if attribute.startswith("xmlns"):
                self._spaces.setdefault(attribute[6:], set()).add(value)
        self._open.append(self._is_read(name))
        if self._open[-1]:
            self._within += 1
            self.parser.CharacterDataHandler = self._hear
            return
        name = name.rpartition(":")[2]
        if name == "fldChar":
            self._note(_BEGUN if "begin" in _said(said, "fldCharType") else _OVER)
        elif name == "fldSimple":
            self._note(_BEGUN + _said(said, "instr") + _OVER)

    def _is_read(self, name: str) -> bool:
        """Whether the element holds a field or a formula; in mathematics, “f” is a fraction."""
        prefix, _, name = name.rpartition(":")
        if name in _CODE:
            return True
        # A prefix that has stood for anything else in this part is not believed.
        return name in _FORMULAS and not self._spaces.get(prefix, {""}) <= _MATH

    def _end(self, name: str) -> None:
        if not self._open.pop():
            return
        name = name.rpartition(":")[2]
        words, self._heard = "".join(self._words), 0
        self._words.clear()
        self._within -= 1
        if not self._within:
            self.parser.CharacterDataHandler = None
        if name in _CODE:
            self._note(words)
        elif len(words) > LONGEST_FORMULA:
            _odd()
        elif words and _FETCHES.search(_without_texts(words)):
            raise _fetches()

    def _hear(self, words: str) -> None:
        self._words.append(words)
        self._heard += len(words)
        if self._heard > LONGEST_CODE:
            _odd()

    def _note(self, words: str) -> None:
        self.code.write(words)
        if self.code.tell() > LONGEST_CODE:
            _odd()


def _odd(*_said: object) -> NoReturn:
    raise _Odd


def _said(attributes: dict[str, str], wanted: str) -> str:
    # Of two with one name in different namespaces, either could be the one that counts.
    return _BEGUN.join(value for name, value in attributes.items() if name.rpartition(":")[2] == wanted)


def _without_texts(formula: str) -> str:
    """What is computed: texts in it say nothing, names of sheets do."""
    return _QUOTED.sub(lambda quoted: "" if quoted[1] else quoted[0], formula)


def _runs() -> NotAccepted:
    return NotAccepted(
        "The document has fields that fetch or run something when it is opened. "
        "In Word, press Ctrl+A and Ctrl+Shift+F9, which leaves what they show, save it, then upload that."
    )


def _fetches() -> NotAccepted:
    return NotAccepted(
        "The workbook has a formula that fetches or runs something when it is opened. "
        "Replace it by its value (copy, paste as values), save it, then upload that."
    )
