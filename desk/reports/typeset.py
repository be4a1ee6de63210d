"""From a layout and facts to a PDF: layouts stand in ``typst/``, Chinese fonts are embedded, nothing is fetched."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

import typst

FONT = "Noto Sans CJK SC"
"""Holds Chinese and Latin letters; comes with the package ``noto-cjk-sans-otc``."""


def typeset(layout: str, facts: Mapping[str, object], *, title: str, language: str) -> bytes:
    """
    Return a PDF; the same facts give the same bytes.

    The facts reach the layout as data, never as markup: a name such as ``#panic()`` is printed as it stands.

    Parameters
    ----------
    layout
        Name of a file in ``typst/``, without its ending.
    facts
        What the layout shows, as JSON can hold it; every text is ready to be printed.
    title
        Title of the document.
    language
        Language code, for hyphenation and for screen readers.
    """
    data = {"title": title, "language": language, "font": FONT, **facts}
    source = resources.files(__package__).joinpath("typst", f"{layout}.typ").read_bytes()
    return typst.compile(
        source,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )


@cache
def _fonts() -> typst.Fonts:
    """Return the embedded fonts alone, so that a paper looks the same on every machine."""
    with resources.as_file(resources.files("noto_cjk_sans_otc")) as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
