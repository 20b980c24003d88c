"""The image: without root, from the lock alone, with all that the bot needs; looked through here, built where an engine is."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "Dockerfile"


def instructions() -> list[tuple[str, str]]:
    """Each instruction with what it says, lines that go on put together."""
    text = re.sub(r"^\s*#.*\n", "", DOCKERFILE.read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines()) if word]


def said(word: str) -> list[str]:
    return [rest for each, rest in instructions() if each == word]


def last_stage() -> list[tuple[str, str]]:
    begins = max(at for at, (word, _) in enumerate(instructions()) if word == "FROM")
    return instructions()[begins:]


def copied() -> list[str]:
    return [
        rest.split()[0]
        for rest in said("COPY")
        if "--from" not in rest and "/" not in rest and "." not in rest.split()[0]
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="There is no hadolint for Windows.")
def test_the_linter_has_nothing_to_say() -> None:
    hadolint = Path(sysconfig.get_path("scripts"), "hadolint")

    looked = subprocess.run([hadolint, DOCKERFILE], check=False, capture_output=True, text=True)

    assert (looked.returncode, looked.stdout) == (0, "")


def test_it_runs_as_somebody_without_rights() -> None:
    users = [rest for word, rest in last_stage() if word == "USER"]

    assert users
    assert users[-1].isdigit()  # hosts that refuse root look at the number
    assert int(users[-1]) > 0
    after = [word for word, _ in last_stage()[last_stage().index(("USER", users[-1])) :]]
    assert "RUN" not in after


def test_it_installs_the_lock_by_its_hashes_and_nothing_else() -> None:
    installs = [rest for rest in said("RUN") if "pip" in rest]

    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    assert "-r requirements.txt" in installs[0]


def test_it_names_no_registry_and_fetches_nothing_by_address() -> None:
    images = [rest.split()[0] for rest in said("FROM")]

    assert all(re.fullmatch(r"[a-z]+:[0-9.]+[a-z-]*", image) for image in images)
    assert "ADD" not in {word for word, _ in instructions()}
    assert "://" not in DOCKERFILE.read_text("utf-8").replace("http://127.0.0.1", "")


def test_it_has_the_certificates_of_those_it_speaks_to() -> None:
    assert any("ca-certificates" in rest for word, rest in last_stage() if word == "RUN")


def test_nothing_gets_near_it_but_what_it_copies() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}

    assert lines[1] == "*"
    assert let_in == {*copied(), "requirements.txt"}


def test_what_it_copies_is_all_that_the_bot_needs(tmp_path: Path) -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["root_packages"]
    for name in copied():
        shutil.copytree(ROOT / name, tmp_path / name)
    alone = {"PYTHONPATH": sysconfig.get_path("purelib"), "PATH": os.environ["PATH"]}  # without the source's own .pth

    for command in ("manifest", "migrate", "doctor"):
        ran = subprocess.run(
            [sys.executable, "-S", "-m", "bot", command],
            cwd=tmp_path,
            env=alone,
            check=False,
            capture_output=True,
            text=True,
        )
        assert (ran.returncode, ran.stderr) == (0, "")

    assert sorted(copied()) == sorted(packages)
    assert (tmp_path / "data" / "coach.db").exists()


def test_where_an_engine_is_it_is_built_and_runs_without_root() -> None:
    engine = next(filter(_answers, ("docker", "podman")), None)
    if engine is None:
        pytest.skip("NO CONTAINER ENGINE: the image is NOT built. Start Docker or Podman to build it.")
    if not all(_has(engine, base.split()[0]) for base in said("FROM")):
        pytest.skip("NO BASE IMAGE: the image is NOT built. Pull what the Dockerfile names in FROM.")

    subprocess.run([engine, "build", "--quiet", "--tag", "pm-coach-test", ROOT], check=True)
    who = subprocess.run(
        [engine, "run", "--rm", "--entrypoint", "id", "pm-coach-test", "-u"], check=True, capture_output=True, text=True
    )
    manifest = subprocess.run(
        [engine, "run", "--rm", "pm-coach-test", "manifest"], check=True, capture_output=True, text=True
    )

    assert who.stdout.strip() == "10001"
    assert manifest.stdout == (ROOT / "manifest.json").read_text("utf-8")


def _has(engine: str, base: str) -> bool:
    """Whether it is there, or can be fetched."""
    asked = [engine, "image", "inspect", base], [engine, "pull", "--quiet", base]
    return any(subprocess.run(each, check=False, capture_output=True).returncode == 0 for each in asked)


def _answers(engine: str) -> bool:
    found = shutil.which(engine)
    return bool(found) and subprocess.run([engine, "info"], check=False, capture_output=True).returncode == 0
