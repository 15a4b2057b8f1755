"""A list of the filter to tick in: either of these, none of those."""

from dataclasses import dataclass

from django import forms

from annotations.filters import NOT, PassageFilter

MANY = 300  # a longer list is no longer a choice; then a list offers only what is chosen
INDENT = "\u2003"


@dataclass(frozen=True)
class Pick:
    """One of the values of a part: to be among them, or to be left out."""

    said: str
    label: str
    depth: int = 0
    is_chosen: bool = False
    is_left_out: bool = False


class PicksField(forms.Field):
    """A list to tick in: either of these, none of those."""

    def __init__(self, label: str, **options: object) -> None:
        super().__init__(label=label, required=False, **options)
        self.groups: list[tuple[str, list[Pick]]] = []

    @property
    def chosen(self) -> list[Pick]:
        return [pick for _, picks in self.groups for pick in picks if pick.is_chosen or pick.is_left_out]


def picks(name: str, choices: list, found: PassageFilter) -> list[tuple[str, list[Pick]]]:
    """By group, as the choices are; of too many only those that are chosen. How many each has is fetched later."""
    wanted, refused = _said(name, found)
    groups = choices if choices and isinstance(choices[0][1], list) else [("", choices)]
    if sum(len(group) for _, group in groups) > MANY:
        groups = [(title, [one for one in group if one[0] in wanted | refused]) for title, group in groups]
    return [
        (title, [
            Pick(
                said, label.lstrip(INDENT), len(label) - len(label.lstrip(INDENT)), said in wanted, said in refused
            )
            for said, label in group
        ])
        for title, group in groups
    ]


def _said(name: str, found: PassageFilter) -> tuple[set[str], set[str]]:
    pairs = found.pairs()
    return {said for key, said in pairs if key == name}, {said for key, said in pairs if key == f"{NOT}{name}"}
