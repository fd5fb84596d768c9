"""Another choice of releases ends a subscription, and begins another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0013_confirmed_again_or_given_up"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="subscription",
            name="subscription_end_says_why",
        ),
        migrations.AlterField(
            model_name="subscription",
            name="ended_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("left", "The reader left"),
                    ("changed", "The reader chose other releases"),
                    ("erased", "The reader's address was erased"),
                    ("suppressed", "The address gets no mail any more"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_because", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_because__in", ["left", "changed", "erased", "suppressed"]),
                    ),
                    _connector="OR",
                ),
                name="subscription_end_says_why",
            ),
        ),
    ]
