"""A mail that the server has refused, perhaps not for good."""

from django.db import migrations, models

STATES = [
    ("queued", "Queued"),
    ("claimed", "Taken by a worker"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("failed", "Refused for good"),
    ("suppressed", "Not sent"),
    ("uncertain", "Uncertain"),
    ("refused", "Refused so far"),
]


class Migration(migrations.Migration):
    dependencies = [("releases", "0017_left_words")]

    operations = [
        migrations.RemoveConstraint(model_name="delivery", name="delivery_state_is_known"),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(choices=STATES, default="queued", max_length=10),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "refused")), fields=["mailing"], name="delivery_refused"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", [state for state, _ in STATES])),
                name="delivery_state_is_known",
            ),
        ),
    ]
