"""The HTML of listed passages by string building: a template took a third of the page's time for fifty of them.

Everything foreign is escaped here. Chips and stages look as those of _chip.html and _stage.html; a test compares.
"""

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.text import Truncator

from annotations.markup import Html, escaped
from annotations.models import Tag
from annotations.pages.library import readable_date
from annotations.pages.passages import Batch
from annotations.pages.passages_grouped import Section
from annotations.pages.passages_shown import Group, Line, Passage
from annotations.stages import Stage
from corpus_app.models import Project

PILCROW = ' <span class="pilcrow" title="new paragraph">¶</span> '
NOTE_WORDS = 60
STAGES = {
    Stage.BLIND: ("Made before the reveal: who made it could not see the others’ work.", "blind"),
    Stage.SEEING: (
        "Made after the reveal, or by an owner: who made it could see the others’ work.", "seeing others",
    ),
}


class Writer:
    """Of one project's passages; `may_tag` gives each a box to tick."""

    def __init__(self, project: Project, *, may_tag: bool) -> None:
        self.may_tag = may_tag
        self.address = reverse("annotations:tag", args=(project.slug, "-")).removesuffix("-/")
        self.links: dict[tuple[int, str], str] = {}

    def batch(self, batch: Batch) -> Html:
        """What stands on the page, in sections if there are any."""
        groups = (self._group(group, "h2") for group in batch.groups)
        return Html("".join([*groups, *map(self._section, batch.sections)]))

    def _section(self, section: Section) -> str:
        heading = section.heading
        above = _above(heading.above)
        name = chip(heading.tag) if heading.tag else f"<bdi>{escaped(heading.name)}</bdi>"
        url = (
            f' · <a href="{escape(heading.url)}">only these<span class="vh">: {escaped(heading.name)}</span></a>'
            if heading.url else ""
        )
        return (
            f'<section class="of-group"><header class="of-group-head"><h2>{above}{name}{_continued(section)}</h2>'
            f"<p>{heading.how_many}{url}</p></header>"
            f'{"".join(self._group(group, "h3", f"-{heading.id}") for group in section.groups)}</section>'
        )

    def _group(self, group: Group, level: str, within: str = "") -> str:
        source = f"<bdi>{escaped(group.article.source)}</bdi>" if group.article.source else ""
        day = f'<time datetime="{escape(group.article.published)}">{escaped(group.published)}</time>'
        said = " · ".join([*([source] if source else []), *([day] if group.published else [])])
        total = f'<span class="group-total">{" · " if said else ""}{group.how_many}</span>' if group.total else ""
        return (
            f'<section class="group"><header class="group-head"><{level}><a href="{escape(group.url)}" dir="auto">'
            f"{escaped(str(group.article))}</a>{_continued(group)}</{level}><p>{said}{total}</p></header>"
            f'{"".join(self._passage(passage, within) for passage in group.passages)}</section>'
        )

    def _passage(self, passage: Passage, within: str) -> str:
        uid, url = passage.highlight.uid, escape(passage.url)
        tick = (
            f'<label class="tick"><input type="checkbox" form="together" name="passage" value="{uid}">'
            '<span class="vh">Choose this passage</span></label>' if self.may_tag else ""
        )
        lines = "".join(map(self._line, passage.lines)) or _untagged(passage)
        return (
            f'<article class="passage" id="passage-{uid}{within}">{tick}'
            f'<a class="pn" href="{url}" title="Open in the article"><span class="vh">Open in the article, paragraph '
            f'</span>{passage.place}</a><blockquote dir="auto">{_around(passage.before)}'
            f'<mark class="{passage.marked} s e">{PILCROW.join(map(escaped, passage.paragraphs))}</mark>'
            f'{_rest(passage, url)}</blockquote><ul class="lines">{lines}</ul>{_notes(passage, url)}</article>\n'
        )

    def _line(self, line: Line) -> str:
        target = (
            '<span class="toward"><span aria-hidden="true">→</span><span class="vh">toward</span> '
            f"<bdi>{escaped(line.target)}</bdi></span> " if line.target else ""
        )
        voice = f'<span class="voice">{escaped(line.voice)}</span> ' if line.voice else ""
        memos = "".join(f'<p class="memo" dir="auto">{escaped(memo)}</p>' for memo in line.memos)
        return (
            f"<li>{self._link(line)} {target}{voice}"
            f"{_who(line.who, line.at.isoformat(), line.day, line.stages)}{memos}</li>"
        )

    def _link(self, line: Line) -> str:
        """Most passages have one of few tags."""
        known = line.tag.pk, line.above
        if known not in self.links:
            href = f"{self.address}{line.tag.uid}/"
            self.links[known] = f'<a class="line-tag" href="{href}">{_above(line.above)}{chip(line.tag)}</a>'
        return self.links[known]


def chip(tag: Tag) -> Html:
    sign = f'stance {escape(tag.value)}' if tag.value else "sw"
    name = escaped(tag.name)
    return Html(f'<span class="chip t{tag.look}"><i class="{sign}" aria-hidden="true"></i><span>{name}</span></span>')


def stage_badge(stage: Stage) -> Html:
    title, name = STAGES[stage]
    return Html(f'<span class="stage {stage.value}" title="{title}">{name}</span>')


def _above(names: str) -> str:
    return f'<span class="par">{escaped(names)} /</span> ' if names else ""


def _continued(part: Section | Group) -> str:
    return " <small>continued</small>" if part.is_continued else ""


def _around(words: str) -> str:
    return f'<span class="around">{escaped(words)}</span>' if words else ""


def _rest(passage: Passage, url: str) -> str:
    if passage.cut:
        return f'<a class="around" href="{url}">… {passage.cut} more characters</a>'
    return _around(passage.after)


def _untagged(passage: Passage) -> str:
    mark, at = passage.highlight, passage.highlight.created_at
    stages = [passage.stage] if passage.stage else []
    who = _who(mark.author.display_name, at.isoformat(), readable_date(at.date().isoformat()), stages)
    return f'<li><em class="untagged">no tag</em>{who}</li>'


def _who(names: str, at: str, day: str, stages: Iterable[Stage]) -> str:
    badges = "".join(f" {stage_badge(stage)}" for stage in stages)
    return f'<span class="who"><bdi>{escaped(names)}</bdi> · <time datetime="{at}">{day}</time>{badges}</span>'


def _notes(passage: Passage, url: str) -> str:
    if not passage.notes:
        return ""
    name, text = passage.notes[0]
    more = passage.further_notes
    further = f' <a href="{url}">and {more} more note{"" if more == 1 else "s"}</a>' if more else ""
    words = escaped(Truncator(text).words(NOTE_WORDS, truncate=" …"))
    return f'<p class="note" dir="auto"><b>{escaped(name)}</b> {words}{further}</p>'
