"""What a file says: a fault leaves it readable, and has to say something else."""

import ast
import json
import re
import subprocess
import tomllib
from typing import Any

import yaml

__all__ = ["meaning", "meant_otherwise"]

COMMENT = re.compile(r"(?:^|\s)#.*$", re.MULTILINE)


def meaning(path: str, text: str) -> Any:
    """Return what a file says, in a form that compares: comments and layout say nothing.

    Raises
    ------
    ValueError
        If no program could read it.
    """
    if path.endswith(".py"):
        return ast.dump(ast.parse(text))
    if path.endswith((".json", ".ipynb")):
        return json.loads(text)
    if path.endswith((".yml", ".yaml")):
        return yaml.safe_load(text)
    if path.endswith(".toml"):
        return tomllib.loads(text)
    if text.startswith("#!"):
        subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=True)
    if path.startswith((".", "Makefile", "requirements")):
        return COMMENT.sub("", text)
    return text


def meant_otherwise(path: str, before: str, after: str) -> bool:
    """Return whether a changed file can be read and says something else."""
    try:
        return bool(meaning(path, after) != meaning(path, before))
    except (ValueError, SyntaxError, yaml.YAMLError, subprocess.CalledProcessError):
        return False
