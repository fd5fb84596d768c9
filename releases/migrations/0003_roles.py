"""Make the four roles of the newsroom, with their rights."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NEWSROOM = {
    "write_release": ("release", "Can write, submit and edit releases"),
    "approve_release": ("release", "Can approve, send back, cancel and withdraw releases"),
    "write_issue": ("newsletterissue", "Can write and submit newsletter issues"),
    "approve_issue": ("newsletterissue", "Can approve newsletter issues"),
}
EDITED = ("add", "change", "view")
DESK: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("author", "mediacontact", "programme", "topic", "abouttext"), EDITED
)
# Releases announce issues, and a programme has newsletters: who names them has to find them.
NAMED: dict[str, tuple[str, ...]] = {"newsletter": ("view",), "newsletterissue": ("view",)}
RIGHTS: dict[str, tuple[str, ...]] = {
    "Writer": ("write_release",),
    "Editor": ("write_release", "approve_release"),
    "Newsletter editor": ("write_issue", "approve_issue"),
    "Administrator": (),
}
SCREENS: dict[str, dict[str, tuple[str, ...]]] = {
    "Writer": {"release": (*EDITED, "delete"), **DESK, **NAMED},
    "Editor": {"release": (*EDITED, "delete"), "organisation": ("change", "view"), **DESK, **NAMED},
    "Newsletter editor": {
        "newsletter": EDITED,
        "newsletterissue": (*EDITED, "delete"),
        "release": ("view",),
        "programme": ("view",),
    },
    "Administrator": {
        "user": EDITED,
        "group": ("view",),
        "organisation": ("change", "view"),
        "release": ("view",),
    },
}


def make_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    groups = apps.get_model("auth", "Group").objects
    for role, rights in RIGHTS.items():
        group, _ = groups.get_or_create(name=role)
        for codename in rights:
            group.permissions.add(_right(apps, codename))
        for model, verbs in SCREENS[role].items():
            for verb in verbs:
                group.permissions.add(_model_permission(apps, model, verb))


def remove_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS).delete()


def _right(apps: Apps, codename: str) -> Any:
    model, name = NEWSROOM[codename]
    return _permission(apps, "releases", model, codename, name)


def _model_permission(apps: Apps, model: str, verb: str) -> Any:
    app_label = "auth" if model in ("user", "group") else "releases"
    verbose = apps.get_model(app_label, model)._meta.verbose_name
    return _permission(apps, app_label, model, f"{verb}_{model}", f"Can {verb} {verbose}")


def _permission(apps: Apps, app_label: str, model: str, codename: str, name: str) -> Any:
    # Django makes permissions only after all migrations; these rows are the ones it would make.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0002_no_overlap"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
