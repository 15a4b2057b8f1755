"""Addresses of what people do with the corpus."""

from django.urls import path

from annotations.views import library, projects

app_name = "annotations"

urlpatterns = [
    path("projects/new/", projects.new_project, name="new-project"),
    path("projects/<slug:slug>/", library.show_library, name="library"),
]
