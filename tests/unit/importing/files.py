"""Files of every format, made by code, so that no third party's text lies in the repository."""

import io
import zipfile
from html import escape

CONTENT = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' " \
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body>{}</w:body></w:document>"
STYLES = (
    "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    "<w:style w:styleId='Ti'><w:name w:val='Title'/></w:style>"
    "<w:style w:styleId='U1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:styleId='Mine'><w:name w:val='My own'/><w:basedOn w:val='U1'/></w:style>"
    "<w:style w:styleId='Zi'><w:name w:val='Quote'/></w:style></w:styles>"
)
ODT = (
    "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:text>{}</office:text>"
    "</office:body></office:document-content>"
)
OPF = (
    "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata>"
    "<dc:title>{title}</dc:title><dc:creator>Ana Lima</dc:creator><dc:date>2024-05-06</dc:date></metadata>"
    "<manifest>{items}</manifest><spine>{refs}</spine></package>"
)
CONTAINER = "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>"


def packed(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the hour
    return out.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def par(text: str, style: str = "", inside: str = "") -> str:
    """A paragraph of Word; inside is further markup behind its text."""
    properties = f"<w:pPr><w:pStyle w:val='{style}'/></w:pPr>" if style else ""
    return f"<w:p>{properties}{run(text) if text else ''}{inside}</w:p>"


def docx(*paragraphs: str, **parts: str) -> bytes:
    """Paragraphs are markup; parts are further members of the folder word/, like footnotes="…"."""
    more = {f"word/{name}.xml": content for name, content in parts.items()}
    return packed({
        "[Content_Types].xml": "<Types/>", "word/document.xml": CONTENT.format("".join(paragraphs)),
        "word/styles.xml": STYLES, **more,
    })


def odt(*paragraphs: str) -> bytes:
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT.format("".join(paragraphs))}
    )


def odt_par(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def epub(*chapters: str, title: str = "The Quay") -> bytes:
    """Chapters are the inside of a body."""
    items = "".join(f"<item id='c{nth}' href='c%20{nth}.xhtml'/>" for nth in range(len(chapters)))
    refs = "".join(f"<itemref idref='c{nth}'/>" for nth in range(len(chapters)))
    page = "<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><head><title>c</title></head>"
    return packed({
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": OPF.format(title=title, items=items, refs=refs),
        **{f"OPS/c {nth}.xhtml": f"{page}<body>{body}</body></html>" for nth, body in enumerate(chapters)},
    })


def rtf(*paragraphs: str) -> bytes:
    def signs(text: str) -> str:
        units = text.encode("utf-16-le")
        numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
        return "".join(chr(n) if 32 <= n < 127 and chr(n) not in "\\{}" else f"\\u{n}?" for n in numbers)

    return ("{\\rtf1\\ansi\\uc1 " + "\\par ".join(map(signs, paragraphs)) + "}").encode("ascii")


def pdf(*pages: list[tuple[float, float, float, str]], trailer: str = "") -> bytes:
    """Pages of lines: place from the left, place from the bottom, size, text; all in Courier, 0.6 of its size wide."""
    kids = " ".join(f"{2 * n + 4} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]  # fmt: skip
    for number, lines in enumerate(pages):
        drawn = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, size, text in lines)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {2 * number + 5} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def html(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def markdown(*paragraphs: str) -> bytes:
    return "\n\n".join(paragraphs).encode()


def nexis_article(number: int, words: int = 40) -> list[str]:
    """The paragraphs of one article as Nexis Uni sets them, all in the same style."""
    sentence = f"The quay of harbour {number} is empty again, and nobody knows why it was ever full of cars. "
    text = " ".join((sentence * (words // 17 + 1)).split()[:words])
    return [
        f"Harbour {number} loses its last car", f"The Gull {number}", f"March {number % 28 + 1}, 2024 Monday",
        "Late Edition", "Copyright 2024 The Gull Company All Rights Reserved", "Section: METRO; Pg. 4",
        f"Length: {words} words", "Byline: Ana Lima", "Body", text, "Load-Date: March 30, 2024", "End of Document",
    ]


def nexis_docx(count: int, words: int = 40) -> bytes:
    cover = [
        "User Name: anna", "Date and Time: Friday, May 3, 2024", f"Documents ({count})",
        "1. Harbour 1 loses its last car",
    ]  # fmt: skip
    lines = [line for n in range(1, count + 1) for line in nexis_article(n, words)]
    return docx(*map(par, (*cover, *lines)))


SHEET = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>{}</sheetData></worksheet>"


def xlsx(rows: list[str], shared: list[str]) -> bytes:
    """Rows as their cells in XML; the cell style 1 shows a day."""
    lines = "".join(f"<row r='{at}'>{cells}</row>" for at, cells in enumerate(rows, 1))
    return workbook(SHEET.format(lines), shared)


def workbook(sheet: str, shared: list[str] = ()) -> bytes:
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    return packed({
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": "<workbook xmlns:r='r'><sheets><sheet name='Press' sheetId='1' r:id='rId1'/></sheets>"
        "</workbook>".replace("xmlns:r='r'", "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"),
        "xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>"
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>",
    })  # fmt: skip


def factiva_fields(number: int, words: int = 40) -> list[tuple[str, list[str]]]:
    """What Factiva states of an article, by its codes; the text in two paragraphs."""
    sentence = f"The quay of harbour {number} is empty again, and nobody knows why it was ever full of cars. "
    text = (sentence * (words // 17 + 1)).split()[:words]
    return [
        ("SE", ["News"]), ("HD", [f"Harbour {number} loses its last car"]), ("BY", ["By Ana Lima"]),
        ("WC", [f"{words} words"]), ("PD", [f"{number % 28 + 1} March 2024"]), ("ET", ["02:00 AM"]),
        ("SN", [f"The Gull {number}"]), ("SC", ["GULL"]), ("LA", ["English"]), ("CY", ["(c) 2024 The Gull"]),
        ("LP", [" ".join(text[:20])]), ("TD", [" ".join(text[20:])]), ("NS", ["gtraff : Road Traffic"]),
        ("AN", [f"Document GULL00002024031{number:06}"]),
    ]  # fmt: skip


def factiva_html(count: int) -> bytes:
    def row(code: str, texts: list[str]) -> str:
        return f"<tr><td><b>{code}</b>&nbsp;</td><td>{''.join(f'<p>{escape(text)}</p>' for text in texts)}</td></tr>"

    tables = (
        f"<div class='article enArticle'><table>{''.join(row(*field) for field in factiva_fields(n))}</table></div><br>"
        for n in range(1, count + 1)
    )
    return f"<html><body><span>Search Summary</span>{''.join(tables)}</body></html>".encode()


def factiva_lines(number: int) -> list[str]:
    """The same without codes and without what Factiva adds below the text."""
    fields = dict(factiva_fields(number))
    return [text for code, texts in fields.items() if code not in ("SE", "NS") for text in texts]
