"""What we run: models that are data, models that are ours, versions that are locked, a container without rights."""

from __future__ import annotations

import io
import re
import tarfile
import tomllib
from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.engine.training import ModelChanged, checked, is_recorded, model_path

ROOT = Path(__file__).parents[2]
DATA = {".json", ".yml", ".npz", ""}


@pytest.fixture(scope="module")
def model(real_engine) -> Path:
    """The model of the house, as it was loaded."""
    return model_path(ROOT / "build" / "models")


def recorded(folder: Path, held: bytes = b"model") -> Path:
    """A file with the record its training would leave."""
    path = folder / "boussole-1.tar.gz"
    path.write_bytes(held)
    digest = "9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4"  # of b"model"
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n")
    return path


def test_a_model_holds_data_only(model) -> None:
    """Nothing in the archive is a program: no pickle, no arrays of objects, no path that leads out, no link."""
    with tarfile.open(model) as archive:
        members = archive.getmembers()
        held = {each.name: archive.extractfile(each).read() for each in members if each.isfile()}

    assert [] == [each.name for each in members if not (each.isfile() or each.isdir())]
    assert [] == [name for name in held if ".." in Path(name).parts or Path(name).suffix not in DATA]
    assert [] == [
        name for name, data in held.items() if data.startswith((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"))
    ]
    for name, data in held.items():
        if name.endswith(".npz"):
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                assert all(arrays[each].dtype != object for each in arrays), name


def test_the_model_in_use_is_the_recorded_one(model) -> None:
    """What was trained is what is loaded."""
    assert is_recorded(model)
    assert model == checked(model)


def test_an_untouched_model_is_taken(tmp_path) -> None:
    """The record of training fits the file."""
    path = recorded(tmp_path)

    assert path == checked(path)


def test_an_exchanged_model_is_refused(tmp_path) -> None:
    """Other bytes under the same name are not loaded."""
    with pytest.raises(ModelChanged):
        checked(recorded(tmp_path, b"another model"))


def test_a_model_without_a_record_is_not_used(tmp_path) -> None:
    """It may come from anywhere: it is trained anew."""
    path = recorded(tmp_path)
    path.with_name(path.name + ".sha256").unlink()

    assert not is_recorded(path)


def test_every_locked_file_has_a_hash() -> None:
    """Nothing can be installed whose bytes were not seen when it was locked."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    files = [
        (each["name"], file) for each in packages for file in [*each.get("wheels", ()), each.get("sdist", {})] if file
    ]

    assert files
    assert [] == [name for name, file in files if not file.get("hash", "").startswith("sha256:")]


def test_every_lifted_bound_has_its_reason() -> None:
    """Each package whose declared bound we override is named in the decision that says why."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    decision = (ROOT / "docs/adr/0001-rasa-on-python-3.11.md").read_text(encoding="utf-8").lower()
    lifted = [re.split(r"[><=]", each)[0] for each in project["tool"]["uv"]["override-dependencies"]]

    assert [] == [name for name in lifted if name not in decision]


def test_the_container_has_no_rights() -> None:
    """Read-only files, no capability, no new privileges, published to the machine itself only, memory bounded."""
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["boussole"]

    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert ["no-new-privileges:true"] == service["security_opt"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert not service.get("privileged")


def test_the_image_runs_as_nobody() -> None:
    """The last user of the image is not root, and owns none of the program's files."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]

    assert ["boussole"] == users
    assert any("--chown=root:root /app /app" in line for line in lines)
