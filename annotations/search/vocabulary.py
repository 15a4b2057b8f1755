"""The words there are in a project: a part of a word is looked for among them, and then in all texts as whole words.

Whole words are what both databases index best. A word that stands in no text any more stays: to look for it costs
nothing and finds nothing. Written with the entries, by whoever has the project's lock.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection

from annotations.models import Word
from annotations.search.query import Either, Not, Part, Phrase
from corpus_app.models import Project

BATCH = 1_000
MANY = 300  # alternatives; a part that more words have is in so many texts that it is soon found by reading
PUT = "INSERT INTO annotations_word (project_id, word) VALUES {} ON CONFLICT DO NOTHING"


def take_in(texts: Iterable[tuple[int, str]]) -> None:
    """The words of these, each a project and what its entry keeps; in order, so that two who do it wait in turn."""
    found = {(project, word) for project, words in texts for word in words.split()}
    rows = iter(sorted(found))
    while some := list(islice(rows, BATCH)):
        with connection.cursor() as cursor:
            cursor.execute(PUT.format(", ".join(["(%s, %s)"] * len(some))), [value for row in some for value in row])


def in_whole_words(project: Project, part: Part) -> Part:
    """What finds the same by whole words, where there are not too many. Queries once for each part of a word."""
    if isinstance(part, Phrase):
        return _whole(project, part)
    if isinstance(part, Not):
        return Not(in_whole_words(project, part.part))
    return type(part)(tuple(_each(project, part.parts)))


def _each(project: Project, parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield in_whole_words(project, part)


def _whole(project: Project, phrase: Phrase) -> Part:
    """Of one word only: in a longer phrase the words beside it leave little to be read."""
    if len(phrase.words) > 1 or not (phrase.prefix or phrase.inside):
        return phrase
    how = ("contains" if phrase.prefix else "endswith") if phrase.inside else "startswith"
    there = Word.objects.filter(project=project, **{f"word__{how}": phrase.words[0]}).order_by("word")
    found = list(there.values_list("word", flat=True)[: MANY + 1])
    if len(found) > MANY:
        return phrase
    return Either(tuple(Phrase((word,)) for word in found)) if found else Phrase(phrase.words)
