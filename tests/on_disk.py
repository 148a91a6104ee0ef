"""What lies on disk of the cluster and the keys, while other tests make and drop databases in it."""

import os
from collections.abc import Iterator
from pathlib import Path

from rondom.core import embedded


def files(folder: str) -> Iterator[tuple[Path, bytes]]:
    """Every file under a folder of the data, with what is in it; what is dropped meanwhile is not there any more."""
    root = embedded.data_folder() / folder
    for place, _folders, names in os.walk(root):  # passes over a folder that is gone
        for path in (Path(place) / name for name in names):
            if path.is_file() and not path.is_symlink() and (content := _read(path)) is not None:
                yield path, content


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
