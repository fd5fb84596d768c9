"""Find at once what nobody has confirmed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0009_mailings")]
    operations = [
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["asked_at"], name="subscription_pending"
            ),
        ),
    ]
