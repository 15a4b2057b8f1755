"""Somebody's own account: name and password."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

from corpus_app.ids import is_id, new_id

ADVICE = (
    "At least 8 characters. A few unrelated words are easier to remember and harder to guess than a short mix."
)

TOKEN_DAYS = ((7, "1 week"), (30, "30 days"), (90, "90 days"), (365, "1 year"))


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


class TokenForm(forms.Form):
    """`uid` is made with the page, so that a form sent twice makes one token."""

    uid = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="What it is for", max_length=60, help_text="So that you recognise it later, like “weekly report”.",
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": "Write what the token is for, so that you know later whether it is still used."},
    )
    days = forms.TypedChoiceField(label="Valid for", choices=TOKEN_DAYS, coerce=int, initial=90)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uid"].initial = new_id()

    def clean_uid(self) -> str:
        return self.cleaned_data["uid"] if is_id(self.cleaned_data["uid"]) else new_id()
