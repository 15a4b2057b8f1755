"""Making an account on the way into a project."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from corpus_app.forms.account import ADVICE, name_field
from corpus_app.models import User


class SignUpForm(forms.Form):
    display_name = name_field()
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="You sign in with it. Only owners of your projects see it.",
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password", strip=False, max_length=4096, help_text=ADVICE,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError("There is an account with this address already. Sign in with it instead.")
        return email

    def clean(self) -> dict[str, object]:
        values = self.cleaned_data
        if password := values.get("password"):
            person = User(email=values.get("email", ""), display_name=values.get("display_name", ""))
            try:
                validate_password(password, person)
            except ValidationError as reasons:
                self.add_error("password", reasons)
        return values
