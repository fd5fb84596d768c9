"""Give accounts a place in the history that cannot be rewritten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0015_full_issue_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="event", name="event_belongs_to_one_thing"),
        migrations.AddField(
            model_name="event",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account_events",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account", None), ("issue", None), ("release__isnull", False)),
                    models.Q(("account", None), ("issue__isnull", False), ("release", None)),
                    models.Q(("account__isnull", False), ("issue", None), ("release", None)),
                    _connector="OR",
                ),
                name="event_belongs_to_one_thing",
            ),
        ),
    ]
