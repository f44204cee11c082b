"""Each dependency is used and has its reason; what is used is declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Where the name to import is not the name of the package.
MODULES = {
    "argon2-cffi": "argon2",
    "flask-babel": "flask_babel",
    "flask-login": "flask_login",
    "flask-security": "flask_security",
    "flask-wtf": "flask_wtf",
    "fpdf2": "fpdf",
    "libpass": "passlib",
    "prometheus-client": "prometheus_client",
    "pystemmer": "Stemmer",
    "tomli-w": "tomli_w",
}
# Never imported by name: SQLAlchemy loads the driver, zoneinfo the zones.
LOADED_BY_OTHERS = {"psycopg", "tzdata"}
# Part of a dependency that is declared.
PARTS = {"werkzeug": "flask"}


def named(requirements: list[str]) -> list[str]:
    """The packages of requirement lines, without version, extra and marker."""
    return [re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0] for line in requirements]


RUNTIME = named(PROJECT["dependencies"])
EXTRAS = {name: named(found) for name, found in PROJECT["optional-dependencies"].items()}


@cache
def imported() -> frozenset[str]:
    """The top names of all that the package and wsgi.py import from elsewhere."""
    found = set()
    for path in [*(ROOT / "smsinfo").rglob("*.py"), ROOT / "wsgi.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return frozenset(found - set(sys.stdlib_module_names) - {"smsinfo"})


@pytest.mark.parametrize("package", sorted(set(RUNTIME) - LOADED_BY_OTHERS))
def test_a_dependency_is_used(package: str) -> None:
    assert MODULES.get(package, package) in imported()


def test_what_is_imported_is_declared() -> None:
    declared = {MODULES.get(package, package) for package in [*RUNTIME, *EXTRAS["scale"]]}
    assert {name for name in imported() if PARTS.get(name, name) not in declared} == set()


@pytest.mark.parametrize("package", sorted({*RUNTIME, *EXTRAS["scale"], *EXTRAS["dev"]} - {"smsinfo"}))
def test_a_dependency_has_its_reason_in_the_decisions(package: str) -> None:
    _, _, reasons = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").partition("## Dependencies")
    assert re.search(rf"\b{re.escape(package)}\b", reasons)
