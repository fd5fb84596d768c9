"""Which version of a release a mailing took its words from, and room for the longest subject."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0011_media")]
    operations = [
        migrations.AddField(
            model_name="mailingitem",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="releases.releaseversion",
            ),
        ),
        migrations.AlterField(model_name="mailing", name="subject", field=models.CharField(max_length=330)),
    ]
