"""The assets: other people's style sheets made small without changing what they say."""

import gzip
import json

import pytest

from rondom.core import assets


def test_comments_and_spaces_go_and_strings_stay():
    css = '/* why */ .a ,\n .b { content: "; { } /* no */";\n  color : red ;\n}\n'
    assert assets.minify(css) == '.a,.b{content: "; { } /* no */";color : red}'


def test_a_theme_is_one_flat_rule():
    selector, values = assets.tokens('/* x */ .t {\n --a: 1px; /* y */\n --b: url("data:x;y");\n}\n')
    assert (selector, values) == (".t", {"--a": "1px", "--b": 'url("data:x;y")'})
    with pytest.raises(assets.AssetError, match="no longer one flat rule"):
        assets.tokens(".t { --a: 1px; color: red; }")
    with pytest.raises(assets.AssetError, match="no longer one flat rule"):
        assets.tokens(".t { --a: 1px; } .u { --b: 2px; }")


def test_tokens_are_kept_when_needed_straight_or_through_another():
    values = {"--a": "var(--b)", "--b": "calc(var(--c) + 1px)", "--c": "2px", "--d": "3px", "--e": "var(--a)"}
    assert assets.referenced("x{color:var(--a, var( --unknown))}", values) == {"--a", "--b", "--c"}


def test_an_icon_is_what_stands_inside_the_svg(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "NODE", tmp_path)
    folder = tmp_path / assets.ICONS / "icons" / "outline"
    folder.mkdir(parents=True)
    (folder / "plus.svg").write_text(
        '<svg\n  width="24"\n>\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n'
        '  <path d="M12 5l0 14" />\n  <path d="M5 12l14 0" />\n</svg>\n'
    )
    assert assets.icons(["plus"]) == {"plus": '<path d="M12 5l0 14"/><path d="M5 12l14 0"/>'}
    with pytest.raises(assets.AssetError, match=r"no icons/outline/minus.svg"):
        assets.icons(["minus"])


def test_what_was_built_is_whole_and_small():
    static = assets.BUILD / "static"
    own = b"".join(path.read_bytes() for path in assets.ROOT.glob("rondom/*/static/**/*.css"))
    vendor = (static / "vendor.css").read_bytes()
    assert len(gzip.compress(vendor)) < 35_000
    assert len(gzip.compress(vendor)) + len(gzip.compress(own)) < 100_000
    assert b"http" not in vendor
    for file in ["noto-sans-latin-400-normal.woff2", "noto-sans-latin-ext-700-normal.woff2"]:
        assert f'url("fonts/{file}")'.encode() in vendor
        assert (static / "fonts" / file).stat().st_size > 10_000
    assert {*json.loads((assets.BUILD / "icons.json").read_text())} == {*assets.ICON_LIST.read_text().split()}
