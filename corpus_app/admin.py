"""The site administrator's view. People are made and switched off here; the rest is for looking at.

Only actions write to projects, so that the diary misses nothing; the administration therefore shows them read-only.
"""

from typing import ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest

from corpus_app import actions
from corpus_app.models import Article, Change, Invitation, Membership, Project, User

admin.site.site_header = "Corpus: site administration"
admin.site.site_title = "Corpus"
admin.site.index_title = "Everything on this site"
admin.site.unregister(Group)


class ForLooking(admin.ModelAdmin):
    """Shows rows and changes none."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class NewUserForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "display_name")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class SetPasswordForm(AdminPasswordChangeForm):
    """Whoever used the old password is out, and off the person's list of devices."""

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        actions.end_other_sessions(user=user)
        return user


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = UserForm
    add_form = NewUserForm
    change_password_form = SetPasswordForm
    ordering = ("email",)
    list_display = ("email", "display_name", "is_active", "is_staff", "last_login", "created_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "display_name")
    readonly_fields = ("uid", "created_at", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "display_name", "password")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Facts", {"fields": ("uid", "created_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "display_name", "password1", "password2")}),)
    filter_horizontal = ()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Somebody who leaves is switched off; what they made keeps its author."""
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    fields = ("number", "user", "role", "joined_at", "removed_at")
    readonly_fields = fields
    extra = 0
    can_delete = False


@admin.register(Project)
class ProjectAdmin(ForLooking):
    list_display = ("name", "slug", "blind", "articles_here", "members_here", "change_number", "created_at")
    search_fields = ("name", "slug")
    inlines: ClassVar = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Project]:
        return super().get_queryset(request).annotate(
            articles_count=models.Count("articles", filter=models.Q(articles__removed_at=None), distinct=True),
            members_count=models.Count("memberships", filter=models.Q(memberships__removed_at=None), distinct=True),
        )

    @admin.display(description="articles", ordering="articles_count")
    def articles_here(self, project: Project) -> int:
        return project.articles_count

    @admin.display(description="members", ordering="members_count")
    def members_here(self, project: Project) -> int:
        return project.members_count


@admin.register(Article)
class ArticleAdmin(ForLooking):
    list_display = ("__str__", "project", "source", "author", "published", "words", "added_by", "removed_at")
    list_select_related = ("project", "added_by")
    search_fields = ("title", "source", "author", "uid")
    exclude = ("version",)
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Invitation)
class InvitationAdmin(ForLooking):
    """Without the token: it would let an administrator join unseen."""

    list_display = ("project", "role", "places", "created_by", "created_at", "expires_at", "revoked_at")
    list_select_related = ("project", "created_by")
    exclude = ("token",)


@admin.register(Change)
class ChangeAdmin(ForLooking):
    list_display = ("project", "number", "verb", "actor", "article", "at")
    list_select_related = ("project", "actor", "article")
    list_filter = ("verb",)
    ordering = ("-pk",)
