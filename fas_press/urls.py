"""Addresses: everything is the app's but the admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("releases.urls")),
]
handler400 = "releases.views.errors.unreadable"
handler403 = "releases.views.errors.not_allowed"
handler404 = "releases.views.errors.unknown_address"
handler500 = "releases.views.errors.our_fault"
