"""Five people do at random all that a project allows; after each step everybody sees what a plain model says.

STATEFUL_EXAMPLES=200 runs that many sequences of steps instead of a few; tests/benchmarks/bench_stateful.py does so.
"""

import csv
import io
import os
import re
from collections import Counter
from itertools import count

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from annotations import actions
from annotations.live import describe
from annotations.models import Facet, Highlight, Tag, Tagging
from corpus_app import actions as corpus_actions
from corpus_app.live.cursors import cursor
from corpus_app.live.diary_reader import news
from corpus_app.live.events import View
from corpus_app.models import Change, Project, Standing, User
from tests.factories import a_project, a_user, an_article, signed_in
from tests.seeds import seeds
from tests.teamwork import CODER, CODERS, GONE, OWNER, READER, Deed, Mark, Team

EXAMPLES = int(os.environ.get("STATEFUL_EXAMPLES") or 7)
STEPS = 40
PEOPLE = ("olga", "anna", "ben", "rita", "sam")
TEXT = "Sanctions work, they say. They hurt, too. Nobody knows."
WORDS = [(word.start(), word.end()) for word in re.finditer(r"\w+", TEXT)]
PAGES = ("article", "article", "export", "export", "palette-codebook", "passages", "codebook", "changes", "work")
SCRIPT = {"headers": {"Corpus-Reader": "1"}}
ALL = (READER, CODER, OWNER)
UNDOABLE = {
    "add-highlight", "add-tagging", "remove-tagging", "remove-highlight", "edit-tag", "archive-tag", "unarchive-tag",
    "merge-tags", "remove-article",
}
MANAGERS = {"edit-tag", "archive-tag", "unarchive-tag", "merge-tags", "remove-article"}

KINDS = {  # what is done, and how often beside the rest
    "highlight": 8, "tag": 8, "untag": 3, "delete": 2, "send_again": 1, "undo": 8, "say_of_article": 3,
    "change_work": 4, "change_people": 4, "change_codebook": 4, "remove_article": 1, "add_article": 1, "look": 6,
}
kinds = st.sampled_from([kind for kind, weight in KINDS.items() for _ in range(weight)])
people = st.sampled_from(["anna", "ben", "olga", "anna", "ben", "olga", "rita", "sam"])
which = st.integers(0, 30)
steps = count(1)
outcomes: Counter[str] = Counter()  # how often each thing was done, and how it was answered


def pick(choices, number: int):
    found = list(choices)
    return found[number % len(found)]


class Machine(RuleBasedStateMachine):
    """Every rule does a thing by its address or verb, checks the status, and tells the model."""

    @initialize(blind=st.booleans())
    def begin(self, blind: bool) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.project = a_project(owner="olga", anna=CODER, ben=CODER, rita=READER, blind=blind)
        self.users = {name: a_user(name) for name in PEOPLE}
        self.clients = {name: Client() for name in PEOPLE}
        for name, client in self.clients.items():
            signed_in(self.users[name], client)
        self.team = Team(roles={"olga": OWNER, "anna": CODER, "ben": CODER, "rita": READER}, blind=blind)
        self.ids = count(1)
        theme = Facet.objects.get(project=self.project, slug="theme")
        self.facets = {"theme": theme, "stance": Facet.objects.get(project=self.project, slug="stance")}
        for name in ("Trade", "Peace", "Jobs"):
            actions.add_tag(facet=theme, actor=self.users["olga"], name=name)
        for tag in Tag.objects.filter(project=self.project).select_related("facet"):
            self.team.add_tag(tag.uid, tag.facet.slug, tag.name)
        self.entities = [
            actions.add_entity(project=self.project, actor=self.users["olga"], name=name) for name in ("Ida", "Port")
        ]
        for _ in range(2):
            self.team.articles.append(an_article(self.project, TEXT).uid)
        for number, actor, article in Change.objects.filter(project=self.project).values_list(
            "number", "actor__email", "article__uid"
        ):
            self.team.deeds[number] = Deed(actor.partition("@")[0], "begin", article or "")
        self.told = self.number()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    # --- How a step is done

    def number(self) -> int:
        return Project.objects.get(pk=self.project.pk).change_number

    def url(self, name: str, *parts: object) -> str:
        space = "" if name in ("change-role", "remove-member", "leave-project", "remove-article") else "annotations:"
        return reverse(f"{space}{name}", args=[self.project.slug, *parts])

    def post(self, person: str, name: str, *parts: object, expected: int, **fields: object) -> None:
        response = self.clients[person].post(self.url(name, *parts), fields, **SCRIPT)
        outcomes[f"{name} {expected}"] += 1
        assert response.status_code == expected, (response.status_code, expected, response.text[:600])

    def note(self, deed: Deed | None) -> None:
        """A change was written exactly where the model says so."""
        if deed is not None:
            self.team.deeds[len(self.team.deeds) + 1] = deed
        assert self.number() == len(self.team.deeds)

    def article(self, number: int) -> str:
        return self.team.articles[number % len(self.team.articles)]

    def uid_of(self, name: str) -> str:
        return self.users[name].uid

    @rule(kind=kinds, person=people, number=which, other=which, third=which)
    def step(self, kind: str, person: str, number: int, other: int, third: int) -> None:
        """One rule for all: several would be done equally often, some of them not at all in a sequence."""
        getattr(self, kind)(person, number, other, third)

    # --- Marking and tagging

    def highlight(self, person: str, at: int, word: int, tag: int) -> None:
        article, place, about = self.article(at), WORDS[word % len(WORDS)], word % 2
        uid, chosen = f"{next(self.ids):012d}", pick(self.team.tags, tag) if tag % 5 else ""
        status = self.team.refusal(person, CODERS, article) or self.refused_tag(chosen) or 200
        said = self.said_of(chosen, about) if chosen else {}
        chosen = chosen and self.team.successor(chosen)
        start, end = place
        self.post(
            person, "add-highlight", article, expected=status, uid=uid, version=1, start=start, end=end,
            quote=TEXT[start:end], **said,
        )
        deed = None
        if status == 200:
            deed = Deed(person, "add-highlight", article)
            self.team.mark(deed, uid, Mark(article, person, place))
            if chosen:
                self.team.tag(deed, ("tagging", uid, chosen, person, said.get("target", "")))
        self.note(deed)

    def send_again(self, person: str, number: int, *_: int) -> None:
        """What a browser does that never got its answer."""
        if not self.team.marks:
            return
        uid = pick(self.team.marks, number)
        mark = self.team.marks[uid]
        status = self.team.refusal(person, CODERS, mark.article)
        if not status:
            status = 200 if mark.author == person and self.team.is_there(("mark", uid)) else 409
        start, end = mark.place
        self.post(
            person, "add-highlight", mark.article, expected=status, uid=uid, version=1, start=start, end=end,
            quote=TEXT[start:end],
        )
        self.note(None)

    def refused_tag(self, tag: str) -> int:
        return 422 if tag and self.team.successor(tag) not in self.team.live_tags() else 0

    def said_of(self, tag: str, target: int) -> dict[str, str]:
        """What the palette sends of it; a stance has a target."""
        is_stance = self.team.tags[tag] == "stance"
        return {"tag": tag, **({"target": self.entities[target].uid} if is_stance else {})}

    def tag(self, person: str, number: int, tag: int, about: int) -> None:
        if not self.team.marks:
            return
        uid, chosen = pick(self.team.marks, number), pick(self.team.tags, tag)
        mark = self.team.marks[uid]
        hidden = uid not in self.team.marks_seen_by(person)
        status = self.team.refusal(person, CODERS, mark.article, hidden=hidden) or self.refused_tag(chosen) or 200
        said = self.said_of(chosen, about % 2)
        chosen = self.team.successor(chosen)
        self.post(person, "add-tagging", uid, expected=status, **said)
        deed = Deed(person, "add-tagging", mark.article)
        key = ("tagging", uid, chosen, person, said.get("target", ""))
        self.note(deed if status == 200 and self.team.tag(deed, key) else None)

    def untag(self, person: str, number: int, mine: int, _: int) -> None:
        """A tag of one's own, now and then another's."""
        there = self.team.taggings()
        own = [key for key in there if key[3] == person]
        if not there:
            return
        key = pick(own if own and mine % 4 else there, number)
        _, mark, tag, coder, target = key
        article = self.team.marks[mark].article
        hidden = (mark, tag, coder, target) not in self.team.taggings_seen_by(person)
        status = self.team.refusal(person, CODERS, article, hidden=hidden) or (200 if coder == person else 403)
        if status == 200 and mark not in self.team.marks_seen_by(person):
            status = 404
        tagging = Tagging.objects.get(
            highlight__uid=mark, tag__uid=tag, coder=self.users[coder],
            **({"target__uid": target} if target else {"target": None}),
        )
        self.post(person, "remove-tagging", tagging.uid, expected=status)
        deed = None
        if status == 200:
            deed = Deed(person, "remove-tagging", article)
            self.team.put(deed, key, GONE)
        self.note(deed)

    def delete(self, person: str, number: int, mine: int, _: int) -> None:
        own = [uid for uid in self.team.live_marks() if self.team.marks[uid].author == person]
        if not self.team.marks:
            return
        uid = pick(own if own and mine % 4 else self.team.marks, number)
        mark = self.team.marks[uid]
        hidden = uid not in self.team.marks_seen_by(person)
        status = self.team.refusal(person, CODERS, mark.article, hidden=hidden) or (
            403 if mark.author != person else 409 if self.team.others_on(uid, person) else 200
        )
        self.post(person, "remove-highlight", uid, expected=status)
        deed = None
        if status == 200:
            deed = Deed(person, "remove-highlight", mark.article)
            self.team.remove_mark(deed, uid)
        self.note(deed)

    def undo(self, person: str, back: int, mine: int, _: int) -> None:
        """Undo, and redo: one of the last steps, mostly one's own."""
        own = [n for n, deed in self.team.deeds.items() if deed.actor == person]
        number = pick((own if own and mine % 4 else list(self.team.deeds))[-1 - back % 6 :], 0)
        deed = self.team.deeds[number]
        root = deed.verb.rsplit(" ", 1)[-1]
        managed = root in MANAGERS
        refused = self.team.refusal(person, ALL, hidden=number not in self.team.deeds_seen_by(person))
        if not refused and not managed and deed.article and self.team.is_locked(person, deed.article):
            refused = 403
        refused = refused or self.team.refusal(person, (OWNER,) if managed else CODERS)
        if not refused and deed.article in self.team.removed and root != "remove-article":
            refused = 404
        is_mine = deed.actor == person and root in UNDOABLE
        goes = not refused and is_mine and self.team.may_be_taken_back(deed, person)
        status = refused or (200 if goes and deed.article else 409 if deed.article else 302)
        name = cursor(self.project.pk, Standing((), ()), number)  # as blind coders' pages call it
        self.post(person, "undo", name, expected=status)
        self.note(self.taken_back(number, deed, person) if goes else None)

    def taken_back(self, number: int, deed: Deed, person: str) -> Deed:
        back = self.team.take_back(number, deed, person)
        if deed.verb.endswith("remove-article"):
            (self.team.removed.discard if back.verb.startswith("undo ") else self.team.removed.add)(deed.article)
        return back

    # --- Work and blindness

    def say_of_article(self, person: str, at: int, chosen: int, _: int) -> None:
        verb = pick(("finished", "opened", "skipped"), chosen)
        article = self.article(at)
        if verb == "skipped":
            status = self.team.refusal(person, CODERS, article) or 302
            self.post(person, "skip-article", article, expected=status, reason="A double")
        else:
            status = self.team.refusal(person, ALL, article) or 302
            self.post(person, "finish-reading", article, expected=status, finished="01"[verb == "finished"])
        deed = None
        if status == 302:
            deed = Deed(person, f"{verb}-article", article)
            self.team.states[person, article] = verb
            if verb != "opened" and article in self.team.revealed:
                self.team.sights.add((person, article))
        self.note(deed)

    def change_work(self, person: str, at: int, chosen: int, who: int) -> None:
        verb, whom = pick(("assign", "unassign", "reopen", "reveal", "reveal", "hide"), chosen), pick(PEOPLE, who)
        team, article = self.team, self.article(at)
        status = team.refusal(person, (OWNER,))
        if not status:
            of_articles = verb in ("reveal", "hide")
            fits = article not in team.removed and (of_articles or team.roles.get(whom, READER) != READER)
            status = 302 if fits else 422
        coders = {} if verb in ("reveal", "hide") else {"coders": self.uid_of(whom)}
        self.post(person, "change-work", expected=status, articles=article, action=verb, **coders)
        if status == 302:
            getattr(self, f"_{verb}")(whom, article)
        self.note(Deed(person, verb) if status == 302 else None)

    def _assign(self, whom: str, article: str) -> None:
        self.team.assigned.add((whom, article))
        self.team.states.setdefault((whom, article), "assigned")

    def _unassign(self, whom: str, article: str) -> None:
        if (whom, article) in self.team.assigned and self.team.states[whom, article] == "assigned":
            del self.team.states[whom, article]
        self.team.assigned.discard((whom, article))

    def _reopen(self, whom: str, article: str) -> None:
        if self.team.states.get((whom, article)) in ("finished", "skipped"):
            self.team.states[whom, article] = "opened"

    def _reveal(self, whom: str, article: str) -> None:
        if article in self.team.revealed:
            return
        self.team.revealed.add(article)
        for name, role in self.team.roles.items():
            busy = (name, article) in self.team.assigned and self.team.states[name, article] in ("assigned", "opened")
            if role != OWNER and not busy:
                self.team.sights.add((name, article))

    def _hide(self, whom: str, article: str) -> None:
        if article in self.team.revealed:
            self.team.revealed.discard(article)
            self.team.sights = {sight for sight in self.team.sights if sight[1] != article}

    # --- People and settings

    def change_people(self, person: str, who: int, chosen: int, what: int) -> None:
        """Rarer than the rest, or nobody would be left who could do it."""
        whom, role = pick(PEOPLE, who), pick((CODER, CODER, OWNER, READER), what)
        deed = pick(("join", "join", "join", "change_role", "remove", "leave", "blind", "seeing"), chosen)
        {
            "join": lambda: self.join(whom, role),
            "change_role": lambda: self.change_role(person, whom, role),
            "remove": lambda: self.remove(person, whom),
            "leave": lambda: self.leave(person),
            "blind": lambda: self.make_blind(person, True),
            "seeing": lambda: self.make_blind(person, False),
        }[deed]()

    def make_blind(self, person: str, blind: bool) -> None:
        status = self.team.refusal(person, (OWNER,)) or 302
        fields = {"name": "A project", **({"blind": "on"} if blind else {})}
        response = self.clients[person].post(reverse("edit-project", args=[self.project.slug]), fields)
        assert response.status_code == status
        if status == 302:
            self.team.blind = blind
        self.note(Deed(person, "edit-project") if status == 302 else None)

    def join(self, whom: str, role: str) -> None:
        if whom in self.team.roles:
            return
        corpus_actions.join(project=self.project, user=self.users[whom], role=role, actor=self.users[whom])
        self.team.roles[whom] = role
        self.team.sights |= {(whom, article) for article in self.team.revealed}
        self.note(Deed(whom, "join-project"))

    def change_role(self, person: str, whom: str, role: str) -> None:
        status = self.team.refusal(person, (OWNER,)) or self.membership_refusal(whom, role) or 302
        self.post(person, "change-role", self.uid_of(whom), expected=status, role=role)
        if status == 302:
            self.team.roles[whom] = role
        self.note(Deed(person, "change-role") if status == 302 else None)

    def remove(self, person: str, whom: str) -> None:
        status = self.team.refusal(person, (OWNER,)) or self.membership_refusal(whom, "") or 302
        self.post(person, "remove-member", self.uid_of(whom), expected=status)
        if status == 302:
            del self.team.roles[whom]
        self.note(Deed(person, "remove-member") if status == 302 else None)

    def leave(self, person: str) -> None:
        status = self.team.refusal(person, ALL) or self.membership_refusal(person, "") or 302
        self.post(person, "leave-project", expected=status)
        if status == 302:
            del self.team.roles[person]
        self.note(Deed(person, "remove-member") if status == 302 else None)

    def membership_refusal(self, whom: str, role: str) -> int:
        if whom not in self.team.roles:
            return 404
        owners = [name for name, held in self.team.roles.items() if held == OWNER]
        return 409 if owners == [whom] and role != OWNER else 0

    # --- Articles and codebook

    def remove_article(self, person: str, at: int, *_: int) -> None:
        article = self.article(at)
        status = self.team.refusal(person, (OWNER,), article) or 302
        self.post(person, "remove-article", article, expected=status)
        if status == 302:
            self.team.removed.add(article)
        self.note(Deed(person, "remove-article", article) if status == 302 else None)

    def add_article(self, person: str, *_: int) -> None:
        if len(self.team.articles) < 4 and self.team.roles.get(person) in CODERS:
            new = an_article(self.project, TEXT)
            self.team.articles.append(new.uid)
            owner = next(name for name in PEOPLE if self.users[name].pk == new.added_by_id)
            self.note(Deed(owner, "add-article", new.uid))

    def change_codebook(self, person: str, number: int, other: int, verb: int) -> None:
        theirs = [uid for uid, facet in self.team.tags.items() if facet == "theme"]
        if len(theirs) < 7 and verb % 7 == 0:
            theirs.append(self.add_tag(pick(theirs, other) if other % 3 else ""))
        tag, second = pick(theirs, number), pick(theirs, other)
        {
            0: lambda: self.edit(person, tag, "name", f"Name {number % 4}"),
            1: lambda: self.edit(person, tag, "parent", second if number % 3 else ""),
            2: lambda: self.archive(person, tag),
            3: lambda: self.unarchive(person, tag),
        }.get(verb % 7, lambda: self.merge(person, tag, second))()

    def add_tag(self, parent: str) -> str:
        above = Tag.objects.get(project=self.project, uid=parent) if parent else None
        name = f"Tag {len(self.team.tags)}"
        tag = actions.add_tag(facet=self.facets["theme"], actor=self.users["olga"], name=name, parent=above)
        self.team.add_tag(tag.uid, "theme", name, self.team.successor(parent) if parent else "")
        self.note(Deed("olga", "add-tag"))
        return tag.uid

    def edit(self, person: str, tag: str, column: str, value: str) -> None:
        """By the form; where the form has no such choice, or another tag has the name, nothing changes."""
        team, row = self.team, Tag.objects.get(project=self.project, uid=tag)
        is_live = not team.now["tag", tag, "archived"]
        wanted = {name: team.now["tag", tag, name] for name in ("name", "parent")} | {column: value}
        parent = wanted["parent"]
        free = parent in ("", team.now["tag", tag, "parent"]) or parent in team.live_tags()
        fits = free and not team.is_below(parent, tag)
        if fits and column == "parent" and parent and parent not in team.live_tags():
            fits = False
        if fits and is_live and team.is_name_taken(tag, wanted["parent"], wanted["name"]):
            fits = False
        status = team.refusal(person, (OWNER,)) or (302 if fits else (409, 422))
        fields = {"look": row.look, "definition": "", "use_when": "", "avoid_when": "", **wanted}
        response = self.clients[person].post(self.url("edit-tag", tag), fields)
        if parent and parent == team.now["tag", tag, "parent"] and parent not in team.live_tags():
            status = (status, 409)  # renamed below an archived tag, where it may stay
        assert response.status_code in (status if isinstance(status, tuple) else (status,)), response.status_code
        deed = None
        if response.status_code == 302:
            deed = Deed(person, "edit-tag")
            team.put(deed, ("tag", tag, column), value) if team.now["tag", tag, column] != value else None
        self.note(deed)

    def archive(self, person: str, tag: str) -> None:
        status = self.team.refusal(person, (OWNER,)) or 302
        self.post(person, "archive-tag", tag, expected=status)
        deed = None
        if status == 302 and tag in self.team.live_tags():
            deed = Deed(person, "archive-tag")
            self.team.put(deed, ("tag", tag, "archived"), next(self.team.serial))
        self.note(deed)

    def unarchive(self, person: str, tag: str) -> None:
        team = self.team
        status = team.refusal(person, (OWNER,)) or 302
        self.post(person, "unarchive-tag", tag, expected=status)
        name, parent = (team.now["tag", tag, column] for column in ("name", "parent"))
        deed = None
        if status == 302 and tag not in team.live_tags() and not team.is_name_taken(tag, parent, name):
            deed = Deed(person, "unarchive-tag")
            team.put(deed, ("tag", tag, "archived"), GONE)
            if team.now["tag", tag, "into"]:
                team.put(deed, ("tag", tag, "into"), "")
        self.note(deed)

    def merge(self, person: str, tag: str, into: str) -> None:
        team = self.team
        status = team.refusal(person, (OWNER,))
        if not status:
            known = {tag, into} <= team.live_tags() and tag != into
            status = 422 if not known else 302 if team.may_be_merged(tag, into) else 409
        self.post(person, "merge-tags", expected=status, tag=tag, into=into)
        deed = None
        if status == 302:
            deed = Deed(person, "merge-tags")
            team.merge(deed, tag, into)
        self.note(deed)

    # --- What everybody sees

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        if not hasattr(self, "team"):
            return
        step, events = next(steps), self.events()
        for name in (PEOPLE[step % len(PEOPLE)], PEOPLE[(step + 2) % len(PEOPLE)]):  # all would take twice as long
            user = User.objects.get(pk=self.users[name].pk)  # without a standing of before
            user.standing = Standing.of(user)
            marks = Highlight.objects.visible_to(user)
            assert set(marks.values_list("uid", flat=True)) == self.team.marks_seen_by(name), name
            here = Highlight.objects.visible_in(self.project, user)
            assert set(here.values_list("uid", flat=True)) == self.team.marks_seen_by(name), name
            seen = Tagging.objects.visible_to(user).values_list(
                "highlight__uid", "tag__uid", "coder__email", "target__uid"
            )
            taggings = {(mark, tag, coder.partition("@")[0], target or "") for mark, tag, coder, target in seen}
            assert taggings == self.team.taggings_seen_by(name), name
            changes = set(Change.objects.visible_to(user).values_list("number", flat=True))
            assert changes == self.team.deeds_seen_by(name), name
            self.is_told_no_more(name, user, events)

    def events(self) -> list:
        now = self.number()
        found = news(self.project.pk, self.told, now, describe).events if now > self.told else []
        self.told = now
        return found

    def is_told_no_more(self, name: str, user: User, events: list) -> None:
        view = View(self.project.pk, user.pk, user.standing)
        for event in events:
            said = event.said_to(view)
            assert not said or name in self.team.roles, "told to a stranger"
            for mark in said.get("highlights", ()):
                deed = self.team.deeds[event.number]
                touched = [key for key, _, _ in deed.edits if key[0] != "tag" and key[1] == mark]
                whose = {key[3] if key[0] == "tagging" else self.team.marks[mark].author for key in touched}
                article = self.team.marks[mark].article
                assert any(self.team.sees(name, person, article) for person in whose), (name, event)

    def look(self, person: str, at: int, chosen: int, _: int) -> None:
        page = pick(PAGES, chosen)
        article = self.article(at)
        status = self.team.refusal(person, ALL, article if page == "article" else "") or 200
        response = self.clients[person].get(self.url(page, *[article] * (page == "article")), {"notes": "all"})
        assert response.status_code == status
        if status == 200:
            shown = {
                "article": self.shows_marks, "export": self.has_rows, "palette-codebook": self.offers,
                "passages": self.lists,
            }.get(page)
            if shown:
                shown(response, person, article)

    def shows_marks(self, response, person: str, article: str) -> None:
        seen = {uid for uid in self.team.marks_seen_by(person) if self.team.marks[uid].article == article}
        assert set(re.findall(r'id="h-([0-9a-z]{12})"', response.text)) == seen

    def has_rows(self, response, person: str, article: str) -> None:
        names = {user.uid: name for name, user in self.users.items()}
        rows = set()
        for row in csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))):
            mark, tag, coder, target = (
                row[f"{name}_id"].rpartition("-")[2] for name in ("highlight", "tag", "coder", "target")
            )
            rows.add((mark, tag, names[coder], target))
        assert rows == self.team.rows_seen_by(person)

    def lists(self, response, person: str, article: str) -> None:
        seen = {mark for mark, *_ in self.team.rows_seen_by(person)}
        found = set(re.findall(r'id="passage-([0-9a-z]{12})"', response.text))
        assert found == seen if len(seen) <= 20 else found < seen

    def offers(self, response, person: str, article: str) -> None:
        offered = {tag["id"]: tag["path"][-1] for tag in response.json()["tags"]}
        assert offered == {uid: self.team.now["tag", uid, "name"] for uid in self.team.live_tags()}


@pytest.mark.django_db
def test_everybody_sees_what_a_plain_model_says():
    chosen = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),  # to make a failure short takes minutes
    )
    machine = Machine if EXAMPLES >= 50 else seed(seeds(2)[0])(Machine)
    run_state_machine_as_test(machine, settings=chosen)
    print(f"{next(steps) - 1:,} steps;", ", ".join(f"{what}: {times}" for what, times in sorted(outcomes.items())))
