"""Changing what stances are about and whose they are: names, kinds, aliases; and making one entity of several."""

from collections.abc import Iterable, Sequence

from annotations.actions.codebook import new_codebook_version
from annotations.actions.merging import with_words_of
from annotations.entities import Said, collisions, refuse_what_cannot_merge, taggings_with
from annotations.models import Entity, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.actions.seen import refuse_unseen
from corpus_app.models import User

COLUMNS = ("name", "kind", "aliases")


def edit_entity(*, entity: Entity, actor: User, seen: str = "", **columns: object) -> Entity:
    """Columns are among name, kind and aliases. Raises Refused where another has the name.

    And EditedMeanwhile where `seen` is not the mark of these columns now.
    """
    with diary.writing(project=entity.project, actor=actor, verb="edit-entity") as change:
        present = Entity.objects.get(pk=entity.pk)
        present.project = entity.project
        refuse_unseen(present, COLUMNS, seen)
        before = diary.row(present)
        for name in COLUMNS:
            setattr(present, name, columns.get(name, getattr(present, name)))
        _refuse_twin(present)
        present.save(update_fields=COLUMNS)
        new_codebook_version(change.project)
        change.edits = [diary.changed(present, before)]
        if not change.edits[0]["after"]:
            raise Refused("Nothing is different, so nothing has been changed.")
    present.project, present.change = change.project, change
    return present


def _refuse_twin(entity: Entity) -> None:
    """Compared here, because SQLite folds ASCII only."""
    others = Entity.objects.live().filter(project=entity.project_id).exclude(pk=entity.pk)
    names = others.values_list("name", flat=True)
    twin = next((name for name in names if name.casefold() == entity.name.casefold()), "")
    if twin:
        raise Refused(f"There is “{twin}” already. Merge the two, or choose another name.")


def merge_entities(*, entities: Sequence[Entity], into: Entity, actor: User) -> Entity:
    """What was said of one of them, or by it, is said of `into` from now on; their names are its aliases.

    Where a coder has said the same of two on one passage, one tagging stays with the memos of both. Raises Refused,
    also where a coder takes different stances toward two of them on one passage.
    """
    with diary.writing(project=into.project, actor=actor, verb="merge-entities") as change:
        found = Entity.objects.in_bulk([into.pk, *(entity.pk for entity in entities)])
        into, going = found[into.pk], [found[entity.pk] for entity in entities]
        refuse_what_cannot_merge(going, into)
        doubles, different = collisions(going, into)
        if different:
            raise Refused(
                f"On {len(different)} passages a coder says different things of these. Let them decide there first."
            )
        change.edits = [*_one_of_each(doubles), *_moved(going, into), *_named_after(going, into)]
        for entity in going:
            before = diary.row(entity)
            entity.merged_into = into
            entity.save(update_fields=["merged_into"])
            change.edits.append(diary.changed(entity, before))
        new_codebook_version(change.project)
    into.project, into.change = change.project, change
    return into


def _one_of_each(doubles: Iterable[list[Said]]) -> list[diary.Row]:
    edits = []
    for same in doubles:
        kept, *others = Tagging.objects.filter(pk__in=[said.pk for said in same]).order_by("pk")
        for other in others:
            edits.append(diary.deleted(other))
            other.delete()
        edits += with_words_of(kept, others)
    return edits


def _moved(going: Sequence[Entity], into: Entity) -> list[diary.Row]:
    gone = {entity.pk for entity in going}
    edits = []
    for said in taggings_with(gone):
        before = {f"{name}_id": getattr(said, name) for name in ("target", "holder") if getattr(said, name) in gone}
        edits.append({
            "table": diary.table(Tagging()), "id": said.pk, "before": before, "after": dict.fromkeys(before, into.pk)
        })
    for name in ("target", "holder"):
        Tagging.objects.filter(**{f"{name}__in": gone}).update(**{name: into})
    return edits


def _named_after(going: Sequence[Entity], into: Entity) -> list[diary.Row]:
    before = diary.row(into)
    known = {into.name.casefold()}
    names = [*into.aliases, *(name for entity in going for name in (entity.name, *entity.aliases))]
    into.aliases = [name for name in names if not (name.casefold() in known or known.add(name.casefold()))]
    into.save(update_fields=["aliases"])
    return [diary.changed(into, before)]
