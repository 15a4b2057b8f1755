"""What the columns of a table hold: found by their usual names, confirmed by a person."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from corpus_app.importing.fold import fold
from corpus_app.importing.problems import ImportProblem

FIELDS = ("title", "text", "source", "author", "published", "url", "language", "id", "section")
# Folded, the surest first; of English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish and Polish.
NAMES = {
    "title": "title|headline|article title|titel|uberschrift|schlagzeile|titre|titulo|titular|titolo|rubrik|"
    "kop|tytul|name|heading",
    "text": "text|full text|fulltext|body|article text|content|article|body text|article body|volltext|inhalt|"
    "artikeltext|texte|texte integral|contenu|texto|texto completo|contenido|cuerpo|testo|contenuto|conteudo|"
    "corpo|tekst|inhoud|innehall|tresc|paragraph",
    "source": "source|publication|media name|outlet|newspaper|journal|publisher|medium|quelle|zeitung|journal name|"
    "publication title|fuente|medio|periodico|diario|fonte|giornale|jornal|bron|krant|kalla|tidning|zrodlo|gazeta",
    "author": "author|authors|byline|creator|writer|autor|autorin|verfasser|auteur|autores|autora|autore|forfattare",
    "published": "date|published|publication date|publish date|published at|pubdate|publishdate|datum|"
    "erscheinungsdatum|date de publication|fecha|fecha de publicacion|data|data di pubblicazione|"
    "data de publicacao|data publikacji",
    "url": "url|link|address|web address|permalink|webadresse|adresse|enlace|lien|indirizzo|weblink|lank",
    "language": "language|lang|sprache|langue|idioma|lingua|taal|sprak|jezyk",
    "section": "section|desk|ressort|rubrique|seccion|sezione|secao|sektion|sectie|dzial",
    "id": "id|article id|stories id|doc id|document id|identifier|accession number|an|uid|key|nr|no|kennung",
}
KNOWN = {field: {name: rank for rank, name in enumerate(names.split("|"))} for field, names in NAMES.items()}
BETWEEN = re.compile(r"[\s_\-./:#*()]+")


class Unmapped(ImportProblem):
    """A table of which nobody has said yet what its columns hold. The table is what a person needs to say it."""

    def __init__(self, table: dict) -> None:
        super().__init__("This is a table. Say what its columns hold, then each row becomes a draft.")
        self.table = table


def plain(name: str) -> str:
    return BETWEEN.sub(" ", fold(name)).strip()


def found(header: Sequence[str]) -> list[str]:
    """A field for each column, "" where its name says nothing; no field is found twice."""
    fields = [""] * len(header)
    for field, ranks in KNOWN.items():
        fitting = [(ranks[plain(name)], at) for at, name in enumerate(header) if plain(name) in ranks]
        at = min(fitting, default=(0, -1))[1]
        if at >= 0 and not fields[at]:
            fields[at] = field
    return fields


def doubtful(header: Sequence[str]) -> list[str]:
    """Fields that more than one column could hold."""
    names = [plain(name) for name in header]
    return [field for field, ranks in KNOWN.items() if sum(name in ranks for name in names) > 1]


def chosen(header: Sequence[str], wanted: Mapping[str, str]) -> list[str]:
    """A field for each column, where names of columns are given by field. Raises ImportProblem."""
    fields = [""] * len(header)
    for field, name in wanted.items():
        places = [at for at, one in enumerate(header) if one == name] or [
            at for at, one in enumerate(header) if plain(one) == plain(name)
        ]
        if len(places) != 1:
            how = "no column" if not places else f"{len(places)} columns"
            raise ImportProblem(f"This table has {how} named “{name}”. Its columns are {listed(header)}.")
        fields[places[0]] = field
    return fields


def certain(header: Sequence[str]) -> list[str]:
    """What is found where nobody can be asked. Raises ImportProblem, which says what to give."""
    fields = found(header)
    doubts = doubtful(header)
    if "text" in fields and not doubts:
        return fields
    what = "More than one column could be the " + " and the ".join(doubts) if doubts else "No column is called text"
    raise ImportProblem(
        f"{what}. Say which, as in --columns title=Headline,text=Body. The columns are {listed(header)}."
    )


def listed(header: Sequence[str]) -> str:
    names = [f"“{name}”" for name in header[:30]]
    return ", ".join(names) + (f" and {len(header) - 30} more" if len(header) > 30 else "")


def key(header: Sequence[str]) -> str:
    """Equal for tables with the same columns in the same order."""
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()
