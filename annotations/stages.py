"""Which codings were made blind, and which by somebody who could see the others' work: before and after the reveal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from annotations.models import FirstSight
from corpus_app.models import Change, Membership, Project, Role, Sight
from corpus_app.written import Written

PROJECT = Project._meta.label_lower
EDITED = Written(lambda project: Change.objects.filter(project=project, verb="edit-project").order_by("number"))


class Stage(models.TextChoices):
    BLIND = "blind", "Before the reveal, blind"
    SEEING = "seeing", "After the reveal, seeing others"


@dataclass(frozen=True)
class Stages:
    """Of one project. Owners see everybody's work at all times; whom it was shown to once has seen it for good."""

    is_ever_blind: bool
    blind_from: datetime | None = None  # codings before were made in the open; None: it began blind
    shown_from: datetime | None = None  # since blindness as a whole has ended once; None: never
    owners: frozenset[int] = frozenset()
    seen: dict[tuple[int, int], datetime] = field(default_factory=dict)  # by article and person

    @classmethod
    def of(cls, project: Project, articles: Iterable[int] = ()) -> "Stages":
        """Once a query, or four times where the project is or was blind; what was seen only of these articles."""
        switches = list(_switches(project))
        if not switches and not project.blind:
            return cls(False)
        owners = Membership.objects.filter(project=project, role=Role.OWNER).values_list("user", flat=True)
        seen: dict[tuple[int, int], datetime] = {}
        for model in (Sight, FirstSight):
            rows = model.objects.filter(project=project, article__in=list(articles)).order_by()
            for article, user, since in rows.values_list("article", "user", "since") if articles else ():
                seen[article, user] = min(since, seen.get((article, user), since))
        begun = next((at for at, is_blind in switches if is_blind), None)
        ended = next((at for at, is_blind in switches if not is_blind), None)
        began_open = bool(switches) and switches[0][1]
        return cls(True, begun if began_open else None, ended, frozenset(owners), seen)

    def stage(self, article: int, coder: int, at: datetime) -> Stage | None:
        """None where the project was never blind: nothing is to be told apart."""
        if not self.is_ever_blind:
            return None
        since = self.seen.get((article, coder))
        is_open = (self.blind_from and at < self.blind_from) or (self.shown_from and at >= self.shown_from)
        return Stage.SEEING if is_open or coder in self.owners or (since and at >= since) else Stage.BLIND

    def made(self, stage: str, person: str) -> Q:
        """The same as a condition on rows that have a project, an article, a time and this person."""
        if not self.is_ever_blind:
            return Q() if stage == Stage.SEEING else Q(pk=None)
        seeing = Q(**{f"{person}__in": list(self.owners)})
        for model in (Sight, FirstSight):
            same = {"article": OuterRef("article"), "user": OuterRef(person), "since__lte": OuterRef("created_at")}
            seeing |= Q(Exists(model.objects.filter(**same)))
        if self.blind_from:
            seeing |= Q(created_at__lt=self.blind_from)
        if self.shown_from:
            seeing |= Q(created_at__gte=self.shown_from)
        return seeing if stage == Stage.SEEING else ~seeing


def _switches(project: Project) -> Iterable[tuple[datetime, bool]]:
    """When the project became blind, or ceased to be."""
    for change in EDITED.objects(project=project.pk):
        for edit in change.edits:
            if edit["table"] == PROJECT and "blind" in (edit["after"] or {}):
                yield change.at, edit["after"]["blind"]
