# SPDX-License-Identifier: BSD-3-Clause
"""Instructions of a fixed work, counted by callgrind, against those in counts.json.

test_instructions.py [--update]

More or less than 3 % of the count fails: less asks for `ninja update-instruction-counts`, so
that what was won is kept. Counts hold for one compiler, optimisation and set of libraries,
which are recorded with them; anywhere else this says so and is skipped (77).
"""
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

COUNTS = pathlib.Path(__file__).parent / "counts.json"
TOLERANCE = 0.03


def surroundings():
    valgrind = subprocess.run([os.environ["HOP_VALGRIND"], "--version"], capture_output=True,
                              text=True, check=True)
    return {"compiler": os.environ["HOP_COMPILER"], "options": os.environ["HOP_OPTIONS"],
            "libraries": os.environ["HOP_LIBRARIES"] + " libc " + platform.libc_ver()[1],
            "valgrind": valgrind.stdout.strip(), "machine": platform.machine()}


def count(name):
    """Valgrind knows no AVX-512: libhop is told AVX2, and OpenBLAS a processor that has it."""
    done = subprocess.run([os.environ["HOP_VALGRIND"], "--tool=callgrind",
                           "--callgrind-out-file=/dev/null", "--toggle-collect=counted",
                           os.environ["HOP_GUARD_WORK"], name], capture_output=True, text=True,
                          env=dict(os.environ, OPENBLAS_CORETYPE="Haswell", LC_ALL="C",
                                   OPENBLAS_NUM_THREADS="1", MALLOC_PERTURB_="0"))
    if done.returncode == 77:
        return None
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found or int(found[1]) == 0:
        sys.exit(f"guard-work {name} was not counted:\n{done.stderr}")
    return int(found[1])


def counts():
    names = subprocess.run([os.environ["HOP_GUARD_WORK"]], capture_output=True, text=True,
                           check=True).stdout.split()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(names, pool.map(count, names)))


def main():
    here = surroundings()
    if "--update" in sys.argv:
        found = counts()
        COUNTS.write_text(json.dumps({"surroundings": here, "counts": found}, indent=2) + "\n")
        return 0
    recorded = json.loads(COUNTS.read_text())
    different = [f"{key}: {here[key]} here, {value} recorded"
                 for key, value in recorded["surroundings"].items() if here.get(key) != value]
    if different:
        print("The counts are of other surroundings:", *different, sep="\n  ")
        return 77
    found = counts()
    if None in found.values():
        print("This processor has no AVX2.")
        return 77
    failures = 0
    for name in sorted(found.keys() | recorded["counts"].keys()):
        new, old = found.get(name), recorded["counts"].get(name)
        change = new / old - 1 if new and old else float("nan")
        is_good = abs(change) <= TOLERANCE
        failures += not is_good
        print(f"{'ok' if is_good else 'NOT OK':7}{name:22}{new or 0:>12}{old or 0:>12} {100 * change:+7.2f} %")
    if failures:
        print("Explain the change, and record it with `ninja update-instruction-counts`.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
