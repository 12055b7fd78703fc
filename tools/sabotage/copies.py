"""A copy of the project: steps run in it, and whatever they change is undone."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from book._ext.paths import ROOT
from tools.sabotage.fault import Fault, tracked

__all__ = ["BaselineError", "Copy", "Step"]

WARM = Path(__file__).with_name("warm.py")
CPU_LIMIT_S = 200  # several times what the longest step takes: what uses more runs on without end
FAILED = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+(?:\[.*?\])?)(?: \d+)?(?: - |$)", re.MULTILINE)
# Nobody reads what pytest would make of the asserts, and to make it takes seconds each time.
PYTEST = ("pytest", "-q", "-x", "--tb=line", "-p", "no:cacheprovider", "--assert=plain",
          "--hypothesis-profile=mutants")  # fmt: skip
ENDLESS = (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)
EMPTY = 5  # pytest's status where nothing was collected


class BaselineError(Exception):
    """A test fails without a fault, so that its failure with one says nothing."""


@dataclass(frozen=True)
class Step:
    """A command that may fail because of a fault: tests, or a module with its arguments."""

    arguments: tuple[str, ...]
    builds: bool = False

    @classmethod
    def tests(cls, *arguments: str) -> "Step":
        """Make a step of tests."""
        return cls((*PYTEST, *arguments))


@dataclass
class Copy:
    """A copy of the project in a folder, with a process from which its steps fork."""

    folder: Path
    passed: set[str] = field(default_factory=set)
    cpu: float = 0
    built: bool = False
    printed: str = ""

    @classmethod
    def make(cls, folder: Path, source: Path = ROOT, names: list[str] | None = None) -> "Copy":
        """Copy files; they are committed in a repository of the copy's own."""
        for name in tracked() if names is None else names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, folder / name)
        for name in (".venv", "node_modules"):
            (folder / name).symlink_to((ROOT / name).resolve())
        copy = cls(folder)
        exclude = "\n/.venv\n/node_modules\n/_build*/\n/step.log\n__pycache__/\n"
        copy.git("init", "--quiet")
        (folder / ".git" / "info" / "exclude").write_text(exclude, "utf8")
        copy.git("add", "--all")
        copy.git("-c", "user.name=s", "-c", "user.email=s@localhost", "commit", "-qm", "copy")
        copy.server = copy.start()
        return copy

    def git(self, *arguments: str) -> None:
        """Run git in the copy."""
        subprocess.run(["git", *arguments], cwd=self.folder, check=True)

    def start(self) -> subprocess.Popen[str]:
        """Start the process that the steps fork from."""
        path = f"{self.folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | {
            "PYTHONPATH": str(self.folder), "PATH": path, "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",  # a file of the same second and length is not the same
        }  # fmt: skip
        return subprocess.Popen(
            [sys.executable, WARM], cwd=self.folder, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def close(self) -> None:
        """End the process and remove the copy."""
        self.server.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, arguments: tuple[str, ...]) -> tuple[int, str]:
        """Run a command; return its exit status and what it printed."""
        log = self.folder / "step.log"
        self.server.stdin.write(json.dumps([arguments, str(log), CPU_LIMIT_S]) + "\n")
        self.server.stdin.flush()
        status, cpu = json.loads(self.server.stdout.readline())
        self.cpu += cpu
        return status, log.read_text("utf8", errors="replace")

    def build(self) -> None:
        """Build the book once, and keep it aside to return to."""
        status, printed = self.run(("book._ext.build",))
        if status:
            raise BaselineError(f"the book does not build without a fault:\n{printed}")
        shutil.copytree(self.folder / "_build", self.folder / "_build.kept")

    def restore(self) -> None:
        """Undo every change of a tracked file, remove new ones, bring back the built book."""
        self.git("checkout", "--quiet", "--", ".")
        self.git("clean", "--quiet", "-fd")
        if self.built:
            shutil.rmtree(self.folder / "_build")
            subprocess.run(["cp", "-a", "_build.kept", "_build"], cwd=self.folder, check=True)
            self.built = False

    def fails(self, step: Step) -> str:
        """Run a step; return what failed, or nothing."""
        self.built |= step.builds
        status, self.printed = self.run(step.arguments)
        if status in (0, EMPTY if step.arguments[0] == "pytest" else 0):
            return ""
        if status in ENDLESS:
            return "runs on without end"
        found = FAILED.search(self.printed)
        if not found:
            return " ".join(step.arguments[:3]).replace(f"{ROOT}/", "")
        return found[1].removesuffix("::Cell")  # a notebook runs as a whole

    def verdict(self, fault: Fault, steps: list[Step]) -> str:
        """Put a fault in, run the steps until one fails, undo it; return what noticed, or nothing.

        Raises
        ------
        BaselineError
            If what noticed fails without the fault too.
        """
        path = self.folder / fault.path
        try:
            path.write_text(fault.put_into(path.read_text("utf8")), "utf8")
            for step in steps:
                if by := self.fails(step):
                    break
            else:
                return ""
        finally:
            self.restore()
        self.check(by, step)
        return by

    def check(self, by: str, step: Step) -> None:
        """See that what noticed a fault passes without one; once each."""
        if by not in self.passed:
            wrong = self.fails(alone(by) or step)
            if "ERROR: not found" in self.printed:  # a case that only the fault makes
                wrong = self.fails(alone(by.partition("[")[0]))
            self.restore()
            if wrong:
                raise BaselineError(f"{wrong} fails without a fault:\n{self.printed[-2000:]}")
            self.passed.add(by)


def alone(test: str) -> Step | None:
    """Make a step of one test, or of a notebook; of what else may notice a fault, none."""
    if ".py" not in test and ".ipynb" not in test:
        return None
    return Step.tests(*(["--nbval"] if ".ipynb" in test else []), test)
