"""Lay down a new chapter that passes everything (`make chapter NAME=...`)."""

import argparse
import re
import sys

from book._ext.notebooks.chapters import ChapterError
from book._ext.notebooks.write import write_notebooks
from book._ext.paths import BOOK, ROOT

TOC = ROOT / "_toc.yml"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TEMPLATE = """\
# {title}

**What does this chapter answer?** After this chapter you can say in a sentence what it does, and
check it on an example small enough for a pencil.

## An example by hand

A stamp of the kernel for each element of the input: with one element, the output is the kernel
times that element.

```{{code-cell}}
:tags: [pytorch]

import torch

import d2lmini

X = torch.tensor([[2.0]])
K = torch.tensor([[1.0, 0.0], [3.0, 1.0]])
```

```{{code-cell}}
:tags: [mxnet]

from mxnet import np, npx

import d2lmini

npx.set_np()
X = np.array([[2.0]])
K = np.array([[1.0, 0.0], [3.0, 1.0]])
```

```{{code-cell}}
d2lmini.trans_conv(X, K)
```

## A figure

```{{code-cell}}
---
mystnb:
  figure:
    name: fig-{name}
    caption: One stamp makes the whole output.
---
from d2lmini.widgets import Stamping

Stamping([[2]], [[1, 0], [3, 1]])
```

## An exercise

````{{exercise}} warm-up
:label: ex-{name}

What does {{numref}}`fig-{name}` show with a stride of 2, and why?

```{{predict}} one-stamp
:asks: shape
:input: 1x1
:kernel: 2x2
:stride: 2
:hint: How many stamps are there?

What shape has the output?
```
````

```{{solution-start}} ex-{name}
:class: dropdown
```

The same: a stride moves neighbouring stamps apart, and there is only one.

```{{solution-end}}
```
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="make chapter", description=__doc__)
    parser.add_argument("name", help="the file's name, as in polyphase-form")
    name = parser.parse_args(arguments).name
    path = BOOK / f"{name}.md"
    if not NAME.fullmatch(name):
        print(
            f"expected a name of small letters, digits and hyphens, got {name!r}", file=sys.stderr
        )
        return 1
    if path.exists():
        print(f"book/{name}.md is there already", file=sys.stderr)
        return 1
    path.write_text(TEMPLATE.format(name=name, title=name.replace("-", " ").capitalize()), "utf8")
    TOC.write_text(with_chapter(TOC.read_text("utf8"), name), "utf8")
    print(f"wrote book/{name}.md and its line in _toc.yml")
    try:
        write_notebooks(BOOK, [name])
    except ChapterError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"`make watch` shows it at each save, `make test ONLY={name}` tests it")
    return 0


def with_chapter(toc: str, name: str) -> str:
    """Return the table of contents with a chapter after the last numbered one."""
    numbered, reference, rest = toc.rpartition("  - caption: Reference\n")
    return f"{numbered}      - file: book/{name}\n{reference}{rest}"


if __name__ == "__main__":
    sys.exit(main())
