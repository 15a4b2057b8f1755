"""What is known about an article, as far as the source says it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator

from corpus_app.partial_dates import is_partial_date

LANGUAGE = RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$", "Write a language code, such as en or pt-BR.")
WEB = "Write an address that begins with https:// or http://."


def real_date(text: str) -> None:
    """Accept YYYY, YYYY-MM and YYYY-MM-DD of days that are in the calendar."""
    if not is_partial_date(text):
        raise ValidationError("Write a date as 2025-10-12, or only 2025-10 or 2025 if that is all you know.")


def text_field(label: str, length: int, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, widget=forms.TextInput({"dir": "auto", **attributes})
    )


class MetadataForm(forms.Form):
    title = text_field("Title", 500)
    source = text_field("Source", 200, list="sources")
    author = text_field("Author", 300)
    published = forms.CharField(
        label="Published", required=False, max_length=10, validators=[real_date],
        widget=forms.TextInput({"placeholder": "YYYY-MM-DD", "autocomplete": "off"}),
        help_text="A day, a month (2025-10) or a year (2025).",
    )
    language = forms.CharField(
        label="Language", required=False, max_length=12,
        validators=[LANGUAGE], help_text="Its code: en, de, pt-BR.",
    )
    url = forms.URLField(
        label="Address on the web", required=False, max_length=1000, assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
        validators=[URLValidator(["http", "https"], message=WEB)],
        error_messages={"invalid": WEB},
    )
