"""Show the book in a browser, built and loaded again at each save (`make watch`).

Mistakes stand in the terminal; the page stays as it was until they are mended.
"""

import argparse
import signal
import subprocess
import sys

from livereload import Server

from book._ext.paths import HTML, ROOT

# What a page is made of; the notebooks are not here, since the build itself writes words into them.
SOURCES = (
    "_config.yml",
    "_toc.yml",
    "book/*.md",
    "book/references.bib",
    "book/_ext",
    "book/static",
    "book/templates",
    "d2lmini/*.py",
    "d2lmini/data",
    "d2lmini/widgets/*.*",
)
FIGURES = "d2lmini/widgets/web"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line until it is interrupted; return the exit status."""
    parser = argparse.ArgumentParser(prog="make watch", description=__doc__)
    parser.add_argument("--port", type=int, default=5500)
    options = parser.parse_args(arguments)
    # What a shell starts in the background ignores an interrupt, and would never end.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    build()
    server = Server()
    for pattern in SOURCES:
        server.watch(str(ROOT / pattern), build)
    server.watch(str(ROOT / FIGURES), lambda: bundle() and build())
    server.serve(root=str(HTML), host="127.0.0.1", port=options.port)
    return 0


def build() -> bool:
    """Build the book in a process of its own, which has today's extension; return whether it is."""
    command = [sys.executable, "-m", "book._ext.build"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def bundle() -> bool:
    """Check the figures' types and bundle them; return whether that went well."""
    return subprocess.run(["make", "--silent", "bundle"], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
