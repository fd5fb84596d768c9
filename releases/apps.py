"""The app's start: what has to be in place before the first request."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class ReleasesConfig(AppConfig):
    """The press office. Its only signal puts the database's triggers back after each migration."""

    name = "releases"
    verbose_name = "Press office"

    def ready(self) -> None:
        from releases import checks
        from releases.models import guards, word_index

        post_migrate.connect(guards.install_after_migrating, sender=self)
        post_migrate.connect(word_index.install_after_migrating, sender=self)
        register(checks.pdfs_can_be_made)
        register(checks.blocking_checks_exist)


class PressAdminConfig(AdminConfig):
    """Django's admin, opening on the desk."""

    default = False
    default_site = "releases.admin.site.PressAdminSite"

    def ready(self) -> None:
        # Django makes its site at the first registration. Were that the import of the site's own package,
        # it would make a second, empty one afterwards.
        from releases.admin import site  # noqa: F401

        super().ready()
