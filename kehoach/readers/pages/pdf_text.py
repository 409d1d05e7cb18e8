"""The words of a PDF's pages and nothing else: to be compared with those of another."""

from __future__ import annotations

from kehoach.diagnostics import UnreadableFile, _
from kehoach.readers.pages.pdf import MOST_PAGES
from kehoach.readers.pages.pdf_lines import PdfLine, lines_of
from kehoach.readers.pages.pdf_margins import PageSize, page_numbers
from kehoach.readers.pages.pdf_words import UPRIGHT, PageOfWords, PdfWord


def page_words(data: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """The words of each page, line by line from the top; page numbers are left out, turned text comes last.

    What annotations and form fields show is no text of the page. Raises UnreadableFile.
    """
    import pypdfium2  # late: an extra

    pages: list[list[PdfLine]] = []
    sizes: list[PageSize] = []
    aside: list[list[PdfWord]] = []
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            if not 0 < len(document) <= MOST_PAGES:
                raise ValueError(len(document))
            for number in range(len(document)):
                held = PageOfWords(document[number])
                words = list(held.words())
                pages.append(lines_of((word for word in words if word.angle < UPRIGHT), number + 1))
                aside.append([word for word in words if word.angle >= UPRIGHT])
                sizes.append(PageSize(held.width, held.height))
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise UnreadableFile(_("{path} is no PDF file, or it is broken", path=name)) from error
    for index, line in page_numbers(pages, sizes).items():
        pages[index].remove(line)
    return tuple(
        tuple(word for line in lines for word in line.text.split()) + tuple(word.text for word in turned)
        for lines, turned in zip(pages, aside, strict=True)
    )
