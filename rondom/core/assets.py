"""The style sheet, fonts and icons of other people, taken from `node_modules` and made small.

Run at set-up as `python -m rondom.core.assets`; writes `build/static/` (served) and `build/icons.json` (inlined).
"""

import json
import re
import shutil
import sys
from pathlib import Path

from whitenoise.compress import Compressor

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / "node_modules"
BUILD = ROOT / "build"
ICON_LIST = Path(__file__).parent / "icons.txt"

THEME = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource/noto-sans"
ICONS = "@tabler/icons"
COMPONENTS = {
    **{
        f"@utrecht/{name}-css": "dist/index.css"
        for name in [
            "root",
            "document",
            "body",
            "form-field",
            "form-field-description",
            "form-field-error-message",
            "form-fieldset",
            "form-label",
            "textbox",
            "textarea",
            "select",
            "radio-button",
            "checkbox",
        ]
    },
    **{
        f"@nl-design-system-candidate/{name}-css": f"dist/{name}.css"
        for name in ["paragraph", "heading", "link", "skip-link", "button", "data-badge"]
    },
}
SUBSETS = ["latin", "latin-ext"]
WEIGHTS = [400, 700]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"""\s*(--[\w-]+)\s*:\s*((?:"[^"]*"|'[^']*'|[^;"'])*);""")
REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")
PIECE = re.compile(r"""("[^"]*"|'[^']*')|(?:/\*.*?\*/|\s)+""", re.DOTALL)
AROUND = re.compile(r"""("[^"]*"|'[^']*')| ?([{};,]) ?""")


class AssetError(Exception):
    """A package is not what this build expects; the sentence says which and how."""


def minify(css: str) -> str:
    """The same style sheet without comments and needless white space; strings are left alone."""
    bare = PIECE.sub(lambda found: found[1] or " ", css)
    return AROUND.sub(lambda found: found[1] or found[2], bare).replace(";}", "}").strip()


def tokens(theme: str) -> tuple[str, dict[str, str]]:
    """The selector and the custom properties of a theme that is one flat rule, and nothing else."""
    selector, _, rest = COMMENT.sub("", theme).partition("{")
    body, _, after = rest.rpartition("}")
    found = {match[1]: match[2].strip() for match in DECLARATION.finditer(body)}
    if after.strip() or DECLARATION.sub("", body).strip():
        raise AssetError(f"{THEME} is no longer one flat rule of custom properties.")
    return selector.strip(), found


def referenced(css: str, values: dict[str, str]) -> set[str]:
    """The custom properties of `values` that the style sheet needs, straight or through another one."""
    needed: set[str] = set()
    waiting = set(REFERENCE.findall(css))
    while waiting:
        name = waiting.pop()
        if name in values and name not in needed:
            needed.add(name)
            waiting.update(REFERENCE.findall(values[name]))
    return needed


def theme(css: str) -> str:
    """The theme's rule with only the tokens that this style sheet refers to."""
    selector, values = tokens(_read(THEME, "dist/theme.css"))
    needed = referenced(css, values)
    kept = "".join(f"{name}:{value};" for name, value in values.items() if name in needed)
    return f"{selector}{{{kept}}}"


def fonts() -> tuple[str, list[Path]]:
    """The font faces we use, and their files, which are to stand in `fonts/` beside the style sheet."""
    faces, files = [], []
    for weight in WEIGHTS:
        blocks = re.findall(r"@font-face\s*{[^}]*}", _read(FONT, f"{weight}.css"))
        for subset in SUBSETS:
            file = f"noto-sans-{subset}-{weight}-normal.woff2"
            face = next((block for block in blocks if f"files/{file}" in block), None)
            if face is None:
                raise AssetError(f"{FONT} has no {file}.")
            faces.append(re.sub(r"src:[^;]*;", f'src: url("fonts/{file}") format("woff2");', face))
            files.append(NODE / FONT / "files" / file)
    return "\n".join(faces), files


def icons(names: list[str]) -> dict[str, str]:
    """What stands inside the `<svg>` of each outline icon, to be inlined in a 24 by 24 box."""
    found = {}
    for name in names:
        svg = _read(ICONS, f"icons/outline/{name}.svg")
        inner = svg.partition(">")[2].rpartition("</svg>")[0]
        inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
        found[name] = re.sub(r"\s+(?=<|$)|(?<=>)\s+", "", inner).replace(" />", "/>").strip()
    return found


def licences() -> str:
    """Whose work is served, under which licence, with the text of those that ask to be passed on."""
    lines, texts = [], []
    for package in [FONT, ICONS, THEME, *COMPONENTS]:
        about = json.loads(_read(package, "package.json"))
        lines.append(f"{package} {about['version']}: {about['license']}")
        if not about["license"].startswith("EUPL"):
            texts.append(f"{package}\n\n{_read(package, 'LICENSE').strip()}")
    return "\n".join(lines) + "\n\n" + "\n\n".join(texts) + "\n"


def build() -> str:
    """Write everything to `build/` and say how large the style sheet became."""
    components = "\n".join(_read(package, file) for package, file in COMPONENTS.items())
    own = "\n".join(path.read_text() for path in sorted(ROOT.glob("rondom/*/static/**/*.css")))
    faces, files = fonts()
    parts = [minify(part) for part in [faces, components, theme(components + own)]]
    css = "\n".join(["/*! Licences: LICENCES.txt */", *parts])

    new, static = BUILD / "static-new", BUILD / "static"
    shutil.rmtree(new, ignore_errors=True)
    (new / "fonts").mkdir(parents=True)
    (new / "vendor.css").write_text(css)
    list(Compressor(quiet=True).compress(str(new / "vendor.css")))
    (new / "LICENCES.txt").write_text(licences())
    for file in files:
        shutil.copyfile(file, new / "fonts" / file.name)
    (BUILD / "icons.json").write_text(json.dumps(icons(ICON_LIST.read_text().split()), indent=0) + "\n")
    shutil.rmtree(static, ignore_errors=True)
    new.rename(static)
    return f"vendor.css is {(static / 'vendor.css.gz').stat().st_size / 1000:.1f} kB compressed"


def _read(package: str, file: str) -> str:
    try:
        return (NODE / package / file).read_text()
    except FileNotFoundError as error:
        raise AssetError(f"{package} has no {file}.") from error


if __name__ == "__main__":
    try:
        sys.stdout.write(build() + "\n")
    except AssetError as error:
        sys.exit(str(error))
