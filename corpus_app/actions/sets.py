"""Sets of articles: made by hand or by a filter, filled, emptied and taken away. The articles stay as they are."""

from collections.abc import Sequence

from django.db import IntegrityError

from corpus_app import diary
from corpus_app.actions.members import Refused
from corpus_app.models import Article, ArticleSet, Change, Project, SetMember, User

MOST = 200
SAME_NAME = "There is a set of this name already. Choose another name, or put the articles into that set."


def add_set(
    *, project: Project, actor: User, name: str, query: str = "", articles: Sequence[Article] = ()
) -> ArticleSet:
    """A set of what the query finds, today and later; without one, of these articles."""
    try:
        with diary.writing(project=project, actor=actor, verb="add-set") as change:
            if ArticleSet.objects.filter(project=project).count() >= MOST:
                raise Refused(f"A project has at most {MOST} sets. Delete one that nobody uses.")
            made = ArticleSet.objects.create(project=project, name=name, query=query)
            members = SetMember.objects.bulk_create([SetMember(set=made, article=article) for article in articles])
            change.edits = [diary.created(made), *map(diary.created, members)]
    except IntegrityError as reason:
        raise Refused(SAME_NAME) from reason
    made.change = change
    return made


def fill_set(*, into: ArticleSet, actor: User, articles: Sequence[Article], takes_out: bool = False) -> Change:
    """Put articles into a set by hand, or take them out; its `edits` are those that were not as asked before."""
    if into.query:
        raise Refused("This set is made by a filter. Change what the filter asks for, or make a set by hand.")
    with diary.writing(project=into.project, actor=actor, verb="fill-set") as change:
        keys = {article.pk for article in articles}
        there = SetMember.objects.filter(set=into, article__in=keys)
        if takes_out:
            change.edits = [diary.deleted(member) for member in there]
            there.delete()
        else:
            keys -= set(there.values_list("article", flat=True))
            made = SetMember.objects.bulk_create([SetMember(set=into, article_id=key) for key in sorted(keys)])
            change.edits = [diary.created(member) for member in made]
    return change


def remove_set(*, unwanted: ArticleSet, actor: User) -> Change:
    with diary.writing(project=unwanted.project, actor=actor, verb="remove-set") as change:
        change.edits = [diary.deleted(member) for member in unwanted.members.all()] + [diary.deleted(unwanted)]
        unwanted.delete()
    return change
