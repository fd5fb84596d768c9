"""The fence: whether this copy of the site may send mail. A restored or cloned database may not.

A clone elsewhere meets another INSTANCE_ID. A backup that was put back where it came from is found out by a
number: each batch of a worker counts up, at its begin and at its end, in the database, and beside it in a
file in VAR_DIR.
"""

from pathlib import Path

from django.conf import settings

from releases import conf
from releases.models import Instance

HOW = "Run “manage.py confirm_instance” on the one copy that sends; until then nothing leaves."


def objection() -> str:
    """Why no mail may leave, as a sentence that says what to do; empty when it may."""
    here = conf.instance_id()
    if not here:
        return f"This copy of the site has no name. Set INSTANCE_ID. {HOW}"
    confirmed = Instance.objects.filter(pk=1).first()
    if confirmed is None:
        return f"Nobody has confirmed that this copy of the site is the one that sends mail. {HOW}"
    if confirmed.name != here:
        return (
            f"This database belongs to another copy of the site ({confirmed.name[:12]}); this one is "
            f"{here[:12]}. It was restored or copied. {HOW}"
        )
    seen = claims_seen()
    if seen is None:
        return f"The file {claims_file()} should say how often mails were taken, and cannot be read. {HOW}"
    if seen > confirmed.claims:
        return f"This database is older than what was sent from here: a backup was put back. {HOW}"
    return ""


def claims_file() -> Path:
    """Where the workers of this machine write down how often they have taken mails."""
    return Path(settings.VAR_DIR) / "claims"


def claims_seen() -> int | None:
    """The number in the file, 0 without one; None when it cannot be read."""
    try:
        return int(claims_file().read_text(encoding="ascii"))
    except FileNotFoundError:
        return 0
    except (OSError, ValueError):
        return None
