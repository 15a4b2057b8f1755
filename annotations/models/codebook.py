"""The codebook: facets of themes and stances, tags in a tree, and the entities stances are about."""

from hashlib import sha256

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower

from annotations import looks
from corpus_app.ids import new_id
from corpus_app.models import Project, Standing, User

# What can be changed of a tag, in one form.
TAG_COLUMNS = (
    "name", "parent", "colour", "pattern", "shortcut", "value", "value_num", "brief", "definition", "use_when",
    "avoid_when", "examples", "counter_example",
)


class FacetKind(models.TextChoices):
    THEME = "theme", "Theme"
    STANCE = "stance", "Stance"


class TargetRule(models.TextChoices):
    NO = "no", "No target"
    OPTIONAL = "optional", "Target if wanted"
    REQUIRED = "required", "Target required"


class HolderRule(models.TextChoices):
    NO = "no", "No holder"
    OPTIONAL = "optional", "Holder if wanted"


class EntityKind(models.TextChoices):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    GROUP = "group", "Group"
    PLACE = "place", "Place"
    POLICY = "policy", "Policy"
    OTHER = "other", "Other"


class OfProject(models.QuerySet):
    """Rows that everybody in their project may see."""

    def visible_to(self, user: User) -> "OfProject":
        return self.filter(project__in=Standing.of(user).projects)


class Facet(models.Model):
    """A question asked of a passage: themes (a tree, many answers) or a stance (one value per target and holder)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="facets")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=FacetKind.choices)
    many = models.BooleanField(default=True)
    target = models.CharField(max_length=8, choices=TargetRule.choices, default=TargetRule.NO)
    holder = models.CharField(max_length=8, choices=HolderRule.choices, default=HolderRule.NO)
    definition = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = OfProject.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="facet_uid_unique_in_project"),
            models.UniqueConstraint(fields=("project", "slug"), name="facet_slug_unique_in_project"),
            models.CheckConstraint(condition=Q(kind__in=FacetKind.values), name="facet_kind_known"),
        )

    def __str__(self) -> str:
        return self.name


class TagQuerySet(OfProject):
    def live(self) -> "TagQuerySet":
        return self.filter(archived_at=None)


class Tag(models.Model):
    """A theme, or one value of a stance; `value` is its machine name (against), `value_num` its place on the scale."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tags")
    facet = models.ForeignKey(Facet, on_delete=models.PROTECT, related_name="tags")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    colour = models.CharField(max_length=8, choices=[(hue, hue) for hue in looks.HUES])
    pattern = models.CharField(max_length=5, choices=[(line, line) for line in looks.PATTERNS])
    value = models.SlugField(max_length=40, blank=True)
    value_num = models.SmallIntegerField(null=True, blank=True)
    shortcut = models.CharField(max_length=8, blank=True)
    brief = models.CharField(max_length=200, blank=True)
    definition = models.TextField(blank=True)
    use_when = models.TextField(blank=True)
    avoid_when = models.TextField(blank=True)
    examples = models.JSONField(default=list, blank=True)  # see annotations.examples
    counter_example = models.TextField(blank=True)
    meaning_version = models.PositiveIntegerField(default=0, help_text="the codebook's since which it means this")
    meaning_change = models.PositiveBigIntegerField(default=0, help_text="the change's number that made it mean this")
    meaning_note = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="tag_uid_unique_in_project"),
            models.UniqueConstraint(
                "facet",
                Coalesce("parent", 0, output_field=models.BigIntegerField()),
                Lower("name"),
                condition=Q(archived_at=None),
                name="tag_name_unique_among_siblings",
            ),
            models.UniqueConstraint(
                fields=("project", "shortcut"),
                condition=Q(archived_at=None) & ~Q(shortcut=""),
                name="tag_shortcut_unique_in_project",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def look(self) -> int:
        return looks.number(self.colour, self.pattern)

    @property
    def in_brief(self) -> str:
        """One line that tells what it means."""
        return self.brief or self.definition


def successor(tag: Tag) -> Tag:
    """The tag that this one was merged into, and that one perhaps into another; itself where it was not merged."""
    present = Tag.objects.select_related("facet").get(pk=tag.pk)
    while present.replaced_by_id:
        present = Tag.objects.select_related("facet").get(pk=present.replaced_by_id)
    return present


def is_above(tag: Tag, other: Tag) -> bool:
    """Whether `other` stands somewhere below `tag`."""
    above = other.parent_id
    while above is not None:
        if above == tag.pk:
            return True
        above = Tag.objects.values_list("parent", flat=True).get(pk=above)
    return False


def seen_of(tag: Tag) -> str:
    """A mark of all that edit_tag can change: two are equal where nothing differs."""
    said = "\n".join(str(getattr(tag, Tag._meta.get_field(name).attname)) for name in TAG_COLUMNS)
    return sha256(said.encode()).hexdigest()[:16]


class EntityQuerySet(OfProject):
    def live(self) -> "EntityQuerySet":
        return self.filter(merged_into=None)


class Entity(models.Model):
    """What a stance is about, or whose stance it is: a policy, person, organisation, group or place."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="entities")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=EntityKind.choices, default=EntityKind.OTHER)
    aliases = models.JSONField(default=list, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "entities"
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="entity_uid_unique_in_project"),
            models.UniqueConstraint(
                "project", Lower("name"), condition=Q(merged_into=None), name="entity_name_unique_in_project"
            ),
            models.CheckConstraint(condition=Q(kind__in=EntityKind.values), name="entity_kind_known"),
        )

    def __str__(self) -> str:
        return self.name


def settled(entity: Entity | None) -> Entity | None:
    """The one that this was merged into, and that one perhaps into another; itself where it was not merged."""
    while entity is not None and entity.merged_into_id:
        entity = Entity.objects.get(pk=entity.merged_into_id)
    return entity
