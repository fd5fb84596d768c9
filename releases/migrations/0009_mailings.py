"""What goes to everybody who subscribed, the ledger of its mails, and who looks after them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def let_newsletter_editors_see(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Newsletter editor")
    for model, verbose in (("mailing", "mailing"), ("delivery", "delivery")):
        # Django makes permissions only after all migrations; these rows are the ones it would make.
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="releases", model=model
        )
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=f"view_{model}", defaults={"name": f"Can view {verbose}"}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0008_subscribers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Instance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("confirmed_at", models.DateTimeField()),
                ("confirmed_by", models.CharField(max_length=150)),
                ("claims", models.PositiveBigIntegerField(default=0)),
                ("paced_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_instance")
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Can be recalled"),
                            ("sending", "Being sent"),
                            ("paused", "Paused"),
                            ("recalled", "Recalled"),
                            ("finished", "Finished"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("recipients", models.PositiveIntegerField(default=0)),
                ("queued_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("paused_because", models.CharField(blank=True, max_length=500)),
                (
                    "issue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailings",
                        to="releases.newsletterissue",
                    ),
                ),
                (
                    "queued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailings",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "ordering": ["-queued_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("claimed", "Taken by a worker"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Refused for good"),
                            ("suppressed", "Not sent"),
                            ("uncertain", "Uncertain"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("worker", models.CharField(blank=True, max_length=40)),
                ("last_answer", models.CharField(blank=True, max_length=500)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="releases.subscription",
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="releases.mailing",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ["mailing", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MailingItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="releases.mailing",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="releases.release"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issue__isnull", False), ("release", None)),
                    models.Q(("issue", None), ("release__isnull", False)),
                    _connector="OR",
                ),
                name="mailing_is_of_an_issue_or_a_release",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "sending", "paused", "recalled", "finished"])),
                name="mailing_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("issue__isnull", False), models.Q(("state", "recalled"), _negated=True)),
                fields=("issue",),
                name="issue_is_mailed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("release__isnull", False)),
                fields=("release",),
                name="release_is_mailed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paused"), models.Q(("paused_because", ""), _negated=True)),
                    models.Q(models.Q(("state", "paused"), _negated=True), ("paused_because", "")),
                    _connector="OR",
                ),
                name="mailing_says_why_it_is_paused",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "recalled"), _negated=True), ("begun_at", None), _connector="OR"
                ),
                name="mailing_is_recalled_before_its_first_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("begun_at__isnull", False),
                    models.Q(("state__in", ["sending", "finished"]), _negated=True),
                    _connector="OR",
                ),
                name="mailing_that_sends_has_begun",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("state__in", ["finished", "recalled"])),
                    models.Q(
                        ("finished_at", None),
                        models.Q(("state__in", ["finished", "recalled"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="mailing_ends_once",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "queued")),
                fields=["mailing", "next_attempt_at", "id"],
                name="delivery_due",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("claimed", "sending"))),
                fields=["lease_until"],
                name="delivery_held",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "uncertain")), fields=["mailing"], name="delivery_uncertain"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("mailing", "subscription"), name="one_mail_per_subscription"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["queued", "claimed", "sending", "sent", "failed", "suppressed", "uncertain"],
                    )
                ),
                name="delivery_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("lease_until__isnull", False),
                        ("state__in", ("claimed", "sending")),
                        models.Q(("worker", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ("claimed", "sending")), _negated=True), ("lease_until", None)
                    ),
                    _connector="OR",
                ),
                name="delivery_is_held_with_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailingitem",
            constraint=models.UniqueConstraint(
                fields=("mailing", "release"), name="release_once_per_mailing"
            ),
        ),
        migrations.RunPython(let_newsletter_editors_see, migrations.RunPython.noop),
    ]
