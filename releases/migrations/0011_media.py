"""The library of pictures and documents, what uses it, and who may fill it."""

import django.db.models.deletion
import releases.models.media
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


ROLES = ("Writer", "Editor")
VERBS = ("add", "change", "delete", "view")


def open_the_library(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after all migrations; these rows are the ones it would make.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="releases", model="mediafile"
    )
    for verb in VERBS:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind,
            codename=f"{verb}_mediafile",
            defaults={"name": f"Can {verb} picture or document"},
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0010_pending_subscriptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MediaFile",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=releases.models.media.random_id,
                        editable=False,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("picture", "Picture"), ("document", "Document")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(editable=False, max_length=120, verbose_name="file name")),
                ("format", models.CharField(editable=False, max_length=10)),
                ("mime", models.CharField(editable=False, max_length=100)),
                ("size", models.PositiveIntegerField(editable=False)),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("width", models.PositiveIntegerField(editable=False, null=True)),
                ("height", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, for people who cannot see it: a sentence, without “picture of”.",
                        max_length=500,
                        verbose_name="description",
                    ),
                ),
                (
                    "is_decorative",
                    models.BooleanField(
                        default=False,
                        help_text="It says nothing that the text does not say.",
                        verbose_name="decorative",
                    ),
                ),
                ("caption", models.CharField(blank=True, help_text="What stands below it.", max_length=500)),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        help_text="Who made it, as it is printed: Ruth Vance / FAS.",
                        max_length=200,
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="What others may do with it: CC BY 4.0; one use in print.",
                        max_length=200,
                    ),
                ),
                (
                    "licence_ends",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which we may hand it out.",
                        null=True,
                        verbose_name="licence ends on",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(editable=False)),
            ],
            options={
                "verbose_name": "picture or document",
                "verbose_name_plural": "pictures and documents",
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PictureLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("top", "Above the text"),
                            ("end", "After the text"),
                            ("kit", "In the press kit only"),
                        ],
                        default="top",
                        max_length=5,
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("screen", "For screens"),
                            ("print", "For paper"),
                            ("original", "The original without what a camera wrote into it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("format", models.CharField(max_length=10)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "ordering": ["width", "format"],
            },
        ),
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="resource",
            name="resource_has_label_and_address",
        ),
        migrations.AlterField(
            model_name="resource",
            name="address",
            field=models.CharField(
                blank=True,
                help_text="https://… or an address of this site that begins with /. Empty for a file.",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="mediafile",
            name="uploaded_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                help_text="A picture from the library; its description says who is seen.",
                limit_choices_to={"kind": "picture"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="portraits",
                to="releases.mediafile",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="file",
            field=models.ForeignKey(
                blank=True,
                help_text="From the library, in place of an address.",
                limit_choices_to={"kind": "document"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resources",
                to="releases.mediafile",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("label", ""), _negated=True),
                    models.Q(
                        models.Q(("file", None), models.Q(("address", ""), _negated=True)),
                        models.Q(("address", ""), ("file__isnull", False)),
                        _connector="OR",
                    ),
                ),
                name="resource_has_a_label_and_leads_to_one_place",
                violation_error_message="Give an address, or choose a file from the library; not both.",
            ),
        ),
        migrations.AddField(
            model_name="pictureline",
            name="file",
            field=models.ForeignKey(
                limit_choices_to={"kind": "picture"},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="picture_lines",
                to="releases.mediafile",
                verbose_name="picture",
            ),
        ),
        migrations.AddField(
            model_name="pictureline",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="picture_lines",
                to="releases.release",
            ),
        ),
        migrations.AddField(
            model_name="rendition",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="renditions",
                to="releases.mediafile",
            ),
        ),
        migrations.AddField(
            model_name="versionfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="releases.mediafile"
            ),
        ),
        migrations.AddField(
            model_name="versionfile",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="releases.releaseversion"
            ),
        ),
        migrations.AddField(
            model_name="releaseversion",
            name="files",
            field=models.ManyToManyField(
                related_name="versions", through="releases.VersionFile", to="releases.mediafile"
            ),
        ),
        migrations.AddConstraint(
            model_name="mediafile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["picture", "document"])), name="media_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="mediafile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("height__gt", 0), ("kind", "picture"), ("width__gt", 0)),
                    models.Q(("height", None), ("kind", "document"), ("width", None)),
                    _connector="OR",
                ),
                name="media_picture_has_a_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediafile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("digest", ""), _negated=True),
                    ("size__gt", 0),
                ),
                name="media_is_named_and_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediafile",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_decorative", False), ("alt", ""), _connector="OR"),
                name="media_decorative_has_no_description",
                violation_error_message="Describe the picture, or say that it is decorative, but not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pictureline",
            constraint=models.UniqueConstraint(
                fields=("release", "file"),
                name="picture_line_names_a_file_once",
                violation_error_message="This picture is already on the release.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pictureline",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["top", "end", "kit"])), name="picture_role_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.UniqueConstraint(fields=("file", "name"), name="rendition_name_once"),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gt", 0), ("size__gt", 0), ("width__gt", 0)),
                name="rendition_has_a_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["screen", "print", "original"])),
                name="rendition_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "original")),
                fields=("file",),
                name="rendition_of_the_original_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionfile",
            constraint=models.UniqueConstraint(fields=("version", "file"), name="version_file_once"),
        ),
        migrations.RunPython(open_the_library, migrations.RunPython.noop),
    ]
