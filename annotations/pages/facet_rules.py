"""A facet's rules in a line: its kind, what is asked for beside a tag, and how many a passage takes. Pure."""

from annotations.models import FacetKind, HolderRule, TargetRule

TARGET = {TargetRule.REQUIRED: "a target", TargetRule.OPTIONAL: "a target if wanted"}


def in_words(kind: str, *, many: bool, target: str, holder: str) -> str:
    asked = [TARGET[target]] if target in TARGET else []
    about = "target" if asked else "passage"
    if holder == HolderRule.OPTIONAL:
        asked.append("a holder if known")
        about += " and holder"
    with_ = f" with {' and '.join(asked)}" if asked else ""
    how_many = "several on one passage" if many else f"one for each {about}, from each coder"
    return f"{'A stance' if kind == FacetKind.STANCE else 'Themes'}{with_}; {how_many}"
