"""Rules of the house that hold for the whole tree: what may not be in any file, and what must be in some."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from pipeline.story.clean import _derive
from pipeline.story.clean.fixes import CHARACTERS, HEADLINE, MARKED_PARAGRAPHS, PARAGRAPHS, SENTENCES, meanings
from pipeline.story.clean.furniture import furniture_of
from pipeline.story.clean.heading import kicker_of, label_prefix
from pipeline.story.quality import FLAGS

ROOT = Path(__file__).parents[1]
SOURCE_ENDINGS = {".py", ".toml", ".yml", ".yaml", ".java", ".sh", ".md"}
MODULE_LINES = 300
"""We aim at 250; where this is passed, the file is split by meaning, not squeezed."""
FUNCTION_LINES = 60
"""We aim at 40; a parser's one call with a line for each of a story's fields is longer, and clearer than its parts."""
DECISION_LINES = 80


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the tree: what git knows, and what it would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git working tree: there is no list of the project's files")
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def text_of(path: Path) -> str | None:
    """Contents, or None for bytes that are no UTF-8 (samples of other charsets)."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def texts(*endings: str) -> list[tuple[Path, str]]:
    """Tracked files with one of the endings (all, where none is given), this file left out."""
    chosen = [path for path in tracked() if path != Path(__file__) and (not endings or path.suffix in endings)]
    return [(path, text) for path in chosen if (text := text_of(path)) is not None]


def places(pattern: str, *endings: str) -> list[str]:
    """Where a pattern occurs: `file:line`."""
    found = re.compile(pattern, re.IGNORECASE)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in texts(*endings)
        if found.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


@cache
def python(folder: str) -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((p, ast.parse(text)) for p, text in texts(".py") if p.relative_to(ROOT).parts[0] == folder)


@cache
def nodes() -> tuple[tuple[Path, tuple[ast.AST, ...]], ...]:
    """All nodes of each module of the package: to walk through them takes longer than to parse them."""
    return tuple((path, tuple(ast.walk(tree))) for path, tree in python("pipeline"))


def invisible(text: str) -> list[str]:
    """Characters that a reader of the source doesn't see: format and control characters, except line ends and tabs."""
    return [f"U+{ord(c):04X}" for c in text if unicodedata.category(c) in {"Cf", "Cc", "Co"} and c not in "\n\t"]


HOSTS = (
    "pypi org", "pypi python", "files python", "registry npmjs", "npmjs com", "npmjs org", "repo maven", "repo1 maven",
    "maven apache", "mvnrepository com", "central sonatype", "crates io", "proxy golang", "deb debian",
    "security debian", "archive ubuntu",
)  # fmt: skip
"""Words of the hosts of package registries, without the dots: this file names none either."""
REGISTRY = r"(?<!\w)(?:{}|--(?:index-url|extra-index-url|find-links|trusted-host)\b)".format(
    "|".join(host.replace(" ", r"\.") for host in HOSTS)
)
MACHINE = r"(?<![\w.$~}-])/(work|home/[a-z]|Users/[A-Z]|root/)"


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert places(REGISTRY) == []


@pytest.mark.parametrize("line", [*(".".join(host.split()) for host in HOSTS), "--index-url x"])
def test_a_registry_s_host_would_be_noticed(line: str) -> None:
    assert re.search(REGISTRY, f"from https://{line}/simple" if "." in line else line)


def test_no_file_names_a_path_of_a_developer_s_machine() -> None:
    assert places(MACHINE) == []


@pytest.mark.parametrize(("line", "is_one"), [('open("/work/x")', True), ("/root/.cache", True), ("src/work/x", False)])
def test_a_machine_s_path_is_told_from_another(line: str, is_one: bool) -> None:
    assert bool(re.search(MACHINE, line)) is is_one


def test_no_source_file_holds_an_invisible_character() -> None:
    found = {str(path.relative_to(ROOT)): invisible(text)[:5] for path, text in texts(*SOURCE_ENDINGS)}
    assert {name: characters for name, characters in found.items() if characters} == {}


@pytest.mark.parametrize("name", ["RIGHT-TO-LEFT MARK", "ZERO WIDTH NON-JOINER", "RIGHT-TO-LEFT OVERRIDE"])
def test_an_invisible_character_would_be_noticed(name: str) -> None:
    assert invisible(f"a{unicodedata.lookup(name)}b")


def test_modules_are_short() -> None:
    lines = {str(path.relative_to(ROOT)): text.count("\n") for path, text in texts(".py")}
    assert {name: count for name, count in lines.items() if name.startswith("pipeline/") and count > MODULE_LINES} == {
        name: count for name, count in lines.items() if name == "pipeline/story/model.py"
    }, "model.py is the one exception: all types of a story, with what each field means, on one page"


def test_functions_are_short() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path, found_in in nodes()
        for node in found_in
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    }
    assert {name: count for name, count in found.items() if count > FUNCTION_LINES} == {}


def test_no_module_class_or_function_has_a_name_that_says_nothing() -> None:
    empty = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|processors?|misc)(_|$)", re.IGNORECASE)
    named = [str(path.relative_to(ROOT)) for path, _ in python("pipeline") if empty.search(path.stem)]
    for path, found_in in nodes():
        for node in found_in:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name)
                if empty.search(snake):
                    named.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert named == []


def test_every_exception_from_a_check_says_why() -> None:
    bare = r"#\s*(noqa: [A-Z0-9, ]+|type: ignore(\[[a-z, -]+\])?|noqa|pragma: no cover)\s*$"
    assert places(bare, ".py") == []


def test_no_work_is_left_for_later_in_a_comment() -> None:
    assert places(r"#.*\b(TODO|FIXME|XXX|HACK)\b|^\s*//.*\b(TODO|FIXME)\b", ".py", ".java", ".toml", ".yml") == []


def test_the_core_reads_no_clock_environment_network_or_chance() -> None:
    forbidden = {
        "os",
        "time",
        "random",
        "socket",
        "requests",
        "subprocess",
        "kafka",
        "faust",
        "elasticsearch",
        "secrets",
    }
    found = []
    for path, found_in in nodes():
        if path.relative_to(ROOT).parts[:2] != ("pipeline", "story"):
            continue
        for node in found_in:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path.relative_to(ROOT)}:{name}" for name in names if name.split(".")[0] in forbidden]
            if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_every_module_says_what_it_is() -> None:
    assert [str(path.relative_to(ROOT)) for path, tree in python("pipeline") if not ast.get_docstring(tree)] == []


def test_every_quality_flag_that_the_code_uses_is_declared_and_every_declared_one_is_used() -> None:
    strings = {
        node.value
        for path, found_in in nodes()
        if path.name != "quality.py"
        for node in found_in
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(FLAGS) - strings == set()


REPAIRS = {rule.name: rule.find for rule in (*CHARACTERS, *PARAGRAPHS, *MARKED_PARAGRAPHS, *SENTENCES, *HEADLINE)} | {
    "furniture": furniture_of, "label": label_prefix, "kicker": kicker_of, "derived-headline": _derive,
}  # fmt: skip
SOURCE = re.compile(r"\bSource: \S.{25,}")
"""A standard and its section, an agency's copy, or a count: what a repair rests on, in a sentence."""


def test_every_repair_that_a_story_can_list_has_a_function_whose_source_is_asked_for() -> None:
    assert REPAIRS.keys() == meanings().keys()


@pytest.mark.parametrize("name", REPAIRS)
def test_every_repair_says_what_it_rests_on(name: str) -> None:
    assert SOURCE.search(inspect.getdoc(REPAIRS[name]) or "")


@pytest.mark.parametrize(
    "docstring", ["Spaces as one.", "Spaces as one.\n\nSource: known.", "Resource: a list of forms."]
)
def test_a_repair_without_a_source_would_be_noticed(docstring: str) -> None:
    assert SOURCE.search(docstring) is None


def test_every_decision_is_one_page_numbered_and_has_its_parts() -> None:
    decisions = sorted(path for path in tracked() if path.parent == ROOT / "docs" / "decisions")
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= DECISION_LINES, path.name
        assert re.match(rf"# {int(path.name[:4])}\. \S", text), path.name


def test_the_changelog_has_a_section_for_what_is_not_released() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]$\n\n### (Added|Changed|Deprecated|Removed|Fixed|Security)$", changelog, re.M)


def test_every_make_target_that_a_document_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        target
        for _, text in texts(".md")
        for target in re.findall(r"(?:^ {4}|`)make ([a-z-]+)(?=`|\s|$)", text, re.MULTILINE)
    }
    assert {"demo", "test", "check"} <= named
    assert named - targets == set()


def test_every_link_between_documents_leads_to_a_file() -> None:
    dead = [
        f"{path.relative_to(ROOT)} → {target}"
        for path, text in texts(".md")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert dead == []


def test_every_path_of_the_tree_that_a_document_names_exists() -> None:
    """Documents are named by links, and those are the test before this one's."""
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    missing = []
    for path, text in texts(".md"):
        for name in re.findall(r"`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+/?)`", text):
            if name.split("/")[0] in top - {"docs"} and not (ROOT / name).exists():
                missing.append(f"{path.relative_to(ROOT)} → {name}")
    assert missing == []


def test_the_licence_is_the_one_that_the_package_states() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert (ROOT / "NOTICE").is_file()
