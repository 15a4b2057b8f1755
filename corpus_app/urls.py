"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from corpus_app.health import health
from corpus_app.views import account, signing_in

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change-password"),
    path("", RedirectView.as_view(pattern_name="projects")),
    path("", include("annotations.front_urls")),
    path("", include("annotations.urls")),
]
