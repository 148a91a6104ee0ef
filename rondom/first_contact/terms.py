"""How long a draft stays, read from drafts.toml."""

import tomllib
from datetime import timedelta
from pathlib import Path

_TERMS = {
    name: timedelta(days=one["days"])
    for name, one in tomllib.loads(Path(__file__).with_name("drafts.toml").read_text("utf-8")).items()
}
UNTOUCHED, THROWN_AWAY, REGISTERED = (_TERMS[name] for name in ("untouched", "thrown_away", "registered"))
