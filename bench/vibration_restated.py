#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Attempt frequencies of 100 ions in 20,000 frames by NumPy, against libhop in one run.

Usage: OPENBLAS_NUM_THREADS=1 vibration_restated.py BUILD/bench/hop-vibration-speed [FRAMES]

The scalar estimator as it is published (de Klerk 2018), by whole arrays: nearest image, unwrapped
path, distance, differences, periodogram, mean frequency of each ion. "per frame" takes the
distances frame by frame, as the usual Python program does. From a file, the text of an XDATCAR of
FRAMES frames (2,000) is read in Python first, line by line. Times are the least of several.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

IONS, FRAMES, CELL, INTERVAL = 100, 20000, 20.0, 2e-15


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


def best(run, repeats):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        value = run()
        times.append(1e3 * (time.perf_counter() - start))
    return min(times), value


def times_of(*command):
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: (float(ms), float(nu)) for name, ms, nu in map(str.split, said.splitlines())}


def row(name, ours, theirs):
    print(f"{name:34s} {ours[0]:9.1f} ms {theirs[0]:9.1f} ms {theirs[0] / ours[0]:7.1f} x   "
          f"difference {abs(ours[1] / theirs[1] - 1):.1e}")


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    with tempfile.TemporaryDirectory() as folder:
        data, text = pathlib.Path(folder) / "frames", pathlib.Path(folder) / "XDATCAR"
        ours = times_of(program, data)
        x = np.fromfile(data).reshape(FRAMES, IONS, 3)
        print(f"{'100 ions, 20,000 frames':34s} {'libhop':>12s} {'NumPy':>12s}")
        row("scalar, by arrays", ours["scalar"], best(lambda: by_arrays(x), 5))
        row("scalar, per frame", ours["scalar"], best(lambda: per_frame(x), 3))
        write_xdatcar(text, x[:count])
        from_file = times_of(program, "--file", text)
        row(f"from an XDATCAR of {count} frames", from_file["file"],
            best(lambda: by_arrays(read_xdatcar(text)), 1))
        size = text.stat().st_size / 1e6
    for name in ("scalar", "all", "blocks"):
        one, two, prime = (ours[name + end][0] for end in ("", "-two-threads", "-prime-length"))
        print(f"{name:6s} {one:6.1f} ms, two threads {one / two:.2f} x faster, 19,997 frames "
              f"{prime / one:.2f} x the time")
    print(f"all / scalar {ours['all'][0] / ours['scalar'][0]:.2f}; reading "
          f"{size / from_file['reading'][0] * 1e3:.0f} MB/s")


if __name__ == "__main__":
    main()
