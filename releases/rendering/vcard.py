"""A media contact as a vCard 4 (RFC 6350), for address books."""

from releases.models import MediaContact, Organisation
from releases.rendering.departure import whom_to_call

_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})
_LINE = 75


def vcard(contact: MediaContact, office: Organisation, *, now: MediaContact | None, address: str) -> str:
    """The card at `address`; of somebody who has left it keeps the name and says whom to call instead."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        f"FN:{_text(contact.name)}",
        f"ORG:{_text(office.name)}",
        *(
            _reach(contact)
            if contact.is_active
            else (f"NOTE:{_text(whom_to_call(contact.name, now, office))}",)
        ),
        f"SOURCE:{address}",
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _reach(contact: MediaContact) -> list[str]:
    return [
        line
        for line, is_known in (
            (f"TITLE:{_text(contact.title)}", contact.title),
            (f'TEL;VALUE=uri;TYPE="work,voice":tel:{contact.phone}', contact.phone),
            (f"EMAIL;TYPE=work:{_text(contact.email)}", contact.email),
            (f"NOTE:{_text(contact.hours)}", contact.hours),
        )
        if is_known
    ]


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").translate(_ESCAPED)


def _folded(line: str) -> str:
    """Divide a line of more than 75 bytes, never inside a letter; further lines begin with a space."""
    parts, size = [""], 0
    for sign in line:
        wide = len(sign.encode())
        if size + wide > _LINE:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += wide
    return "\r\n".join(parts)
