"""The site's addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from corpus_app.health import health
from corpus_app.views import (
    account,
    articles,
    display,
    drafts,
    icon,
    importing,
    invitations,
    members,
    present,
    projects,
    resetting,
    sessions,
    signing_in,
    signing_up,
    twins,
    uploads,
)

handler500 = "corpus_app.views.failing.failed"

draft = "projects/<slug:slug>/drafts/<slug:uid>/"

urlpatterns = [
    path("health/", health, name="health"),
    path("favicon.ico", icon.favicon, name="favicon"),
    path("admin/login/", signing_in.sign_in_to_administration, name="sign-in-to-administration"),
    path("admin/", admin.site.urls),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("sign-up/", signing_up.sign_up, name="sign-up"),
    path("sign-up/asked/", signing_up.sign_up_asked, name="sign-up-asked"),
    path("sign-up/<str:token>/", signing_up.confirm_sign_up, name="confirm-sign-up"),
    path("reset/", resetting.ask_reset, name="ask-reset"),
    path("reset/asked/", resetting.reset_asked, name="reset-asked"),
    path("reset/<str:uid>/<str:token>/", resetting.reset_password, name="reset-password"),
    path("account/", account.account, name="account"),
    path("account/display/", display.display, name="display"),
    path("account/password/", account.change_password, name="change-password"),
    path("account/sessions/end-others/", sessions.end_other_sessions, name="end-other-sessions"),
    path("account/sessions/<slug:uid>/end/", sessions.end_session, name="end-session"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<slug:uid>/revoke/", account.revoke_token, name="revoke-token"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("projects/<slug:slug>/settings/", projects.edit_project, name="edit-project"),
    path("projects/<slug:slug>/present/", present.show_present, name="present"),
    path("projects/<slug:slug>/members/", members.members, name="members"),
    path("projects/<slug:slug>/members/<slug:uid>/role/", members.change_role, name="change-role"),
    path("projects/<slug:slug>/members/<slug:uid>/remove/", members.remove_member, name="remove-member"),
    path(
        "projects/<slug:slug>/members/changes/<int:number>/undo/", members.undo_membership, name="undo-membership"
    ),
    path("projects/<slug:slug>/hand-over/", members.hand_over, name="hand-over"),
    path("projects/<slug:slug>/leave/", members.leave_project, name="leave-project"),
    path("projects/<slug:slug>/invitations/", members.invite, name="invite"),
    path("projects/<slug:slug>/invitations/<int:pk>/revoke/", members.revoke_invitation, name="revoke-invitation"),
    path("projects/<slug:slug>/articles/new/", importing.add_articles, name="add-articles"),
    path("projects/<slug:slug>/uploads/<slug:uid>/", uploads.upload, name="upload"),
    path("projects/<slug:slug>/uploads/<slug:uid>/cancel/", uploads.cancel_upload, name="cancel-upload"),
    path("projects/<slug:slug>/drafts/", importing.drafts, name="drafts"),
    path("projects/<slug:slug>/drafts/set/", importing.set_many, name="set-drafts"),
    path("projects/<slug:slug>/drafts/save/", importing.save_drafts, name="save-drafts"),
    path("projects/<slug:slug>/drafts/confirm/", importing.confirm_suggestions, name="confirm-suggestions"),
    path("projects/<slug:slug>/drafts/discard/", importing.discard_drafts, name="discard-drafts"),
    path(draft, drafts.draft, name="draft"),
    path(f"{draft}suggestion/", drafts.use_suggestion, name="use-suggestion"),
    path(f"{draft}undo/", drafts.undo_correction, name="undo-correction"),
    path(f"{draft}encoding/", drafts.choose_encoding, name="choose-encoding"),
    path(f"{draft}columns/", drafts.choose_columns, name="choose-columns"),
    path(f"{draft}discard/", drafts.discard_draft, name="discard-draft"),
    path(f"{draft}paragraphs/<int:number>/kind/", drafts.set_kind, name="set-kind"),
    path(f"{draft}paragraphs/<int:number>/join/", drafts.join_paragraphs, name="join-paragraphs"),
    path(f"{draft}paragraphs/<int:number>/joins/<int:index>/undo/", drafts.undo_join, name="undo-join"),
    path("projects/<slug:slug>/articles/<slug:uid>/edit/", articles.edit_article, name="edit-article"),
    path("projects/<slug:slug>/articles/<slug:uid>/also/", twins.also, name="also"),
    path("projects/<slug:slug>/articles/<slug:uid>/remove/", articles.remove_article, name="remove-article"),
    path("", RedirectView.as_view(pattern_name="projects")),
    path("", include("annotations.front_urls")),
    path("", include("annotations.urls")),
]
