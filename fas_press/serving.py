"""How gunicorn serves fas_press: `gunicorn -c python:fas_press.serving`."""

import ctypes
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings

wsgi_app = "fas_press.wsgi:application"
bind = f"127.0.0.1:{settings.PORT}"
workers = 2
threads = 4
max_requests = 1000
max_requests_jitter = 100
# The longest line with an end: what fits is answered by our own pages, also the longest search.
limit_request_line = 8190
# It would be a way in for everybody else on this machine.
control_socket_disable = True
loglevel = "warning"
# For whoever asks for an access log: addresses without what follows "?", because that may open a preview.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'

_M_MMAP_THRESHOLD, _LARGE = -3, 1_048_576

# Left to itself, glibc keeps what large pictures needed, for every thread anew: after six of them a worker
# had held 733 MB. Workers are forked from here and inherit it; other C libraries have no such switch.
with suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


def when_ready(server: Any) -> None:
    """Say where the site is, now that it answers."""
    address = f"http://{bind}"
    sys.stdout.write(f"Site {address}/   Staff {address}/admin/   Stop with Ctrl+C\n")
    sys.stdout.flush()
