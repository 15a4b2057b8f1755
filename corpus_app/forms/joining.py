"""Making an account, on the way into a project or where sign-up is open."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from corpus_app.forms.account import ADVICE, name_field
from corpus_app.models import User


class ConfirmedSignUpForm(forms.Form):
    """For an address that has been confirmed already."""

    display_name = name_field()
    password = forms.CharField(
        label="Password", strip=False, max_length=4096, help_text=ADVICE,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, email: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, object]:
        values = self.cleaned_data
        if password := values.get("password"):
            email = values.get("email", self.email)
            try:
                validate_password(password, User(email=email, display_name=values.get("display_name", "")))
            except ValidationError as reasons:
                self.add_error("password", reasons)
        return values


class SignUpForm(ConfirmedSignUpForm):
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="You sign in with it. Only owners of your projects see it.",
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    field_order = ("display_name", "email", "password")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError("There is an account with this address already. Sign in with it instead.")
        return email


class AskSignUpForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="You sign in with it. Only owners of your projects see it.",
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True, "dir": "auto"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
