"""The list of drafts: what each is, what should be looked at, and whether the project has it already."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from corpus_app.importing.columns import key
from corpus_app.importing.glitches import NEEDED
from corpus_app.models import Article, ArticleDraft, Project, TableColumns, User
from corpus_app.pages.likes import Like, LikeDraft, likes, likes_among
from corpus_app.pages.without_text import WithoutText

TO_CONFIRM = ("author", "published", "source")  # never filled in by themselves
UNDOABLE = timedelta(days=1)
LABELS = {"author": "Author", "published": "Published", "source": "Source"}


@dataclass
class Row:
    """A draft in the list. `twin` is an article of the project with the same text, `elder` an earlier draft with it;
    `like` and `kin` tell the article and the earlier draft that it seems to be a version of, and `waits` is an article
    that has no text yet and may be this one.
    """

    draft: ArticleDraft
    twin: Article | None = None
    elder: ArticleDraft | None = None
    like: Like | None = None
    kin: LikeDraft | None = None
    waits: Article | None = None
    pending: list[dict] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.draft.metadata.get("title", "")

    @property
    def same_file(self) -> bool:
        return self.twin is not None and self.twin.source_sha256 == self.draft.sha256

    @property
    def facts(self) -> list[str]:
        """What is known about it so far."""
        known = self.draft.metadata
        return [known[name] for name in ("author", "published", "source", "language") if known.get(name)]

    @property
    def state(self) -> str:
        if self.draft.problem:
            if self.draft.table:
                return "Say what its columns hold"
            return "Choose its encoding" if self.draft.choices else "Cannot be read"
        if self.twin:
            return "Here already"
        if self.elder:
            return "Same as a draft"
        if self.like:
            return "Like one here"
        if self.kin:
            return "Like a draft"
        if self.waits:
            return "Text of one here"
        return "Needs a look" if self.needs_look else "Ready"

    @property
    def needs_look(self) -> bool:
        same = self.twin or self.elder or self.like or self.kin or self.waits
        doubts = self.draft.problem or same or self.pending or self.warnings
        return bool(doubts) or not self.title


@dataclass(frozen=True)
class Group:
    """The articles of one file, or neighbours that are files of their own; then it has no name."""

    name: str
    rows: list[Row]

    @property
    def to_look(self) -> int:
        return sum(row.needs_look for row in self.rows)


@dataclass(frozen=True)
class LastImport:
    """Articles that were saved together and are still there, by what they can be taken back with."""

    saved_in: str
    articles: int
    at: datetime


@dataclass(frozen=True)
class DraftList:
    rows: list[Row]
    total: int
    ready: int
    to_look: int
    to_confirm: int
    unreadable: int
    to_attach: int
    only_look: bool

    @property
    def groups(self) -> list[Group]:
        made = groupby(self.rows, key=lambda row: row.draft.file_sha256 if row.draft.position else "")
        files = [(file, list(rows)) for file, rows in made]
        return [Group(rows[0].draft.name if file else "", rows) for file, rows in files]


def draft_list(project: Project, user: User, *, only_look: bool = False) -> DraftList:
    rows = rows_of(waiting(project, user), project, user)
    look = [row for row in rows if row.needs_look]
    return DraftList(
        rows=look if only_look else rows,
        total=len(rows),
        ready=len(rows) - len(look),
        to_look=len(look),
        to_confirm=sum(bool(row.pending) for row in rows),
        unreadable=sum(bool(row.draft.problem and not row.draft.asks) for row in rows),
        to_attach=len(to_attach(rows)),
        only_look=only_look,
    )


def to_attach(rows: Iterable[Row]) -> list[Row]:
    """Those that alone may be the text of an article, and are no copies of anything."""
    found = [row for row in rows if row.waits and not (row.twin or row.elder)]
    meant = Counter(row.waits.pk for row in found)
    return [row for row in found if meant[row.waits.pk] == 1]


def last_import(project: Project, user: User) -> LastImport | None:
    """Of this person, not older than a day."""
    mine = ArticleDraft.objects.visible_to(user).filter(project=project, article__removed_at=None).exclude(saved_in="")
    recent = mine.filter(article__created_at__gt=timezone.now() - UNDOABLE)
    found = recent.order_by().values("saved_in").annotate(articles=Count("pk"), at=Max("article__created_at"))
    newest = found.order_by("-at").first()
    return LastImport(**newest) if newest else None


def waiting(project: Project, user: User) -> QuerySet[ArticleDraft]:
    """The person's drafts in this project, without their texts."""
    drafts = ArticleDraft.objects.visible_to(user).waiting().filter(project=project)
    return drafts.defer("content", "blocks", "steps")


def rows_of(
    drafts: Iterable[ArticleDraft], project: Project, user: User, among: Sequence[ArticleDraft] = ()
) -> list[Row]:
    """Five queries: for the drafts, for the articles that say the same or nothing yet, and nearly the same.

    They are compared with one another, or with `among`, where all stand that came before them.
    """
    drafts = list(drafts)
    twins, without = twins_of(drafts, project, user)
    elders = elders_of(among or drafts)
    new = [one for one in drafts if one.sha256 not in twins and one.folded_sha256 not in twins]
    alike = likes(new, project, user)
    asked = {one.pk for one in new if one.pk not in alike}  # what is like an article is decided by that
    kin = likes_among([one for one in among or drafts if one.pk not in elders], asked)
    return [
        Row(
            draft,
            twin=twins.get(draft.sha256) or twins.get(draft.folded_sha256),
            elder=elders.get(draft.pk),
            like=alike.get(draft.pk),
            kin=kin.get(draft.pk),
            waits=None if draft.is_bare or draft.problem else without.text_of(draft),
            pending=pending_of(draft),
            warnings=[warning for warning in draft.warnings if warning not in NEEDED.values()],
        )
        for draft in drafts
    ]


def elders_of(drafts: Iterable[ArticleDraft]) -> dict[int, ArticleDraft]:
    """By the primary key of a draft, the first one that has the same text."""
    first: dict[str, ArticleDraft] = {}
    found = {}
    for draft in drafts:
        elder = first.setdefault(draft.folded_sha256, draft)
        if draft.folded_sha256 and elder is not draft:
            found[draft.pk] = elder
    return found


def earlier(draft: ArticleDraft, user: User) -> list[ArticleDraft]:
    """The person's drafts that wait before this one, with no more than it takes to compare and to name them."""
    names = ("uid", "name", "format", "position", "folded_sha256", "sketch")
    return list(waiting(draft.project, user).filter(pk__lt=draft.pk).only(*names))


def remembered(draft: ArticleDraft) -> list[str]:
    """What the columns of a table with the same header held before, else what their names say."""
    header = draft.table["header"]
    before = TableColumns.objects.filter(project=draft.project, header_sha256=key(header)).first()
    return before.fields if before and len(before.fields) == len(header) else draft.table["found"]


def twins_of(
    drafts: Sequence[ArticleDraft], project: Project, user: User
) -> tuple[dict[str, Article], WithoutText]:
    """Articles by the hash they share with a draft, of the file or of the folded text; and those without a text."""
    files, texts = {draft.sha256 for draft in drafts}, {draft.folded_sha256 for draft in drafts} - {""}
    same = Article.objects.visible_to(user).filter(project=project)
    found: dict[str, Article] = {}
    articles = list(same.filter(Q(source_sha256__in=files) | Q(folded_sha256__in={*texts, ""})))
    for article in articles:
        if article.source_sha256 in files:
            found.setdefault(article.source_sha256, article)
        if article.folded_sha256 in texts:
            found.setdefault(article.folded_sha256, article)
    return found, WithoutText.of(article for article in articles if not article.has_text)


def pending_of(draft: ArticleDraft) -> list[dict]:
    """Suggestions that nobody has confirmed or overruled yet."""
    return [
        {**found, "label": LABELS[found["field"]]}
        for found in draft.suggestions
        if found["field"] in TO_CONFIRM and not draft.metadata.get(found["field"])
    ]
