"""When this copy of the site was confirmed anew, and which mailings somebody has ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0012_mailed_versions")]
    operations = [
        migrations.AddField(
            model_name="instance", name="confirmed_again_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="mailing", name="is_given_up", field=models.BooleanField(default=False)
        ),
    ]
