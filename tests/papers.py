"""The words on a PDF, as someone reads them who opens it."""

import io
import re

import pikepdf

_HEX = re.compile(r"<([0-9a-fA-F]+)>")


def read(made: bytes) -> str:
    """All text, page after page, on one line."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return " ".join(" ".join(_page(page) for page in pdf.pages).replace("\xa0", " ").split())


def _page(page: pikepdf.Page) -> str:
    maps = {str(name): _map(font) for name, font in page.resources["/Font"].items()}
    said, present = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            present = maps[str(operands[0])]
        if str(operator) in {"Tj", "TJ"}:
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(one) for one in pieces if isinstance(one, pikepdf.String))
            said.append("".join(present[codes[at : at + 2].hex()] for at in range(0, len(codes), 2)))
        if str(operator) == "ET":
            said.append(" ")
    return "".join(said)


def _map(font: pikepdf.Object) -> dict[str, str]:
    """From a code in the page to what it stands for."""
    table = font["/ToUnicode"].read_bytes().decode()
    found: dict[str, str] = {}
    for kind, block in re.findall(r"begin(bfchar|bfrange)(.*?)endbf", table, re.DOTALL):
        for line in filter(None, map(_HEX.findall, block.splitlines())):
            first, last = int(line[0], 16), int(line[1] if kind == "bfrange" else line[0], 16)
            text = bytes.fromhex(line[-1]).decode("utf-16-be")
            for place in range(first, last + 1):
                found[f"{place:04x}"] = text[:-1] + chr(ord(text[-1]) + place - first)
    return found
