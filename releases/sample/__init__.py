"""The sample content of a new press office, as data: words, no tables. `actions/sampling.py` writes it.

One release is the organisation's own, repaired where its old page was damaged (`missile_watch`). All others
are invented: their people, events and figures do not exist, their telephone numbers (202-555-01xx) and their
addresses (example.org, fas.example) are reserved for examples.
"""

from datetime import date

SAMPLE_DATE = date(2010, 12, 14)
"""The day of the Missile Watch release. Its old page names none; this one is a sample."""
