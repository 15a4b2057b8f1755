"""Who codes which article, dealt by a rule. Pure: numbers and names in, pairs out."""

from collections.abc import Hashable, Mapping, Sequence
from random import Random
from typing import TypeVar

Article = TypeVar("Article", bound=Hashable)
Coder = TypeVar("Coder", bound=Hashable)


class CannotDeal(ValueError):
    """The rule cannot be followed; the message says what to change."""


def deal(
    articles: Sequence[Article],
    coders: Sequence[Coder],
    *,
    each: int,
    overlap: int = 0,
    seed: int,
    load: Mapping[Coder, int] | None = None,
) -> list[tuple[Article, Coder]]:
    """Pairs of an article and a coder: `each` coders an article, and all of them for `overlap` articles.

    Balanced: by how much each has to do in the end (`load` is what they have already) no two coders differ by more than
    one, unless the loads they began with do. Which articles overlap and who gets which is drawn by `seed`: the same
    seed, articles and coders give the same pairs. Raises CannotDeal.
    """
    if not coders:
        raise CannotDeal("Choose at least one coder.")
    if not 1 <= each <= len(coders):
        raise CannotDeal(f"Each article can be coded by 1 to {len(coders)} of the coders chosen, not by {each}.")
    if not 0 <= overlap <= len(articles):
        raise CannotDeal(f"There are {len(articles)} articles to assign: at most {len(articles)} can be for everybody.")
    chance = Random(seed)
    drawn = chance.sample(list(articles), len(articles))
    to_do = {coder: (load or {}).get(coder, 0) for coder in coders}
    pairs: list[tuple[Article, Coder]] = []
    for nth, article in enumerate(drawn):
        shuffled = chance.sample(list(coders), len(coders))
        chosen = coders if nth < overlap else sorted(shuffled, key=to_do.__getitem__)[:each]
        for coder in chosen:
            to_do[coder] += 1
            pairs.append((article, coder))
    place = {article: at for at, article in enumerate(articles)}
    order = {coder: at for at, coder in enumerate(coders)}
    return sorted(pairs, key=lambda pair: (place[pair[0]], order[pair[1]]))
