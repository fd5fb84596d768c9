"""Twenty thousand posted forms against twenty mailboxes, on the database of DATABASE_URL.

    python docs/benchmarks/list_bombing.py         or, with fewer posts: … list_bombing.py 2000

It makes a database of its own and takes it away again. First with the limits as they are, then with those of
a client and of everybody lifted, so that only the one of a mailbox holds. Ends with 1 if any mailbox gets two
mails.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
POSTS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
MAILBOXES, ROUND = 20, 200
SPELLINGS = ("victim{}", "Victim{}", "VICTIM{}", "victim{}+a", "Victim{}+b.c", "victim{}+{}")


def flood(words: str) -> int:
    """Post from as many networks as there are posts to twenty; the worker answers in between."""
    from django.core import mail
    from django.test import Client

    from releases import conf, jobs
    from releases.models import SignUp, Subscriber, Subscription
    from releases.text.form_age import ripe_token

    for model in (SignUp, Subscription, Subscriber):
        model._default_manager.all().delete()
    mail.outbox.clear()
    client, statuses = Client(), Counter[int]()
    posting = 0.0
    for number in range(POSTS):
        name = SPELLINGS[number // MAILBOXES % len(SPELLINGS)].format(number % MAILBOXES, number)
        typed = {
            "email": f"{name}@mail.example",
            "newsletters": "watch",
            "token": ripe_token(time.time(), conf.form_key()),
        }
        began = time.perf_counter()
        network = f"10.{number % 4}.{number // 16 % 256}.{number // 4096 % 256}"
        statuses[client.post("/subscribe/", typed, REMOTE_ADDR=network).status_code] += 1
        posting += time.perf_counter() - began
        if (number + 1) % ROUND == 0:
            jobs.answer_sign_ups(limit=ROUND)
    to = Counter(message.to[0].lower().partition("@")[0].partition("+")[0] for message in mail.outbox)
    answers = ", ".join(f"{count:,} answered by {status}" for status, count in sorted(statuses.items()))
    print(  # noqa: T201 a report for people
        f"{words}: {answers}; {len(mail.outbox)} mails to {len(to)} mailboxes,"
        f" at most {max(to.values(), default=0)} to one; {SignUp.objects.count():,} rows;"
        f" {posting / POSTS * 1000:.1f} ms a post"
    )
    return max(to.values(), default=0)


def measure() -> int:
    """Both floods."""
    from releases.actions import fencing, subscribing
    from releases.models import Newsletter, Organisation

    fencing.confirm_the_first(by="the benchmark")
    Organisation.objects.create(pk=1, name="Federation", postal_address="1 Sample Street")
    Newsletter.objects.create(name="Watch", slug="watch")
    most = flood("with every limit")
    with (
        patch.object(subscribing, "FROM_ONE_CLIENT", POSTS),
        patch.object(subscribing, "FROM_EVERYBODY", POSTS + 1),
    ):
        most = max(most, flood("with that of a mailbox alone"))
    return 0 if most == 1 else 1


def main() -> int:
    """Measure in a database that is made for it."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    import logging

    from django.db import connection

    logging.disable(logging.WARNING)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
