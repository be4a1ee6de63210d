"""What a PDF holds, told by poppler; tests that need it are skipped where it is missing."""

import shutil
import subprocess

import pytest


def poppler(tool, content, *options):
    """Run one of poppler's tools over a PDF and return what it prints."""
    if shutil.which(tool) is None:
        pytest.skip(f"no {tool} on this machine; looking into a PDF needs it (Debian: poppler-utils)")
    done = subprocess.run(
        [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])],
        input=content, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def text_of(content):
    """The text of all pages, without the spaces by which the typesetter separates Chinese from Latin letters."""
    return poppler("pdftotext", content, "-layout").decode()


def pages_of(content):
    """The number of pages."""
    told = poppler("pdfinfo", content).decode()
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


def fonts_of(content):
    """Name and whether it is embedded, of every font."""
    lines = poppler("pdffonts", content).decode().splitlines()[2:]
    return [(line.split()[0].split("+")[-1], line.split()[-5]) for line in lines]


def ink_of(content, *, resolution=40):
    """Share of the first page's dots that are not white, as rendered."""
    picture = poppler("pdftoppm", content, "-r", str(resolution), "-f", "1", "-l", "1", "-gray")
    dots = picture.split(b"\n", 3)[3]
    return sum(dot < 250 for dot in dots) / len(dots)
