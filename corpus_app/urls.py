"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path

from corpus_app.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
    path("", include("annotations.urls")),
]
