"""A tag's examples: one line each, with the highlight it was picked from where there is one. Pure."""

from collections.abc import Iterable, Sequence

MOST, LONGEST = 12, 600  # examples of a tag, code points of one
PARAGRAPH = " ¶ "

Example = dict[str, str]  # text, and highlight: an id or nothing


def one_line(quote: str) -> str:
    """A passage as an example: its paragraphs on one line, not too long."""
    text = PARAGRAPH.join(" ".join(part.split()) for part in quote.split("\n") if part.strip())
    return text if len(text) <= LONGEST else text[: LONGEST - 2].rstrip() + " …"


def texts(examples: Iterable[Example]) -> list[str]:
    return [example["text"] for example in examples]


def of_texts(said: Iterable[str], before: Sequence[Example] = ()) -> list[Example]:
    """Each once, in the order said; one that was there keeps the passage it was picked from."""
    known = {example["text"]: example["highlight"] for example in before}
    lines = dict.fromkeys(one_line(text) for text in said)
    return [{"text": line, "highlight": known.get(line, "")} for line in lines if line]
