"""Roles of members, and the links that invite new ones."""

from django import forms

from corpus_app.actions.members import INVITATION_DAYS
from corpus_app.models import Role

DAYS = ((1, "1 day"), (7, "1 week"), (INVITATION_DAYS, "2 weeks"), (30, "30 days"), (90, "90 days"))
MOST_PLACES = 500


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)


class InvitationForm(forms.Form):
    role = forms.ChoiceField(label="They join as", choices=Role.choices, initial=Role.CODER)
    places = forms.IntegerField(
        label="For how many people", min_value=1, max_value=MOST_PLACES, initial=1,
        error_messages={
            "min_value": "A link must be for at least one person.",
            "max_value": f"A link can be for at most {MOST_PLACES} people. Make a second one if you need more.",
        },
    )
    days = forms.TypedChoiceField(label="Valid for", choices=DAYS, coerce=int, initial=INVITATION_DAYS)
