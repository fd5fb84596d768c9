"""The addresses of pages about one's own account, inside and outside the login."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from releases.admin.site import with_admin_policy
from releases.views import accounts

BEFORE_THE_SECOND_STEP = frozenset({"login", "logout", "second-step", "second-step-set-up"})
"""What answers to somebody who has given a password and still owes the second step."""


def addresses(site: AdminSite) -> list[URLPattern]:
    """What the admin answers besides its tables."""
    own, anybody = site.admin_view, with_admin_policy
    return [
        path("forgotten/", anybody(accounts.forgotten), name="forgotten"),
        path("forgotten/asked/", anybody(accounts.forgotten_asked), name="forgotten-asked"),
        path(
            "set-password/<uidb64>/<token>/",
            anybody(accounts.SetPassword.as_view()),
            name="set-password",
        ),
        path("set-password/done/", anybody(accounts.password_is_set), name="password-is-set"),
        path("second-step/", own(accounts.second_step), name="second-step"),
        path("second-step/set-up/", own(accounts.set_up_second_step), name="second-step-set-up"),
        path("your-notices/", own(accounts.your_notices), name="your-notices"),
    ]
