"""Accessible PDFs (PDF/UA-1), made by typst."""

import json
from pathlib import Path
from typing import Any

import typst


def made(folder: Path, source: str, data: dict[str, Any]) -> bytes:
    """A PDF of a source in a folder and its data. With the fonts that typst brings, so that it is the same everywhere."""
    found = typst.compile(
        (folder / source).read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    assert isinstance(found, bytes)
    return found
