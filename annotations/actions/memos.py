"""Writing, changing, sharing and removing memos. What is private is told to nobody: its verbs end with -privately."""

from contextlib import AbstractContextManager

from django.db import IntegrityError, transaction

from annotations.actions.repeated import Repeated, refuse_repeated
from annotations.models import Memo, Tag
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.ids import new_id
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Change, Project, User
from corpus_app.models.changes import PRIVATELY


class ChangedMemo(Refused):
    """The memo is not as the person saw it any more; `memo` is what it is now."""

    def __init__(self, memo: Memo) -> None:
        super().__init__("This memo has been changed in another window since. Look at both, then save yours again.")
        self.memo = memo


def write_memo(
    *, project: Project, author: User, text: str, article: Article | None = None, tag: Tag | None = None,
    is_shared: bool = False, uid: str = "", is_form: bool = False,
) -> Memo:
    """On an article, on a tag, or on the project. Sent twice it is one, by its uid or as write_note says of a form."""
    verb = _verb("write-memo", is_shared)
    try:
        with diary.writing(project=project, actor=author, verb=verb, article=article) as change:
            memo = Memo(
                project=project, article=article, tag=tag, author=author, text=text, folded=fold(text),
                is_shared=is_shared, uid=uid or new_id(),
            )
            if is_form and not uid:
                refuse_repeated(memo, "project", "article", "tag", "author", "text", "is_shared")
            memo.save(force_insert=True)
            change.edits = [diary.appeared(memo, change.at)]
    except Repeated as reason:
        return reason.there
    except IntegrityError as reason:
        there = Memo.objects.filter(project=project, uid=uid, author=author).first()
        if there is None:
            raise Refused("This id belongs to another memo. Write it again.") from reason
        return there
    memo.change = change
    return memo


@transaction.atomic
def edit_memo(*, memo: Memo, actor: User, text: str, is_shared: bool, version_no: int) -> Memo:
    """Raises ChangedMemo where version_no is not its present one.

    Sharing is a change of its own, without the words: what was written privately before stays private.
    """
    present = memo
    if text != memo.text or version_no != memo.version_no:
        present = _write(memo, actor, text, version_no)
    if is_shared != present.is_shared:
        present = _share(present, actor, is_shared)
    return present


def remove_memo(*, memo: Memo, actor: User) -> Memo:
    with _writing("remove-memo", memo, actor) as change:
        present = _present(memo)
        before = diary.row(present)
        present.removed_at = change.at
        present.save(update_fields=["removed_at"])
        change.edits = [diary.changed(present, before)]
    present.change = change
    return present


def _write(memo: Memo, actor: User, text: str, version_no: int) -> Memo:
    with _writing("edit-memo", memo, actor) as change:
        present = _present(memo)
        if present.version_no != version_no or present.is_shared != memo.is_shared:
            raise ChangedMemo(present)
        before, present.text, present.folded = present.text, text, fold(text)
        present.version_no += 1
        present.save(update_fields=["text", "folded", "version_no", "updated_at"])
        change.edits = [
            {"table": diary.table(present), "id": present.pk, "before": {"text": before}, "after": {"text": text}}
        ]
    present.change = change
    return present


def _share(memo: Memo, actor: User, is_shared: bool) -> Memo:
    verb = "share-memo" if is_shared else "unshare-memo"
    with diary.writing(project=memo.project, actor=actor, verb=verb, article=memo.article) as change:
        before = diary.row(memo)
        memo.is_shared = is_shared
        memo.save(update_fields=["is_shared"])
        change.edits = [diary.changed(memo, before)]
    memo.change = change
    return memo


def _present(memo: Memo) -> Memo:
    present = Memo.objects.get(pk=memo.pk)
    present.project, present.article, present.tag = memo.project, memo.article, memo.tag
    if present.removed_at is not None:
        raise Refused("This memo has been deleted since. Copy what you have written if you want to keep it.")
    return present


def _writing(verb: str, memo: Memo, actor: User) -> AbstractContextManager[Change]:
    verb = _verb(verb, memo.is_shared)
    return diary.writing(project=memo.project, actor=actor, verb=verb, article=memo.article)


def _verb(verb: str, is_shared: bool) -> str:
    return verb if is_shared else f"{verb}{PRIVATELY}"
