#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Attempt frequencies of 100 ions in 20,000 frames by NumPy, against libhop in one run.

Usage: OPENBLAS_NUM_THREADS=1 vibration_restated.py BUILD/bench/hop-vibration-speed [FRAMES]

The scalar estimator as it is published (de Klerk 2018). "by whole arrays" is the best that a NumPy
program does: nearest image, unwrapped path, distances, differences, periodograms and mean
frequencies, each one operation on all ions and frames. "frame by frame" takes the distances in a
loop over frames, as GEMDAT does. From a file, the text of an XDATCAR of FRAMES frames (2,000) is
read in Python first, line by line. Rounds alternate between the two. Times are the least of all
rounds: of the processor for one thread, of the clock on the wall to compare two threads with one.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

IONS, FRAMES, CELL, INTERVAL, ROUNDS = 100, 20000, 20.0, 2e-15, 5


def mean_frequency(speed):
    """Power-weighted mean of the one-sided periodogram of each row."""
    n = speed.shape[1]
    power = np.abs(np.fft.rfft(speed - speed.mean(axis=1, keepdims=True), axis=1)) ** 2
    power[:, 1:-1 if n % 2 == 0 else None] *= 2
    f = np.fft.rfftfreq(n, INTERVAL)
    return (power @ f / power.sum(axis=1)).mean()


def unwrapped(x):
    steps = np.diff(x, axis=0)
    steps -= CELL * np.round(steps / CELL)
    path = np.zeros_like(x)
    np.cumsum(steps, axis=0, out=path[1:])
    return path


def by_arrays(x):
    distance = np.sqrt(np.einsum("tic,tic->it", *[unwrapped(x)] * 2))
    return mean_frequency(np.diff(distance, axis=1, prepend=0))


def per_frame(x):
    path = unwrapped(x)
    distance = np.array([np.linalg.norm(frame, axis=1) for frame in path]).T
    return mean_frequency(np.diff(distance, axis=1, prepend=0))


def read_xdatcar(path):
    lines = path.read_text().splitlines()
    ions, at, frames = sum(map(int, lines[6].split())), 7, []
    while at < len(lines):
        frames.append([[float(w) for w in line.split()] for line in lines[at + 1:at + 1 + ions]])
        at += 1 + ions
    return CELL * np.array(frames)


def write_xdatcar(path, x):
    with path.open("w") as file:
        file.write(f"x\n1.0\n{CELL} 0 0\n0 {CELL} 0\n0 0 {CELL}\nLi\n{IONS}\n")
        for t, frame in enumerate(x / CELL):
            file.write(f"Direct configuration= {t + 1:5d}\n")
            np.savetxt(file, frame, fmt="  %.8f", delimiter="")


def timed(run):
    start = time.process_time()
    value = run()
    return 1e3 * (time.process_time() - start), value


def times_of(*command):
    """Of each case: least times on the wall and of the processor, of its first run, and its ν₀."""
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {line.split()[0]: tuple(map(float, line.split()[1:])) for line in said.splitlines()}


def row(name, ours, theirs):
    least, (theirs_ms, theirs_nu) = min(t[1] for t in ours), min(theirs)
    print(f"{name:36s} {least:8.1f} ms {theirs_ms:8.1f} ms {theirs_ms / least:6.1f} x   "
          f"difference {abs(ours[0][3] / theirs_nu - 1):.1e}")


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    rounds, arrays, frames, texts, files = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        data, text = pathlib.Path(folder) / "frames", pathlib.Path(folder) / "XDATCAR"
        for _ in range(ROUNDS):
            rounds.append(times_of(program, data))
            x = np.fromfile(data).reshape(FRAMES, IONS, 3)
            arrays += [timed(lambda: by_arrays(x)) for _ in range(2)]
            frames.append(timed(lambda: per_frame(x)))
        write_xdatcar(text, x[:count])
        for _ in range(2):
            files.append(times_of(program, "--file", text))
            texts.append(timed(lambda: by_arrays(read_xdatcar(text))))
        size = text.stat().st_size / 1e6
    print(f"{'100 ions, 20,000 frames':36s} {'libhop':>11s} {'NumPy':>11s}")
    scalar = [r["scalar"] for r in rounds]
    row("scalar, by whole arrays", scalar, arrays)
    row("scalar, frame by frame", scalar, frames)
    row(f"from an XDATCAR of {count} frames", [f["file"] for f in files], texts)
    least = {name: [min(r[name][i] for r in rounds) for i in range(3)] for name in rounds[0]}
    print(f"first run of a process, whose memory is new: {least['scalar'][2]:.1f} ms")
    for name in ("scalar", "all", "blocks"):
        one, two, prime = (least[name + end] for end in ("", "-two-threads", "-prime-length"))
        print(f"{name:6s} {one[1]:6.1f} ms, {one[1] / least['scalar'][1]:.2f} x scalar; two threads "
              f"{one[0] / two[0]:.2f} x faster; 19,997 frames {prime[1] / one[1]:.2f} x the time")
    print(f"reading {size / min(f['reading'][1] for f in files) * 1e3:.0f} MB/s")


if __name__ == "__main__":
    main()
