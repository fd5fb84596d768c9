"""Make the four roles of the newsroom, with their rights."""

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
DESK_MODELS = ("author", "mediacontact", "programme", "topic", "abouttext")
ROLES = {
    "Writer": {
        "rights": ["write_release"],
        "models": {"release": (*EDITED, "delete"), **dict.fromkeys(DESK_MODELS, EDITED)},
    },
    "Editor": {
        "rights": ["write_release", "approve_release"],
        "models": {
            "release": (*EDITED, "delete"),
            "organisation": ("change", "view"),
            **dict.fromkeys(DESK_MODELS, EDITED),
        },
    },
    "Newsletter editor": {
        "rights": ["write_issue", "approve_issue"],
        "models": {"newsletter": EDITED, "newsletterissue": (*EDITED, "delete"), "release": ("view",)},
    },
    "Administrator": {
        "rights": [],
        "models": {"user": EDITED, "organisation": ("change", "view"), "release": ("view",)},
    },
}


def make_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    group_model = apps.get_model("auth", "Group")
    for role, grant in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(_right(apps, codename) for codename in grant["rights"]))
        for model, verbs in grant["models"].items():
            group.permissions.add(*(_model_permission(apps, model, verb) for verb in verbs))


def remove_roles(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


def _right(apps: Apps, codename: str) -> object:
    model, name = NEWSROOM[codename]
    return _permission(apps, "releases", model, codename, name)


def _model_permission(apps: Apps, model: str, verb: str) -> object:
    app_label = "auth" if model == "user" else "releases"
    verbose = apps.get_model(app_label, model)._meta.verbose_name
    return _permission(apps, app_label, model, f"{verb}_{model}", f"Can {verb} {verbose}")


def _permission(apps: Apps, app_label: str, model: str, codename: str, name: str) -> object:
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
