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
import math
import pathlib
import re
import subprocess
import sys
import time

import compare_fits

HERE = pathlib.Path(__file__).parent


def fits(arguments, mix, points, spectra, peers=None, grid="log"):
    chosen = argparse.Namespace(folder=arguments.build / "bench" / "peers", points=points,
                                spectra=spectra, rounds=arguments.rounds, mix=mix, grid=grid, cpu=0,
                                python=sys.executable, peers=peers)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        compare_fits.print_table(chosen, compare_fits.compare(chosen))
    return out.getvalue().rstrip()


def lengths(arguments):
    return "\n\n".join(fits(arguments, "hard", points, spectra, ["hop-batch", "hop", "cminpack"])
                       for points, spectra in ((10, 10000), (100, 4000), (1000, 1000), (10000, 100)))


def printed(command, processors="0"):
    done = subprocess.run(["taskset", "-c", processors, *command], capture_output=True, text=True,
                          check=True, env=dict(compare_fits.os.environ, OPENBLAS_NUM_THREADS="1"))
    return done.stdout.rstrip()


def as_text(text):
    return "```text\n" + text + "\n```"


def restated(arguments, script, program, processors="0"):
    """What one of the comparisons with a restatement in Python prints."""
    return as_text(printed([sys.executable, HERE / script, arguments.build / "bench" / program],
                           processors))


# Multiplications with addition a vector: exp(nL); the sums of a pass beside it; one slice of a
# profile interval; α, ρ, q and their derivatives at one point of a replicate's series.
EXP, SUMS, SLICE, SERIES = 12, 12, 14, 130
POINTS = 61
PASSES = 3  # of powers in a clear fit: tests/property/test_passes.c


def bounds(machine):
    """Nanoseconds that the arithmetic alone takes, and what the rest is."""
    fma, division, lanes = machine["multiplication"], machine["division"], machine["lanes"]
    vectors = math.ceil(POINTS / lanes)
    return {
        "fit": (vectors * (PASSES * (EXP + SUMS) * fma + division),
                "a chain of operations that wait for each other: start, passes, the sums across a "
                "register and the step after each, covariance; checks and memory of a handle"),
        "batch": (POINTS * (5 * 9 * fma + division) / lanes,
                  "transposing and weighing, flags, and spectra of weak dispersion, which are "
                  "searched once more"),
        "bootstrap-wild": (16 * 16 / lanes * fma + (2.3 * SERIES + 60) / lanes * fma,
                           "random numbers, two logarithms, and chains of Horner's rule"),
        "bootstrap-parametric": ((6 * 90 + 80 + 2.3 * SERIES + 60) / lanes * fma,
                                 "logarithm, root, sine and cosine of twelve normal numbers"),
        "profile": (94 * vectors * (EXP + SLICE) * fma,
                    "sums across a register, logarithms of the ends, Student's quantile"),
    }


def limits(arguments):
    """Arithmetic of the work at the rate of the machine, beside what it takes."""
    folder = arguments.build / "bench"
    machine = {key: float(value) for key, value in
               (line.split() for line in printed([folder / "hop-limits"]).splitlines())}
    lines = [line.split() for line in printed([folder / "hop-around-speed"]).splitlines()]
    ns = {line[0]: 1e3 * float(line[1]) for line in lines if len(line) == 3}
    for line in printed([folder / "hop-batch-speed"]).splitlines():
        if int(line.split()[0]) == 10000:
            ns["batch"] = float(line.split()[2])
    rows = [f"{machine['lanes']:.0f} lanes; ns a vector: multiplication with addition "
            f"{machine['multiplication']:.3f}, division {machine['division']:.2f}; memory "
            f"{1 / machine['byte']:.1f} GB/s, which is {8 * POINTS * machine['byte']:.0f} ns a spectrum",
            "", "| work, 61 points | ns | arithmetic alone, ns | ratio | what the rest is |",
            "|---|---|---|---|---|"]
    for name, (bound, why) in bounds(machine).items():
        rows.append(f"| {name} | {ns[name]:.4g} | {bound:.3g} | {ns[name] / bound:.2g} | {why} |")
    return "\n".join(rows)


TABLES = {
    "hard": lambda a: fits(a, "hard", 61, 10000),
    "easy": lambda a: fits(a, "easy", 61, 10000),
    "rounded": lambda a: fits(a, "hard", 61, 10000,
                              ["hop-batch", "hop", "cminpack", "curve_fit-lm"], "rounded"),
    "long": lambda a: fits(a, "hard", 601, 2000),
    "lengths": lengths,
    "kramers-kronig": lambda a: restated(a, "kk_restated.py", "hop-kk-speed"),
    "relaxations": lambda a: restated(a, "drt_restated.py", "hop-drt-speed"),
    "around": lambda a: restated(a, "around_restated.py", "hop-around-speed"),
    "sizes": lambda a: as_text(printed([a.build / "bench" / "hop-batch-speed"], "0,1")),
    "levels": lambda a: as_text(printed([a.build / "bench" / "hop-levels-speed"])),
    "analyze": lambda a: as_text(printed([sys.executable, HERE / "analyze_speed.py",
                                          a.build / "tools" / "hop" / "hop"])),
    "limits": limits,
    "vibration": lambda a: restated(a, "vibration_restated.py", "hop-vibration-speed", "0,1"),
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
        start = time.monotonic()
        text = TABLES[name](arguments)
        print(f"{name}: {time.monotonic() - start:.0f} s\n\n{text}\n", flush=True)
        page = updated(page, name, text) if page else None
    if page:
        arguments.update.write_text(page)


if __name__ == "__main__":
    main()
