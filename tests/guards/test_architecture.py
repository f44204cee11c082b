"""The house keeps its shape: layers, sizes, where imports stand, what the entry points load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "smsinfo"
MOST_LINES = 300
MOST_FUNCTION_LINES = 60
ENTRY_IMPORTS = {
    "__future__",
    "sys",
    "flask",
    "smsinfo.bootstrap",
    "smsinfo.config",
    "smsinfo.errors",
    "smsinfo.logs",
    "smsinfo.web.app",
}


def sources(*folders: str) -> list[Path]:
    """All Python files of the folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _imports_of(module: str, known: set[str]) -> Iterator[str]:
    """The modules of ours that a module imports by its lines."""
    path = ROOT / Path(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in known:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in known else node.module


def test_every_line_imports_only_lines_below_it() -> None:
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", sources("smsinfo", "tests", "bench"), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_a_person_reads_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources("smsinfo")
        if "migrations" not in path.parts
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno > MOST_FUNCTION_LINES
    ]
    assert long == []


def test_no_function_imports_a_part_of_the_project() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources("smsinfo")
        for node in functions(path)
        for inner in ast.walk(node)
        if (isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("smsinfo"))
        or (isinstance(inner, ast.Import) and any(name.name.startswith("smsinfo") for name in inner.names))
    ]
    assert hidden == []


def test_every_module_and_public_thing_says_what_it_is_for() -> None:
    silent = []
    for path in sources("smsinfo"):
        if "versions" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert silent == []


def test_no_file_starts_a_circle_of_imports() -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sources("smsinfo")]
    wanted = [m.removesuffix(".__init__") for m in modules if "migrations" not in m]
    graph = {name: set(_imports_of(name, set(wanted))) for name in wanted}
    # What imports nothing of ours is taken away again and again; only circles are left.
    while leaves := {name for name, needs in graph.items() if not needs}:
        graph = {name: needs - leaves for name, needs in graph.items() if name not in leaves}
    assert graph == {}


def test_the_wsgi_file_only_builds_the_application() -> None:
    tree = ast.parse((ROOT / "wsgi.py").read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert modules <= ENTRY_IMPORTS


ASK = """
import sys
from smsinfo.cli.main import main
try:
    main(["ask", "ktp", "hilang"])
finally:
    print(sorted({"flask", "twilio", "gunicorn", "alembic"} & set(sys.modules)))
"""


def test_asking_in_a_terminal_loads_no_web_framework(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SMSINFO_")}
    found = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=False, cwd=tmp_path, env=kept
    )
    assert found.returncode == 0, found.stderr
    answer, loaded = found.stdout.splitlines()[0], found.stdout.splitlines()[-1]
    assert "surat kehilangan" in answer
    assert loaded == "[]"
