"""The command from outside: a process, its arguments, its files, its answers."""
import json
import os
import pathlib
import subprocess

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def pytest_addoption(parser):
    parser.addoption("--candid", default=".build/release/candid", help="the command under test")
    parser.addoption("--soak", action="store_true", help="also what takes longer than ten minutes")


class Candid:
    """Runs the command in a folder of its own, with a ledger of its own and nobody's settings."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "CANDID_LEDGER": str(folder / "ledger"),
            "LANG": "C.UTF-8",
        }

    def popen(self, *arguments, **options):
        environment = self.environment | options.pop("env", {})
        return subprocess.Popen(
            [self.path, *arguments], cwd=self.folder, env=environment, **options)

    def __call__(self, *arguments, input=None, env=None, check=None):
        done = subprocess.run(
            [self.path, *arguments], cwd=self.folder, env=self.environment | (env or {}),
            input=input, capture_output=True, timeout=120)
        if check is not None:
            assert done.returncode == check, (arguments, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        return done

    def json(self, *arguments, check=0, **options):
        """The JSON answer, held against its schema."""
        document = json.loads(self(*arguments, "--json", check=check, **options).stdout)
        validate(document)
        return document


def validate(document):
    _, name, version = document["schema"].split("/")
    validate_as(name, version, document)


def validate_as(name, version, document):
    """Holds a document to a schema that it does not name itself."""
    schema = json.loads((ROOT / "docs/schemas" / f"{name}.v{version}.json").read_text())
    jsonschema.Draft202012Validator(schema, registry=_registry()).validate(document)


def _registry():
    from referencing import Registry, Resource

    registry = Registry()
    for file in (ROOT / "docs/schemas").glob("*.json"):
        registry = registry.with_resource(
            file.name, Resource.from_contents(json.loads(file.read_text())))
    return registry


@pytest.fixture
def candid(request, tmp_path):
    return Candid(str(pathlib.Path(request.config.getoption("--candid")).resolve()), tmp_path)


@pytest.fixture
def soak(request):
    return request.config.getoption("--soak")
