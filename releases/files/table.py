"""CSV: text in rows and columns, and nothing that a spreadsheet program would compute."""

import codecs
import csv
import re
from collections.abc import Iterator
from typing import IO

from releases.files.refusal import NotAccepted
from releases.files.walk import Data

MOST_IN_ROW = 1_000_000
LOOKED_AT = 50
MOST_LINES = 1_048_576
"""No spreadsheet program opens more rows."""

_CHUNK = 1_000_000
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP = re.compile(rb"<\s*(?:script|html|!doctype|svg|\?xml|body|iframe)", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_BETWEEN = "\0"
_SPACE = r" \n\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def _plain(inside: str, space: str, end: str) -> str:
    """A pattern: signs alone, or a number, a day or a telephone, then where the cell ends."""
    return rf"""(?:
        [+\-－＋]{{1,3}}
        | [+\-－＋] [{space}]? [$€£¥]? \(? \d [\d{space}{inside}().:/'’–-]{{0,30}}
          (?: e[+-]?\d{{1,3}} | (?:ext\.?|x)[{space}]?\d{{1,6}} | [%‰°]?[a-z]{{0,5}} )
        ) [{space}]*+ (?:[\0{end}]|\Z)"""


_ANY_SPACE = _SPACE + r"\t"
_WHOLE, _WITH_COMMAS = _plain("", _SPACE, ""), _plain(",", _SPACE, "")
_AT_COMMAS, _AT_TABS = _plain("", _ANY_SPACE, ","), _plain(",", _SPACE, r"\t")
_AT_SEMICOLONS, _AT_STROKES = _plain(",", _ANY_SPACE, ";"), _plain(",", _ANY_SPACE, "|")
# A program that takes another delimiter than we do begins and ends cells at it. This one pattern looks at all
# of a row, so that many signs cost not much more than many letters.
_COMPUTED = re.compile(
    rf"""
    [\0,;\t|\r\n]
    (?: [^\S\t\r\n] | [\ufeff\u200b] )*+
    (?P<quoted> " (?: [^\S\t\r\n] | ["\ufeff\u200b] )*+ )?
    (?= [=+\-@＝＋－＠] )
    (?! [+-][\d.,]{{1,20}}%?(?:\0|\Z) )
    (?(quoted) | (?! [+-](?:\0|\Z) | {_WHOLE} | (?= {_AT_COMMAS} )
        (?: {_WITH_COMMAS} | (?= {_AT_TABS} ) (?= {_AT_SEMICOLONS} ) (?= {_AT_STROKES} ) ) ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def look(data: Data, file: IO[bytes]) -> None:
    """Refuse what is no table of words and numbers."""
    if _CONTROL.search(data):
        raise _unknown()
    if _MARKUP.search(data):
        raise NotAccepted(
            "The file contains parts of a web page. Web pages are not accepted; "
            "for a table, save it as CSV without markup."
        )
    encoding = _encoding(data)
    rows = _rows(file, encoding, _delimiter(file, encoding))
    number, columns = 0, 0
    for number, row in enumerate(rows, start=1):
        columns = columns or len(row)
        if number <= LOOKED_AT and len(row) != columns:
            raise _no_table()
        if _is_computed(row):
            raise NotAccepted(
                f"A cell in row {number} begins like a formula, which spreadsheet programs would compute. "
                "Save the table with values only, and with a word before = + - or @, then upload that."
            )
    if columns < 2 or number < 2:
        raise _no_table()


def _is_computed(row: list[str]) -> bool:
    """Whether some program would find a formula in it, wherever that program thinks a cell begins."""
    return _COMPUTED.search(_BETWEEN + _BETWEEN.join(row)) is not None


def _encoding(data: Data) -> str:
    """UTF-8, or what Excel writes on Windows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for position in range(0, len(data), _CHUNK):
            decoder.decode(data[position : position + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(file: IO[bytes], encoding: str) -> str:
    first = next((line for line in _lines(file, encoding) if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=unquoted.count)


def _rows(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Rows that are not empty; a row over many lines has an end, so that none fills the memory."""
    taken = 0

    def counted() -> Iterator[str]:
        nonlocal taken
        for number, line in enumerate(_lines(file, encoding), start=1):
            if number > MOST_LINES:
                raise _too_long()
            taken += len(line)
            if taken > MOST_IN_ROW:
                raise _no_table()
            yield line

    try:
        for row in csv.reader(counted(), delimiter=delimiter, strict=True):
            taken = 0
            if row:
                yield row
    except csv.Error as failure:
        raise _no_table() from failure


def _lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    """Lines as Windows, Unix and the old Macintosh end them, none longer than a row may be."""
    file.seek(0)
    while block := file.readline(MOST_IN_ROW + 1):
        if len(block) > MOST_IN_ROW:
            raise _no_table()
        for line in block.splitlines(keepends=True):
            try:
                yield line.decode(encoding)
            except UnicodeDecodeError as failure:
                raise _unknown() from failure


def _unknown() -> NotAccepted:
    return NotAccepted(
        "The file is none of those that are accepted: pictures as JPEG, PNG, WebP or GIF; documents as PDF, "
        "Word (.docx), Excel (.xlsx) or CSV in UTF-8. Save it as one of these, then upload that."
    )


def _no_table() -> NotAccepted:
    return NotAccepted(
        "The file is text, but no table with the same number of columns in every row. "
        "Save a table as CSV, and words as PDF or Word (.docx)."
    )


def _too_long() -> NotAccepted:
    return NotAccepted(
        f"The table has more than {MOST_LINES:,} rows, more than spreadsheet programs open. "
        "Upload it in parts, or give a link to the data."
    )
