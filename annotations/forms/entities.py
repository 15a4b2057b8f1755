"""Changing a target or holder, and which of them are to become one."""

from django import forms

from annotations.actions.entities import COLUMNS
from annotations.models import Entity, EntityKind
from corpus_app.forms.seen import SeenForm, seen_in
from corpus_app.models import Project

MOST, LONGEST = 50, 200


class EntityForm(SeenForm):
    name = forms.CharField(
        max_length=LONGEST, error_messages={"required": "Give it a name."},
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(choices=EntityKind.choices)
    aliases = forms.CharField(
        required=False, label="Other names", max_length=MOST * LONGEST,
        help_text="One in each line: spellings, titles, what texts call it. The palette finds it by all of them.",
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *arguments: object, entity: Entity, **options: object) -> None:
        said = {"name": entity.name, "kind": entity.kind, "aliases": "\n".join(entity.aliases)}
        said |= seen_in(entity, COLUMNS)
        super().__init__(*arguments, initial=said, **options)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_aliases(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST or any(len(name) > LONGEST for name in found):
            raise forms.ValidationError(f"Up to {MOST} other names of up to {LONGEST} characters each.")
        return found


class MergeEntitiesForm(forms.Form):
    entity = forms.MultipleChoiceField(error_messages={
        "required": "Tick those that are the same.",
        "invalid_choice": "One of those ticked has been merged since. Tick them again.",
    })
    into = forms.ChoiceField(error_messages={
        "required": "Choose the one that stays.",
        "invalid_choice": "The one that should stay has been merged since. Choose another one.",
    })

    def __init__(self, data: object, *, project: Project) -> None:
        super().__init__(data)
        self.live = {entity.uid: entity for entity in Entity.objects.live().filter(project=project)}
        self.fields["entity"].choices = self.fields["into"].choices = [(uid, uid) for uid in self.live]

    def clean_into(self) -> Entity:
        return self.live[self.cleaned_data["into"]]

    def clean(self) -> dict:
        """The one that stays may be ticked, too: it stays."""
        cleaned = super().clean()
        if "entity" in cleaned and "into" in cleaned:
            ticked = [self.live[uid] for uid in dict.fromkeys(cleaned["entity"])]
            cleaned["entity"] = [entity for entity in ticked if entity != cleaned["into"]]
            if not cleaned["entity"]:
                self.add_error("entity", "Tick at least one other.")
        return cleaned
