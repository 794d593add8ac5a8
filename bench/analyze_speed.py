# SPDX-License-Identifier: BSD-3-Clause
"""hop analyze of a folder with 1,000 CSV files of 61 points, reading included, on one core:
conductivities, and impedances with geometry, which are also tested for a second arc, by the
Kramers-Kronig relations and for their relaxation times.

analyze_speed.py HOP [--spectra COUNT] [--rounds R]
"""
import argparse
import pathlib
import resource
import subprocess
import tempfile
import time

import numpy as np


EPS_0, LENGTH_OVER_AREA = 8.8541878188e-12, 1e-3 / 1e-4


def write_files(folder, count, is_impedance):
    random = np.random.default_rng(1)
    frequency = np.logspace(1, 7, 61)
    s = 2j * np.pi * frequency
    for T in np.linspace(250.0, 400.0, count):
        boltzmann = np.exp(-0.4 / (8.617333262e-5 * T))
        sigma_dc, f_p = 1e7 / T * boltzmann, 2e12 * boltzmann
        path = folder / f"sample_{T:.3f}K.csv"
        if is_impedance:
            power = (s / (2 * np.pi * f_p)) ** 0.65 / np.cos(0.325 * np.pi)
            z = (LENGTH_OVER_AREA / (sigma_dc * (1 + power) + s * EPS_0 * 20)
                 + 1 / (2e-6 * s ** 0.85) + s * 1e-7)
            noise = random.standard_normal(len(z)) + 1j * random.standard_normal(len(z))
            z += 0.003 * abs(z) * noise
            head = "frequency_Hz,z_re_ohm,z_im_ohm"
            lines = [f"{f:.6g},{x.real:.8g},{x.imag:.8g}" for f, x in zip(frequency, z)]
        else:
            sigma = sigma_dc * (1 + (frequency / f_p) ** 0.65)
            noisy = sigma * (1 + 0.005 * random.standard_normal(len(frequency)))
            head = "frequency_Hz,sigma_S_per_m"
            lines = [f"{f:.6g},{y:.8g}" for f, y in zip(frequency, noisy)]
        path.write_text("\n".join([head, *lines, ""]))


def measure(hop, count, rounds, is_impedance):
    wall, processor = [], []
    geometry = ["--thickness-mm", "1", "--area-cm2", "1"] if is_impedance else []
    with tempfile.TemporaryDirectory() as folder:
        write_files(pathlib.Path(folder), count, is_impedance)
        for _ in range(rounds):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run(["taskset", "-c", "0", hop, "analyze", *geometry, folder], check=True,
                           stdout=subprocess.DEVNULL)
            wall.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    kind = "impedances" if is_impedance else "conductivities"
    print(f"hop analyze, {count} files of 61 {kind}: {np.median(processor):.3f} s of "
          f"one processor, {np.median(wall):.3f} s by the clock (medians of {rounds})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("hop", type=pathlib.Path)
    parser.add_argument("--spectra", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    for is_impedance in (False, True):
        measure(arguments.hop, arguments.spectra, arguments.rounds, is_impedance)


if __name__ == "__main__":
    main()
