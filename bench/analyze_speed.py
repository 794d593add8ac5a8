# SPDX-License-Identifier: BSD-3-Clause
"""hop analyze of a folder with 1,000 CSV files of 61 points, reading included, on one core.

analyze_speed.py HOP [--spectra COUNT] [--rounds R]
"""
import argparse
import pathlib
import resource
import subprocess
import tempfile
import time

import numpy as np


def write_files(folder, count):
    random = np.random.default_rng(1)
    frequency = np.logspace(1, 7, 61)
    for T in np.linspace(250.0, 400.0, count):
        boltzmann = np.exp(-0.4 / (8.617333262e-5 * T))
        sigma = 1e7 / T * boltzmann * (1 + (frequency / (2e12 * boltzmann)) ** 0.65)
        noisy = sigma * (1 + 0.005 * random.standard_normal(len(frequency)))
        lines = [f"{f:.6g},{y:.8g}" for f, y in zip(frequency, noisy)]
        (folder / f"sample_{T:.3f}K.csv").write_text(
            "\n".join(["frequency_Hz,sigma_S_per_m", *lines, ""]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("hop", type=pathlib.Path)
    parser.add_argument("--spectra", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    wall, processor = [], []
    with tempfile.TemporaryDirectory() as folder:
        write_files(pathlib.Path(folder), arguments.spectra)
        for _ in range(arguments.rounds):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run(["taskset", "-c", "0", arguments.hop, "analyze", folder], check=True,
                           stdout=subprocess.DEVNULL)
            wall.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"hop analyze, {arguments.spectra} files of 61 points: {np.median(processor):.3f} s of "
          f"one processor, {np.median(wall):.3f} s by the clock (medians of {arguments.rounds})")


if __name__ == "__main__":
    main()
