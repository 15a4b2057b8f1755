"""People: they sign in with their e-mail address and are shown by their display name."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from corpus_app.display import classes_of, scheme_of
from corpus_app.ids import new_id


def initials_of(name: str) -> str:
    """Two letters for the margin: of first and last word, or of the only word."""
    words = name.split()
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A person; without a password nobody can sign in as them."""
        user = self.model(email=email.strip().lower(), **fields)
        user.display_name = user.display_name or user.email.split("@")[0]
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    uid = models.CharField(max_length=12, default=new_id, unique=True, editable=False)
    email = models.EmailField(unique=True, error_messages={"unique": "Somebody has this e-mail address already."})
    display_name = models.CharField("name", max_length=80)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("site administrator", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    display = models.JSONField("how pages look", default=dict, blank=True)  # what is not as usual: corpus_app.display

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("display_name",)
    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="email_unique_in_any_case"),)

    def __str__(self) -> str:
        return self.display_name

    @property
    def initials(self) -> str:
        return initials_of(self.display_name)

    @property
    def page_classes(self) -> str:
        return classes_of(self.display)

    @property
    def colour_scheme(self) -> str:
        return scheme_of(self.display)
