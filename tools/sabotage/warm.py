"""Run modules in processes that fork from this one, which has imported what is slow to import.

Started as a program in a copy of the project, of which it imports nothing. Each line of standard
input is a command: the arguments, the file for what is printed and the limit of CPU seconds. A
first argument with a slash is a program, any other a module. The answer is the exit status,
negative for the signal that ended it, and the CPU seconds used.
"""

import contextlib
import json
import os
import resource
import runpy
import signal
import sys
import warnings

SLOW = ("torch", "mxnet", "scipy.signal", "matplotlib.figure", "jupyter_book.sphinx", "nbformat")
WALL_LIMIT_S = 900  # for what waits without end


def child(arguments: list[str], log: str, limit: int) -> None:
    """Become the command."""
    os.setsid()
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    signal.alarm(WALL_LIMIT_S)
    module, *rest = arguments
    if "/" in module:
        os.execv(module, arguments)
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def run(arguments: list[str], log: str, limit: int) -> tuple[int, float]:
    """Run one command; return its exit status and CPU seconds."""
    if not (pid := os.fork()):
        status = 1
        try:
            child(arguments, log, limit)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
        except BaseException as error:
            print(repr(error), flush=True)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    _, status, used = os.wait4(pid, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)  # what it started and left
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime


def main() -> None:
    """Answer commands until there are no more."""
    sys.path[0] = os.getcwd()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in SLOW:
            try:
                __import__(name)
            except ImportError:
                continue
    for line in sys.stdin:
        print(json.dumps(run(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
