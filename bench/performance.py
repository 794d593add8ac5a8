# SPDX-License-Identifier: BSD-3-Clause
"""All comparisons of speed in one run, and the page that shows them.

performance.py BUILD [--update docs/performance.md] [--rounds R] [--tables NAME ...]

BUILD is a folder in which `ninja && ninja peers` has been run (meson setup -Dbuildtype=release).
Every table is made of rounds that alternate between the programs it compares, so its ratios hold
on a noisy machine; absolute times are those of this machine. Between the marks of the page stands
what was printed, and nothing else of the page is touched.
"""
import argparse
import contextlib
import io
import pathlib
import re
import subprocess
import sys

import compare_fits

HERE = pathlib.Path(__file__).parent


def fits(arguments, mix, points, spectra, peers=None):
    chosen = argparse.Namespace(folder=arguments.build / "bench" / "peers", points=points,
                                spectra=spectra, rounds=arguments.rounds, mix=mix, cpu=0,
                                python=sys.executable, peers=peers)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        compare_fits.print_table(chosen, compare_fits.compare(chosen))
    return out.getvalue().rstrip()


def lengths(arguments):
    return "\n\n".join(fits(arguments, "hard", points, spectra, ["hop-batch", "hop", "cminpack"])
                       for points, spectra in ((10, 10000), (100, 4000), (1000, 1000), (10000, 100)))


def restated(arguments, script, program):
    """What one of the comparisons with a restatement in Python prints."""
    done = subprocess.run([sys.executable, HERE / script, arguments.build / "bench" / program],
                          capture_output=True, text=True, check=True,
                          env=dict(compare_fits.os.environ, OPENBLAS_NUM_THREADS="1"))
    return "```text\n" + done.stdout.rstrip() + "\n```"


TABLES = {
    "hard": lambda a: fits(a, "hard", 61, 10000),
    "easy": lambda a: fits(a, "easy", 61, 10000),
    "long": lambda a: fits(a, "hard", 601, 2000),
    "lengths": lengths,
    "kramers-kronig": lambda a: restated(a, "kk_restated.py", "hop-kk-speed"),
    "relaxations": lambda a: restated(a, "drt_restated.py", "hop-drt-speed"),
    "vibration": lambda a: restated(a, "vibration_restated.py", "hop-vibration-speed"),
}


def updated(page, name, text):
    marks = f"<!-- performance {name} -->", "<!-- end -->"
    pattern = re.escape(marks[0]) + r"\n.*?" + re.escape(marks[1])
    if not re.search(pattern, page, re.S):
        sys.exit(f"performance: the page has no mark '{marks[0]}'")
    return re.sub(pattern, lambda _: f"{marks[0]}\n{text}\n{marks[1]}", page, count=1, flags=re.S)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=list(TABLES))
    parser.add_argument("--update", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=11)
    arguments = parser.parse_args()
    page = arguments.update.read_text() if arguments.update else None
    for name in arguments.tables:
        text = TABLES[name](arguments)
        print(f"{name}\n\n{text}\n", flush=True)
        page = updated(page, name, text) if page else None
    if page:
        arguments.update.write_text(page)


if __name__ == "__main__":
    main()
