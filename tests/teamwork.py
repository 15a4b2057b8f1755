"""A project as a plain model: who belongs to it, who has marked, tagged and finished what, and who may see it.

Nothing of the application is used here. tests/app/test_stateful.py does the same things there and compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

OWNER, CODER, READER = "owner", "coder", "reader"
CODERS = (CODER, OWNER)
GONE = 0  # a row's serial number is never 0, and a new row with the same words is not the old one

Key = tuple[str, ...]  # ("mark", id), ("tagging", mark, tag, coder, target) or ("tag", id, column)
COLUMNS = ("name", "parent", "archived", "into")
Edit = tuple[Key, object, object]


@dataclass
class Mark:
    article: str
    author: str
    place: tuple[int, int]


@dataclass
class Deed:
    """What the diary has: who did what, and each thing before and after."""

    actor: str
    verb: str
    article: str = ""
    edits: list[Edit] = field(default_factory=list)
    undone: bool = False


@dataclass
class Team:
    """`now` has the state of all that can be undone, by key: a serial number, or a column of a tag."""

    roles: dict[str, str] = field(default_factory=dict)
    blind: bool = False
    removed: set[str] = field(default_factory=set)
    articles: list[str] = field(default_factory=list)
    revealed: set[str] = field(default_factory=set)
    sights: set[tuple[str, str]] = field(default_factory=set)
    assigned: set[tuple[str, str]] = field(default_factory=set)
    states: dict[tuple[str, str], str] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)  # their facets
    now: dict[Key, object] = field(default_factory=dict)
    deeds: dict[int, Deed] = field(default_factory=dict)
    serial: count = field(default_factory=lambda: count(1))

    # --- Rights

    def refusal(self, person: str, needed: Iterable[str], article: str = "", *, hidden: bool = False) -> int:
        """404 to who sees nothing there, 403 to who may not; 0 where it may be done. The role is asked first."""
        if person not in self.roles:
            return 404
        if self.roles[person] not in needed:
            return 403
        if article in self.removed or hidden:
            return 404
        return 403 if needed == CODERS and self.is_locked(person, article) else 0

    def is_locked(self, person: str, article: str) -> bool:
        return (person, article) in self.assigned and self.states.get((person, article)) == "finished"

    def sees_all(self, person: str) -> bool:
        return person in self.roles and (not self.blind or self.roles[person] == OWNER)

    def sees(self, person: str, whose: str, article: str) -> bool:
        if person not in self.roles:
            return False
        return self.sees_all(person) or whose == person or (person, article) in self.sights

    # --- What there is

    def is_there(self, key: Key) -> bool:
        return bool(self.now.get(key, GONE))

    def live_marks(self) -> list[str]:
        return [uid for uid in self.marks if self.is_there(("mark", uid))]

    def taggings(self) -> list[Key]:
        return [key for key in self.now if key[0] == "tagging" and self.is_there(key)]

    def marks_seen_by(self, person: str) -> set[str]:
        return {
            uid for uid in self.live_marks()
            if self.marks[uid].article not in self.removed
            and self.sees(person, self.marks[uid].author, self.marks[uid].article)
        }

    def taggings_seen_by(self, person: str) -> set[tuple[str, ...]]:
        found = set()
        for _, mark, tag, coder, target in self.taggings():
            article = self.marks[mark].article
            if article not in self.removed and self.sees(person, coder, article):
                found.add((mark, tag, coder, target))
        return found

    def rows_seen_by(self, person: str) -> set[tuple[str, ...]]:
        """As the CSV has them: mark, tag, coder, target; a mark without a tag is a row of its own."""
        tagged = self.taggings_seen_by(person)
        bare = self.marks_seen_by(person) - {mark for mark, *_ in tagged}
        return tagged | {(mark, "", self.marks[mark].author, "") for mark in bare}

    def deeds_seen_by(self, person: str) -> set[int]:
        return {n for n, deed in self.deeds.items() if self.sees(person, deed.actor, deed.article)}

    def live_tags(self) -> set[str]:
        return {uid for uid in self.tags if not self.now["tag", uid, "archived"]}

    def add_tag(self, uid: str, facet: str, name: str, parent: str = "") -> None:
        self.tags[uid] = facet
        for column, value in zip(COLUMNS, (name, parent, GONE, ""), strict=True):
            self.now["tag", uid, column] = value

    def successor(self, tag: str) -> str:
        """What it was merged into, and so on."""
        while self.now["tag", tag, "into"]:
            tag = self.now["tag", tag, "into"]
        return tag

    def is_below(self, tag: str, other: str) -> bool:
        """Whether it is the other, or stands somewhere below it."""
        while tag and tag != other:
            tag = self.now["tag", tag, "parent"]
        return bool(tag)

    def is_name_taken(self, tag: str, parent: str, name: str) -> bool:
        return any(
            self.now["tag", other, "name"].casefold() == name.casefold() and self.now["tag", other, "parent"] == parent
            for other in self.live_tags() if other != tag and self.tags[other] == self.tags[tag]
        )

    def children(self, tag: str) -> list[str]:
        return [uid for uid in self.tags if self.now["tag", uid, "parent"] == tag]

    def may_be_merged(self, tag: str, into: str) -> bool:
        if self.is_below(into, tag):
            return False
        live = self.live_tags() - {tag}
        children = [uid for uid in self.children(tag) + self.children(into) if uid in live]
        names = [self.now["tag", uid, "name"].casefold() for uid in children]
        return len(names) == len(set(names))

    # --- Doing

    def put(self, deed: Deed, key: Key, value: object) -> None:
        deed.edits.append((key, self.now.get(key, GONE), value))
        self.now[key] = value

    def mark(self, deed: Deed, uid: str, mark: Mark) -> None:
        self.marks[uid] = mark
        self.put(deed, ("mark", uid), next(self.serial))

    def tag(self, deed: Deed, key: Key) -> bool:
        """Tag, taking off what it takes the place of; false where it is there already."""
        if self.is_there(key):
            return False
        for other in self.rivals(key):
            self.put(deed, other, GONE)
        self.put(deed, key, next(self.serial))
        return True

    def rivals(self, key: Key) -> list[Key]:
        """Other values of the same stance, of the same coder toward the same target."""
        _, mark, tag, coder, target = key
        if self.tags[tag] != "stance":
            return []
        return [
            other for other in self.taggings()
            if other != key and (other[1], other[3], other[4]) == (mark, coder, target)
            and self.tags[other[2]] == "stance"
        ]

    def others_on(self, mark: str, person: str) -> bool:
        return any(key[1] == mark and key[3] != person for key in self.taggings())

    def remove_mark(self, deed: Deed, mark: str) -> None:
        for key in self.taggings():
            if key[1] == mark:
                self.put(deed, key, GONE)
        self.put(deed, ("mark", mark), GONE)

    def merge(self, deed: Deed, tag: str, into: str) -> None:
        for key in self.taggings():
            if key[2] == tag:
                there = (*key[:2], into, *key[3:])
                serial = self.now[key]
                self.put(deed, key, GONE)
                if not self.is_there(there):
                    self.put(deed, there, serial)
        for child in self.children(tag):
            self.put(deed, ("tag", child, "parent"), into)
        self.put(deed, ("tag", tag, "archived"), next(self.serial))
        self.put(deed, ("tag", tag, "into"), into)

    def take_apart(self, deed: Deed, back: Deed) -> None:
        """What is still there goes back to its tag; what others did with it since stays done."""
        moved = {value: key for key, _, value in deed.edits if key[0] == "tagging" and value}
        for key, serial, _ in [edit for edit in deed.edits if edit[0][0] == "tagging" and edit[1]]:
            there = moved.get(serial)
            if there is not None and self.now[there] == serial:
                self.put(back, there, GONE)
                self.put(back, key, serial)
            elif there is None and not self.is_there(key) and self.is_there(("mark", key[1])):
                self.put(back, key, serial)

    def may_be_taken_back(self, deed: Deed, person: str) -> bool:
        """Nobody's later work hangs on it: every thing is as the deed left it, and nothing stands in the way."""
        if deed.undone or deed.verb == "undo merge-tags":
            return False
        if deed.verb == "merge-tags":
            deed = Deed(deed.actor, deed.verb, edits=[edit for edit in deed.edits if edit[0][0] == "tag"])
        if any(self.now.get(key, GONE) != after for key, _, after in deed.edits):
            return False
        for key, before, _ in deed.edits:
            if key[0] == "mark" and before == GONE and self.others_on(key[1], person):
                return False
        return self.stands({key: before for key, before, _ in reversed(deed.edits)})

    def stands(self, changes: dict[Key, object]) -> bool:
        """Whether it would be a legal state: no tag on what is gone, no two values of one stance, no two names."""
        then = {**self.now, **changes}
        there = [key for key in then if key[0] == "tagging" and then[key]]
        loose = [key for key in there if key in changes or ("mark", key[1]) in changes]
        if any(not then["mark", key[1]] for key in loose):
            return False
        for key in (key for key in changes if key[0] == "tagging" and then[key]):
            if self.tags[key[2]] == "stance" and any(
                (other[1], other[3], other[4]) == (key[1], key[3], key[4])
                for other in there if other != key and self.tags[other[2]] == "stance"
            ):
                return False
        live = [uid for uid in self.tags if not then["tag", uid, "archived"]]
        names = [(self.tags[uid], then["tag", uid, "parent"], then["tag", uid, "name"].casefold()) for uid in live]
        return len(names) == len(set(names)) and not self.has_circle(then)

    def has_circle(self, now: dict[Key, object]) -> bool:
        """Whether some tag stands below itself."""
        for tag in self.tags:
            above, steps = now["tag", tag, "parent"], 0
            while above and steps <= len(self.tags):
                above, steps = now["tag", above, "parent"], steps + 1
            if above:
                return True
        return False

    def take_back(self, number: int, deed: Deed, person: str) -> Deed:
        deed.undone = True
        verb = deed.verb.removeprefix("undo ").removeprefix("redo ")
        back = Deed(person, f"{'redo' if deed.verb.startswith('undo ') else 'undo'} {verb}", deed.article)
        edits = deed.edits
        if deed.verb == "merge-tags":
            self.take_apart(deed, back)
            edits = [edit for edit in edits if edit[0][0] == "tag"]
        for key, before, _ in reversed(edits):
            self.put(back, key, before)
        return back
