"""Which articles a table of them shows: by words, source, set and one of the project's own fields."""

from django.db.models import F, OrderBy, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Lower, NullIf
from django.http import QueryDict

from corpus_app.models import Article, ArticleField, ArticleSet, FieldType, Project, SetMember

NARROWS = ("q", "source", "set", "own", "value", "text")
COLUMNS = ("title", "source", "section", "author", "published", "language", "url", "provider_id")


def narrowed(articles: QuerySet[Article], project: Project, **wanted: str) -> QuerySet[Article]:
    """Every word of `q` must be in the title, the source or the author; with `text` none, those that wait for one.

    At most two queries for what is named.
    """
    for word in wanted.get("q", "").split():
        articles = articles.filter(Q(title__icontains=word) | Q(source__icontains=word) | Q(author__icontains=word))
    if wanted.get("source"):
        articles = articles.filter(source=wanted["source"])
    if wanted.get("set"):
        chosen = ArticleSet.objects.filter(project=project, uid=wanted["set"]).first()
        articles = articles.filter(in_set(chosen)) if chosen else articles.none()
    if wanted.get("text") == "none":
        articles = articles.without_text()
    if wanted.get("own") and wanted.get("value"):
        field = ArticleField.objects.filter(project=project, uid=wanted["own"]).first()
        articles = _with_value(articles, field, wanted["value"]) if field else articles.none()
    return articles


def in_set(chosen: ArticleSet, column: str = "pk") -> Q:
    """That an article is in the set now; of a set by a filter what that finds. Who sees the rows is asked elsewhere."""
    if not chosen.query:
        return Q(**{f"{column}__in": SetMember.objects.filter(set=chosen).values("article")})
    asked = QueryDict(chosen.query)
    wanted = {name: asked[name] for name in NARROWS if name != "set" and name in asked}
    found = Article.objects.filter(project=chosen.project_id, removed_at=None)
    return Q(**{f"{column}__in": narrowed(found, chosen.project, **wanted).values("pk")})


def ordered(articles: QuerySet[Article], sort: str, own: list[ArticleField]) -> QuerySet[Article]:
    """By a column or an own field's uid, downwards with a minus; what says nothing comes last."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    field = next((field for field in own if field.uid == name), None)
    if field:
        by = KeyTransform if field.type == FieldType.NUMBER else KeyTextTransform
        return articles.order_by(OrderBy(by(field.uid, "meta"), descending=down, nulls_last=True), "-pk")
    if name not in COLUMNS:
        return articles.order_by("-pk")
    column = F(name) if name == "published" else Lower(name)
    return articles.order_by(OrderBy(NullIf(column, Value("")), descending=down, nulls_last=True), "-pk")


def _with_value(articles: QuerySet[Article], field: ArticleField, value: str) -> QuerySet[Article]:
    if field.type == FieldType.NUMBER:
        try:
            return articles.filter(**{f"meta__{field.uid}": float(value.replace(",", "."))})
        except ValueError:
            return articles.none()
    looks = {FieldType.CHOICE: "exact", FieldType.DATE: "startswith"}.get(field.type, "icontains")
    text = Cast(KeyTextTransform(field.uid, "meta"), TextField())  # else the look-ups are those of JSON
    return articles.annotate(own_value=text).filter(**{f"own_value__{looks}": value})
