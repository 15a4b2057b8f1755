"""The diary's pen: opens a change, notes rows before and after, and takes a change back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from corpus_app.live.hints import announce
from corpus_app.models import Article, Change, Project, User
from corpus_app.written import Written, complete, insert, insert_together

Row = dict[str, object]

# One statement that locks, counts and tells; Django has no UPDATE … RETURNING, and this runs in every save.
NEXT_NUMBER = """
    UPDATE corpus_app_project SET change_number = change_number + 1 WHERE id = %s
    RETURNING change_number, codebook_version{keys}
"""
NEXT_KEY = ", nextval(pg_get_serial_sequence('{table}', 'id'))"

LOCK = Written(lambda project: Project.objects.select_for_update().filter(pk=project).order_by().values_list("pk"))

FOLLOWER = "annotations.search.index.follow"  # by its name, as the addresses are: what is above knows what is below

CHANGED = "It has been changed since, so undoing would overwrite a later change."


class CannotUndo(ValueError):
    """Undoing would take away somebody's later work; the message says why."""


@contextmanager
def writing(
    *, project: Project, actor: User, verb: str, article: Article | None = None, new: Sequence[type[models.Model]] = ()
) -> Iterator[Change]:
    """One transaction and one Change. Takes the project's lock first, so that numbers follow commits without gaps.

    `new` names the models of all rows that will be handed to `add`, in their order, by who reads none of them before
    the end: PostgreSQL then gives their keys with the number and takes all rows in one statement, so that the lock is
    held for half as long.
    """
    together = connection.vendor == "postgresql"
    keys = "".join(NEXT_KEY.format(table=model._meta.db_table) for model in new) if together else ""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(NEXT_NUMBER.format(keys=keys), [project.pk])
            number, project.codebook_version, *found = cursor.fetchone()
        project.change_number = number
        change = Change(project=project, number=number, actor=actor, verb=verb, article=article, at=timezone.now())
        change.keys, change.rows = iter(found), []
        yield change
        insert_together([*change.rows, change])
        follower()(change)
        transaction.on_commit(announce, robust=True)


def add(change: Change, row: models.Model) -> None:
    """Insert a row of this change; it has its key afterwards, and stands in the database at the latest at the end."""
    row.pk = next(change.keys, None)
    if row.pk is None:
        insert(row)
    else:
        complete(row)
        change.rows.append(row)


@cache
def follower() -> Callable[[Change], None]:
    """What is derived from what was written, and kept right in the same transaction: the index of words."""
    return import_string(FOLLOWER)


def lock(project: Project) -> None:
    """Inside a transaction: wait for who writes in the project now, so that what is looked up next stays true."""
    LOCK.rows(project=project.pk)


def row(instance: models.Model) -> Row:
    """The columns of a row by their names, as the diary keeps them: times as ISO text with all their digits."""
    values = {field.attname: field.value_from_object(instance) for field in instance._meta.concrete_fields}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def table(instance: models.Model) -> str:
    return instance._meta.label_lower


def created(instance: models.Model) -> Row:
    return {"table": table(instance), "id": instance.pk, "before": None, "after": row(instance)}


def deleted(instance: models.Model) -> Row:
    return {"table": table(instance), "id": instance.pk, "before": row(instance), "after": None}


def changed(instance: models.Model, before: Row) -> Row:
    """Of a row that was `before`: the columns that differ now."""
    now = row(instance)
    names = [name for name, value in now.items() if before[name] != value]
    return {
        "table": table(instance),
        "id": instance.pk,
        "before": {name: before[name] for name in names},
        "after": {name: now[name] for name in names},
    }


def appeared(instance: models.Model, at: datetime) -> Row:
    """A row that is never deleted has come (or come back): before, it counted as removed."""
    before = {"removed_at": at.isoformat()}
    return {"table": table(instance), "id": instance.pk, "before": before, "after": {"removed_at": None}}


def revert(edit: Row) -> Row:
    """Take one edit back and return the edit that this is. Raises CannotUndo where the row has changed since."""
    model = apps.get_model(str(edit["table"]))
    before, after = edit["before"], edit["after"]
    present = model._base_manager.filter(pk=edit["id"]).first()
    if before is None:
        if present is None:
            raise CannotUndo("It is already gone, so there is nothing to undo.")
        if row(present) != after:  # a tag was merged away under it: done again, it would come back under the old one
            raise CannotUndo(CHANGED)
        present.delete()
    elif after is None:
        if present is not None:
            raise CannotUndo("It is already back, so there is nothing to undo.")
        model(**_values(model, before)).save_base(raw=True, force_insert=True)  # raw: times stay as they were
    else:
        now = None if present is None else row(present)
        if now is None or any(now[name] != value for name, value in after.items()):
            raise CannotUndo(CHANGED)
        values = _values(model, before)
        for name, value in values.items():
            setattr(present, name, value)
        present.save(update_fields=list(values))
    return {**edit, "before": after, "after": before}


def _values(model: type[models.Model], columns: Row) -> Row:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in columns.items() if name in fields}
