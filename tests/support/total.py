# SPDX-License-Identifier: BSD-3-Clause
"""Adds up the logs of meson test: a program counts by its Check line, or else as one test."""
import json
import pathlib
import re
import sys

CHECK_LINE = re.compile(r"^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)", re.M)


def count(program):
    """(passed, failed, skipped) of one test program."""
    said = program.get("stdout", "")
    if program["result"] == "SKIP":
        return 0, 0, 1
    passed = failed = 0
    for checks, failures, errors in CHECK_LINE.findall(said):
        failed += int(failures) + int(errors)
        passed += int(checks) - int(failures) - int(errors)
    good = program["result"] in ("OK", "EXPECTEDFAIL")
    if good and not CHECK_LINE.search(said):
        passed = 1
    if not good and failed == 0:
        failed = 1
    return passed, failed, len(re.findall(r"^SKIPPED:", said, flags=re.M))


def main(paths):
    total = [0, 0, 0]
    for path in map(pathlib.Path, paths):
        if not path.exists():
            print(f"FAILED: no tests were run: {path} is missing")
            total[1] += 1
            continue
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            program = json.loads(line)
            counts = count(program)
            total = [a + b for a, b in zip(total, counts)]
            if counts[1]:
                print(f"FAILED: {program['name']} ({path.stem}): {counts[1]}")
    print("{} passed, {} failed, {} skipped".format(*total))
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
