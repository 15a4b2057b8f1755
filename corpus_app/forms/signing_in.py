"""Signing in with e-mail address and password."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Django's own check, which takes the same time for unknown addresses as for wrong passwords."""

    username = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True, "dir": "auto"}),
    )
    error_messages: ClassVar = {
        "invalid_login": "The e-mail address or the password is wrong. Check both and try again.",
        "inactive": "This account has been switched off. Ask the administrator of this site.",
    }
