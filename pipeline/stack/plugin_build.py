"""Builds the analysis plugin: what the embedded Elasticsearch lacks against the full distribution."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

from pipeline.stack.failure import StackError
from pipeline.stack.server import java_home

NAME = "wire-analysis"
SOURCE = "WireAnalysisPlugin.java"

_DESCRIPTOR = """\
description=Stands in for analyzers and filters of the full distribution
version=1
name={name}
classname=wire.WireAnalysisPlugin
java.version=21
elasticsearch.version={version}
"""


def plugin_source() -> str:
    """The plugin, one file of Java."""
    return files(__package__).joinpath("plugin", SOURCE).read_text(encoding="utf-8")


def build_plugin(home: Path, version: str, compiler: Path, text: str) -> None:
    """Compile the plugin against a server's own jars and put it into its `plugins` folder."""
    place = home / "plugins" / NAME
    classes = home / "wire-classes"
    classes.mkdir(exist_ok=True)
    source = classes / SOURCE
    source.write_text(text, encoding="utf-8")
    libraries = ":".join(str(jar) for jar in sorted((home / "lib").glob("*.jar")))
    place.mkdir(parents=True, exist_ok=True)
    java = str(java_home() / "bin" / "java")
    _run([java, "-jar", str(compiler), "-21", "-nowarn", "-proc:none", "-cp", libraries, "-d", str(place), str(source)])
    (place / "plugin-descriptor.properties").write_text(_DESCRIPTOR.format(name=NAME, version=version))
    _jar(place)


def _jar(place: Path) -> None:
    """Elasticsearch loads jars only."""
    with ZipFile(place / f"{NAME}.jar", "w") as jar:
        for path in sorted((place / "wire").glob("*.class")):
            jar.write(path, f"wire/{path.name}")


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(f"the analysis plugin does not compile: {done.stderr.strip()[-500:]}")
