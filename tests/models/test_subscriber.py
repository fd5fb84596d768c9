"""What the database refuses to know about subscribers, and who gets what."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from releases.actions import subscriptions, suppressing
from releases.models import Programme, SignUp, Subscriber, Subscription, Topic, clock
from releases.vocabulary import Kind, SubscriptionEnd, SubscriptionState, Suppression
from releases.workflow import MoveNotAllowed
from tests.factories import ReleaseFactory, approved, writer
from tests.factories.newsletters import NewsletterFactory, newsletter_editor
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

ENDED = {"state": SubscriptionState.ENDED, "ended_because": SubscriptionEnd.LEFT}


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "words",
    [
        {"email": ""}, {"email_key": None}, {"limit_key": ""}, {"secret": ""},
        {"suppressed_because": "bounced"}, {"suppression_note": "why"},
    ],
)  # fmt: skip
def test_a_subscriber_has_an_address_a_secret_and_no_half_suppression(words):
    assert refused(lambda: SubscriberFactory(**words))


def test_an_address_is_one_subscriber():
    SubscriberFactory(email="ana@mail.example")

    assert refused(lambda: SubscriberFactory(email="Ana@mail.example"))


def test_many_addresses_can_be_erased():
    for _ in range(2):
        SubscriberFactory()

    Subscriber.objects.update(email="", email_key=None, limit_key="", erased_at=clock.now())

    assert Subscriber.objects.count() == 2
    assert refused(lambda: Subscriber.objects.update(email="back@mail.example"))


@pytest.mark.parametrize(
    "words",
    [
        {"state": SubscriptionState.ACTIVE, "confirmed_at": None},
        {"state": SubscriptionState.ENDED},
        {"state": "asleep"},
        {"ended_because": SubscriptionEnd.LEFT},
        {"wording": ""},
        {"source": ""},
        {"kind": Kind.LETTER},
        {"newsletter": None, "kind": "poem"},
    ],
)
def test_a_subscription_has_its_times_its_words_and_no_filter_on_a_newsletter(words):
    assert refused(lambda: SubscriptionFactory(**words))


def test_nothing_is_open_twice_for_one_subscriber():
    reader, watch = SubscriberFactory(), NewsletterFactory()
    topic = Topic.objects.create(name="T", slug="t")
    for words in ({"newsletter": watch}, {"newsletter": None}, {"newsletter": None, "topic": topic}):
        SubscriptionFactory(subscriber=reader, **words)
        assert refused(lambda words=words: SubscriptionFactory(subscriber=reader, **words))

    Subscription.objects.update(**ENDED, ended_at=clock.now())
    SubscriptionFactory(subscriber=reader, newsletter=watch)

    assert Subscription.objects.open().count() == 1


def test_only_confirmed_subscriptions_of_addresses_in_use_are_deliverable():
    watch = NewsletterFactory()
    good, suppressed, left = (SubscriptionFactory(newsletter=watch) for _ in range(3))
    SubscriptionFactory(newsletter=watch, state=SubscriptionState.PENDING)
    suppressing.suppress_by_machine(
        suppressed.subscriber, because=Suppression.BOUNCED, note="550 no such user"
    )
    Subscription.objects.filter(pk=left.pk).update(**ENDED, ended_at=clock.now())

    assert list(Subscription.objects.deliverable().to_newsletter(watch)) == [good]
    assert [row.may_receive for row in (good, suppressed, left)] == [True, False, False]


def test_a_release_goes_once_to_everybody_who_wants_it():
    programme = Programme.objects.create(name="P", slug="p")
    topic, other = (Topic.objects.create(name=name, slug=name) for name in ("one", "two"))
    release = ReleaseFactory(kind=Kind.LETTER)
    release.topic_lines.create(topic=topic, position=0)
    version = approved(release)
    reader = SubscriberFactory()
    everything = SubscriptionFactory(newsletter=None)
    by_topic = SubscriptionFactory(newsletter=None, topic=topic, subscriber=reader)
    SubscriptionFactory(newsletter=None, topic=topic, kind=Kind.LETTER, subscriber=reader)
    by_kind = SubscriptionFactory(newsletter=None, kind=Kind.LETTER)
    SubscriptionFactory(newsletter=None, topic=other)
    SubscriptionFactory(newsletter=None, programme=programme)
    SubscriptionFactory(newsletter=None, topic=topic, kind=Kind.STATEMENT)
    SubscriptionFactory()

    following = Subscription.objects.following(version).order_by("pk")

    assert list(following) == [everything, by_topic, by_kind]


def test_staff_take_an_address_off_with_a_reason_and_let_it_on_again():
    row, editor = SubscriptionFactory(), newsletter_editor()

    with pytest.raises(MoveNotAllowed, match="newsletter editor"):
        suppressing.suppress(row.subscriber, by=writer(), note="She called.")
    with pytest.raises(MoveNotAllowed, match="Write the reason"):
        suppressing.suppress(row.subscriber, by=editor, note=" ")
    held = suppressing.suppress(row.subscriber, by=editor, note="She called.")
    assert (held.suppressed_because, held.suppressed_by, held.suppression_note) == (
        Suppression.STAFF,
        editor,
        "She called.",
    )
    assert not row.may_receive
    with pytest.raises(MoveNotAllowed, match="already"):
        suppressing.suppress(row.subscriber, by=editor, note="Again.")
    with pytest.raises(MoveNotAllowed, match="why may this address"):
        suppressing.allow_again(row.subscriber, by=editor, note=" ")
    suppressing.allow_again(row.subscriber, by=editor, note="It was a mistake.")

    assert row.may_receive


def test_the_history_of_an_address_keeps_its_reasons_until_it_is_erased(at):
    at(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    reader, editor = SubscriberFactory(), newsletter_editor()
    suppressing.suppress(reader, by=editor, note="She called.")
    suppressing.allow_again(reader, by=editor, note="She called again.")
    suppressing.suppress_by_machine(reader, because=Suppression.BOUNCED, note="550 5.1.1 nobody")
    suppressing.allow_again(reader, by=editor, note="It was full.")

    kept = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    since = "Monday, 2 March 2026, 9:00 a.m. EST"
    off = f"No mail since {since}: {Suppression.STAFF.label} by {editor.get_full_name()} (She called.)"
    assert kept == [
        off,
        f"Gets mail again: She called again. Until now: {off}",
        f"Gets mail again: It was full. Until now: No mail since {since}: {Suppression.BOUNCED.label}"
        " (550 5.1.1 nobody)",
    ]
    assert {entry.object_repr for entry in LogEntry.objects.all()} == {f"Subscriber {reader.pk}"}
    subscriptions.erase(reader)
    assert [entry.change_message for entry in LogEntry.objects.all()] == [""] * 3


def test_the_first_reason_of_a_machine_stays():
    reader = SubscriberFactory()

    suppressing.suppress_by_machine(reader, because=Suppression.COMPLAINED)
    suppressing.suppress_by_machine(reader, because=Suppression.BOUNCED)

    assert Subscriber.objects.get().suppressed_because == Suppression.COMPLAINED


def test_a_mailbox_has_one_unanswered_mail_a_day():
    at = clock.now()
    words = {
        "email": "a@mail.example", "email_key": "a@mail.example", "limit_key": "a@mail.example",
        "client": "c", "wishes": [], "source": "/subscribe/", "asked_at": at, "next_attempt_at": at,
    }  # fmt: skip
    first = SignUp.objects.create(**words, mailed_on=at.date())

    assert refused(lambda: SignUp.objects.create(**words, mailed_on=at.date()))
    SignUp.objects.filter(pk=first.pk).update(answered_at=at)
    SignUp.objects.create(**words, mailed_on=at.date())
    SignUp.objects.create(**words)
