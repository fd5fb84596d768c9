"""JSON held against a schema of tests/data, with the formats that the schemas name."""

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

DATA = Path(__file__).parent / "data"


def _uri(value: object) -> bool:
    parts = urlsplit(str(value))
    return bool(parts.scheme and (parts.netloc or parts.path)) and " " not in str(value)


def _date_time(value: object) -> bool:
    return datetime.fromisoformat(str(value)).utcoffset() is not None


_formats = FormatChecker(formats=())
_formats.checks("uri", raises=ValueError)(_uri)
_formats.checks("date-time", raises=ValueError)(_date_time)


def mistakes(text: bytes, schema: str) -> list[str]:
    """What the schema refuses in this JSON; nothing when it is as promised."""
    validator = Draft202012Validator(json.loads((DATA / schema).read_text()), format_checker=_formats)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))]
