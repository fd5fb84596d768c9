"""The organisation as the sample press site names it."""

from pathlib import Path

NAME = "Federation of American Scientists"
SHORT_NAME = "FAS"
PRESS_PHONE = "202-454-4680"
AFTER_HOURS_PHONE = "202-555-0142"
"""Reserved for fiction: nobody answers. Replace it with the line that somebody answers at night."""

POSTAL_ADDRESS = """\
1 Sample Street NW
Washington, DC 20000"""

FOLLOW_LINKS = """\
All newsletters /newsletters/
The newsletter Missile Watch /newsletters/missile-watch/"""

PRIVACY = (Path(__file__).parent / "privacy.html").read_text(encoding="utf-8").strip()
