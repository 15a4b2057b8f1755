"""RTF documents, by striprtf; what it makes of them has lines but no headings."""

from striprtf.striprtf import rtf_to_text

from corpus_app.importing.formats import factiva, nexis
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.layout import units
from corpus_app.importing.lines import numbered
from corpus_app.importing.problems import Damaged, EmptyFile

DAMAGED = "This RTF document is damaged. Open it in its program, save it as .docx or plain text and bring that."


def read(data: bytes, encoding: str | None) -> Readout:
    """One article, or all of a Nexis or Factiva delivery. Raises ImportProblem."""
    if data.count(b"{") > 500_000:
        raise Damaged(DAMAGED)
    try:
        text = rtf_to_text(data.decode("latin-1"), encoding=encoding or "cp1252", errors="replace")
    except (ValueError, IndexError, KeyError, LookupError) as error:
        raise Damaged(DAMAGED) from error
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # RTF writes an emoji as two halves
    if not text.strip():
        raise EmptyFile
    passages = [Passage(unit.text) for unit in units(numbered(text))]
    articles = nexis.articles(passages) or factiva.articles(passages) or [Found(passages, is_rough=True)]
    return Readout(articles, letters([text]))
