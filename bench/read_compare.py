# SPDX-License-Identifier: BSD-3-Clause
"""How fast a table is read, beside numpy.genfromtxt on the same file in the same run.

    python3 bench/read_compare.py build/bench/hop-read-speed [MEGABYTES]

Needs numpy. The file is made in a temporary folder and removed. Both times are those of
one processor; numpy reads the first 200000 lines of the file, the rest would only take
longer.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy

LINES = 200_000


def hop(program, *arguments):
    words = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True,
                           check=True).stdout.split()
    return {key: float(value) for key, value in zip(words[::2], words[1::2])}


def numpy_rate(path):
    """Megabytes a second of numpy.genfromtxt over the first lines."""
    with open(path, "rb") as file:
        size = sum(len(file.readline()) for _ in range(LINES + 1))
    start = time.process_time()
    read = numpy.genfromtxt(path, delimiter=",", names=True, max_rows=LINES)
    seconds = time.process_time() - start
    return 1e-6 * size / seconds, len(read)


def main(program, megabytes):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "table.csv"
        hop(program, path, megabytes)
        runs = []
        for _ in range(3):
            ours = hop(program, path)
            theirs, _ = numpy_rate(path)
            runs.append((ours["megabytes_per_s"] / theirs, ours, theirs))
        ratio, ours, theirs = sorted(runs, key=lambda run: run[0])[1]
        print(f"{ours['megabytes']:.0f} MB, {ours['points']:.0f} points")
        print(f"hop_read_parts    {ours['megabytes_per_s']:7.1f} MB/s, "
              f"{ours['resident_megabytes']:.1f} MB resident")
        print(f"numpy.genfromtxt  {theirs:7.1f} MB/s")
        print(f"ratio             {ratio:7.1f} (median of {len(runs)} runs)")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 100)
