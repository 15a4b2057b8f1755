"""What can stop an import; every message is a whole sentence that says what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decoding:
    """One way to read the bytes, with a sample for the person who has to choose."""

    encoding: str
    label: str
    sample: str


class ImportProblem(ValueError):
    """The file cannot become an article as it is; str() is shown to the person who brought it."""


class EmptyFile(ImportProblem):
    """Nothing to read but white space."""

    def __init__(self) -> None:
        super().__init__("There is no text in this file. Choose another file, or paste the text instead.")


class TooLarge(ImportProblem):
    """More than one article can reasonably be."""


class Hostile(ImportProblem):
    """The file is built so that reading it would harm the server."""


class Damaged(ImportProblem):
    """The file does not follow its format."""


class NotText(ImportProblem):
    """Another kind of file, or binary junk."""


class Undecodable(ImportProblem):
    """The encoding is unknown; choices holds up to three readings, most plausible first."""

    def __init__(self, message: str, choices: tuple[Decoding, ...] = ()) -> None:
        super().__init__(message)
        self.choices = list(choices)
