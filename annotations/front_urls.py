"""The page that signing in leads to: outside the namespace, because the corpus knows it by the name `projects`."""

from django.urls import path

from annotations.views import projects

urlpatterns = [
    path("projects/", projects.projects, name="projects"),
]
