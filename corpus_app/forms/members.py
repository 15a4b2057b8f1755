"""Roles of members, and the links that invite new ones."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from corpus_app.actions.members import INVITATION_DAYS
from corpus_app.models import Membership, Project, Role

DAYS = ((1, "1 day"), (7, "1 week"), (INVITATION_DAYS, "2 weeks"), (30, "30 days"), (90, "90 days"))
MOST_PLACES = 500
MOST_ADDRESSES = 50


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
    was = forms.CharField(required=False, max_length=8)


class HandOverForm(forms.Form):
    """`others` are the members who may become owner; one of them must, unless there is another owner already."""

    to = forms.ChoiceField(label="New owner", required=False)
    stay = forms.ChoiceField(
        label="And you", required=False, initial=Role.CODER,
        choices=((Role.CODER, "stay as a coder"), (Role.READER, "stay as a reader"), ("", "leave the project")),
    )

    def __init__(self, *args: object, others: list[Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.others = {member.user.uid: member for member in others}
        owners = [member.user.display_name for member in others if member.role == Role.OWNER]
        nobody = [("", f"{owners[0]} is an owner too")] if owners else []
        heirs = [(uid, member.user.display_name) for uid, member in self.others.items() if member.role != Role.OWNER]
        self.fields["to"].choices = nobody + heirs
        self.fields["to"].required = not owners

    def clean_to(self) -> Membership | None:
        return self.others.get(self.cleaned_data["to"])


class InvitationForm(forms.Form):
    """`project` gives who is a member already; without a mail server nothing asks for addresses."""

    role = forms.ChoiceField(label="They join as", choices=Role.choices, initial=Role.CODER)
    places = forms.IntegerField(
        label="For how many people", min_value=1, max_value=MOST_PLACES, initial=1,
        error_messages={
            "min_value": "A link must be for at least one person.",
            "max_value": f"A link can be for at most {MOST_PLACES} people. Make a second one if you need more.",
        },
    )
    emails = forms.CharField(
        label="E-mail addresses", required=False, max_length=10_000,
        help_text="Each gets a mail with a link for one person. Leave this empty to get a link that you send yourself.",
        widget=forms.Textarea({"rows": 2, "placeholder": "nora@example.org, piet@example.org", "inputmode": "email"}),
    )
    days = forms.TypedChoiceField(label="Valid for", choices=DAYS, coerce=int, initial=INVITATION_DAYS)

    def __init__(self, *args: object, project: Project, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        if not settings.SENDS_MAIL:
            del self.fields["emails"]

    def clean_emails(self) -> list[str]:
        """Every address once, in lower case. Raises ValidationError naming those that are none."""
        entries = re.split(r"[,;\n]", self.cleaned_data["emails"].lower())
        emails = list(dict.fromkeys(each for entry in entries for each in addresses_in(entry)))
        wrong = [each for each in emails if not is_address(each)]
        if wrong:
            raise ValidationError(f"This is no e-mail address: {', '.join(wrong)[:200]}. Correct it or take it out.")
        if len(emails) > MOST_ADDRESSES:
            raise ValidationError(f"At most {MOST_ADDRESSES} addresses at once. Invite the others after these.")
        members = Membership.objects.current().filter(project=self.project, user__email__in=emails)
        if there := members.values_list("user__email", flat=True):
            raise ValidationError(f"A member already: {', '.join(there)}. Take the address out.")
        return emails


def addresses_in(entry: str) -> list[str]:
    """Of “Nora Vega <nora@example.org>” what is in the brackets, else every word."""
    bracketed = re.findall(r"<([^<>]*)>", entry)
    return bracketed or entry.split()


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
