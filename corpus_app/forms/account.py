"""Somebody's own account: name and password."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

ADVICE = (
    "At least 8 characters. A few unrelated words are easier to remember and harder to guess than a short mix."
)


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Your name", max_length=80, help_text="Shown beside what you highlight and write.",
        widget=forms.TextInput({"dir": "auto", "autocomplete": "name"}),
        error_messages={"required": "Write the name that the others should see."},
    )


class NameForm(forms.Form):
    display_name = name_field()


class ResetPasswordForm(SetPasswordForm):
    """A new password for who came by a link."""

    error_messages: ClassVar = {"password_mismatch": "The two passwords differ. Type the same one twice."}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        new, again = self.fields["new_password1"], self.fields["new_password2"]
        new.label, again.label = "New password", "New password again"
        new.help_text, again.help_text = ADVICE, ""


class NewPasswordForm(PasswordChangeForm):
    """Django's own, which checks the present password and the rules for new ones."""

    error_messages: ClassVar = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "This is not your present password. Type it again.",
        "password_mismatch": "The two new passwords differ. Type the same one twice.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        old, new, again = (self.fields[name] for name in ("old_password", "new_password1", "new_password2"))
        old.label, new.label, again.label = "Present password", "New password", "New password again"
        new.help_text, again.help_text = ADVICE, ""
