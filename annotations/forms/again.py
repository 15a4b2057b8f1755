"""What is to become of taggings that were made under an older meaning."""

from django import forms

from annotations.actions.again import DROP, KEEP
from annotations.models import Reading, ReadingState, Tag, Tagging
from corpus_app.models import Project, User

MOST = 500


class LookAgainForm(forms.Form):
    """Fields to-<tagging>: keep, drop, or other with the tag's id in tag-<tagging>; empty where it waits on.

    `decided` is what actions.look_again takes.
    """

    def __init__(self, data: object, *, project: Project, user: User, may_manage: bool) -> None:
        super().__init__(data)
        self.project, self.user, self.may_manage = project, user, may_manage

    def clean(self) -> dict:
        cleaned = super().clean()
        said = {name.removeprefix("to-"): way for name, way in self.data.items() if name.startswith("to-") and way}
        rows = Tagging.objects.visible_to(self.user).filter(project=self.project, uid__in=list(said)[:MOST])
        rows = rows.select_related("tag").exclude(article__in=self._finished(), coder=self.user)
        if not self.may_manage:
            rows = rows.filter(coder=self.user)
        cleaned["decided"] = {row: self._decision(row, said[row.uid]) for row in rows}
        if not cleaned["decided"]:
            raise forms.ValidationError("Decide on at least one passage.")
        return cleaned

    def _finished(self) -> object:
        done = Reading.objects.assigned().filter(coder=self.user, state=ReadingState.FINISHED)
        return done.values("article")

    def _decision(self, row: Tagging, way: str) -> Tag | str:
        if way == DROP and row.coder_id != self.user.pk:
            raise forms.ValidationError("Only who has put a tag on a passage can take it off. Keep it, or retag it.")
        if way in (KEEP, DROP):
            return way
        uid = self.data.get(f"tag-{row.uid}", "")
        other = Tag.objects.live().filter(project=self.project, facet=row.facet_id, uid=uid).first()
        if way != "other" or other is None or other.pk == row.tag_id:
            raise forms.ValidationError("Choose the tag that a passage should get instead.")
        return other
