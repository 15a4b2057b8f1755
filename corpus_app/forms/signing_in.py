"""Signing in with e-mail address and password."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from corpus_app import attempts


class SignInForm(AuthenticationForm):
    """Django's own check, which takes the same time for unknown addresses as for wrong passwords.

    A try is counted before the password is looked at, so that a thousand at once are counted too.
    """

    seconds_to_wait = 0

    username = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True, "dir": "auto"}),
    )
    error_messages: ClassVar = {
        "invalid_login": "The e-mail address or the password is wrong. Check both and try again.",
        "inactive": "This account has been switched off. Ask the administrator of this site.",
        "wait": "This has been tried too often. Wait %(time)s and try again.",
    }

    def clean(self) -> dict[str, object]:
        account = self.cleaned_data.get("username", "").strip().lower()
        if not account or not self.cleaned_data.get("password"):
            return self.cleaned_data
        network = attempts.network_of(self.request.META.get("REMOTE_ADDR", ""))
        together = f"{network} {account}"
        self.seconds_to_wait = attempts.count_each(
            (attempts.FROM_NETWORK, network), (attempts.FROM_NETWORK_AS, together), (attempts.AS_ACCOUNT, account)
        )
        if self.seconds_to_wait:
            words = {"time": attempts.in_words(self.seconds_to_wait)}
            raise ValidationError(self.error_messages["wait"], "wait", words)
        values = super().clean()
        attempts.forget(attempts.FROM_NETWORK_AS, together)
        attempts.forgive(attempts.FROM_NETWORK, network)
        attempts.forgive(attempts.AS_ACCOUNT, account)
        return values


class AskResetForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="The one you sign in with.",
        widget=forms.EmailInput({"autocomplete": "username", "autofocus": True, "dir": "auto"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
