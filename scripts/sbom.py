"""Write what production is made of, with hashes, as CycloneDX: `sbom.py LOCK FILE`. The lock is the only source."""

import re
import sys
import tomllib
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]


def main(lock: Path, file: Path) -> None:
    """Read the lock, write the bill of materials, and say how many packages stand in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    root = Component(name=project["name"], version=project["version"], type=ComponentType.APPLICATION)
    bom = Bom(components=list(components(lock.read_text())))
    bom.metadata.component = root
    bom.register_dependency(root, bom.components)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(JsonV1Dot6(bom).output_as_string(indent=2) + "\n")
    sys.stdout.write(f"{len(bom.components)} packages in {file}\n")


def components(lock: str) -> "list[Component]":
    """The packages of a lock, each with the hashes it may have."""
    found = []
    for entry in re.split(r"\n(?=\S)", lock):
        named = re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", entry)
        if named:
            name, version = named.groups()
            hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)
            found.append(
                Component(
                    name=name,
                    version=version,
                    purl=PackageURL("pypi", name=name, version=version),
                    hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in hashes],
                )
            )
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
