"""What is kept of an article in pages of five builds, and how long many files take to be read.

Then on each database: files brought to a running server, what others wait meanwhile, and finding twins.
"""

import sys
import time
from collections.abc import Callable

from corpus_app.importing.reading import Reading
from tests.benchmarks.each_database import on_each_database
from tests.benchmarks.importing import ARTICLES, measured
from tests.unit.importing import files
from tests.unit.importing.pages import TEMPLATES


def timed(what: str, brought: list[tuple[str, bytes]]) -> None:
    start = time.perf_counter()
    with Reading() as reading:
        drafts = [draft for name, data in brought for draft in reading.drafts(data, name)]
    size = sum(len(data) for _, data in brought) / 1e6
    print(f"{what}: {len(drafts)} drafts of {size:.1f} MB in {time.perf_counter() - start:.2f} s")


def main() -> None:
    for build in TEMPLATES:
        kept = measured(build)
        print(f"page, {build}: letters kept {kept.letters:.3f}, F1 {kept.f1:.3f}, exact paragraphs {kept.exact:.1%}")
    texts = [path.read_text("utf-8") for path in ARTICLES]
    lines = texts[0].split("\n\n")
    as_format: dict[str, Callable[[], bytes]] = {
        "html": lambda: files.html(*lines), "odt": lambda: files.odt(*map(files.odt_par, lines)),
        "rtf": lambda: files.rtf(*lines), "docx": lambda: files.docx(*map(files.par, lines)),
    }  # fmt: skip
    timed("100 text files", [(f"{n}.txt", (texts[n % len(texts)] * 4 + str(n)).encode()) for n in range(100)])
    timed("a delivery of 100 articles", [("delivery.docx", files.nexis_docx(100, words=700))])
    for form, make in as_format.items():
        timed(f"the first {form}", [(f"a.{form}", make())])
    timed("100 pages", [(f"{n}.html", files.html(*texts[n % len(texts)].split("\n\n"))) for n in range(100)])


if __name__ == "__main__":
    main()
    sys.exit(on_each_database("tests.benchmarks.uploading"))
