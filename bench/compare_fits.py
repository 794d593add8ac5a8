# SPDX-License-Identifier: BSD-3-Clause
"""JPL fits of libhop and of its peers, side by side in one run.

compare_fits.py FOLDER [--points N] [--spectra COUNT] [--rounds R] [--mix hard|easy]
                [--grid log|rounded] [--cpu K]

FOLDER holds the peer programs (peer-hop, peer-cminpack, …); those that are not there are left
out. Every peer is one process, pinned to one processor; the rounds go round the peers, and
what is told is the median and the spread over the rounds. All fit the same spectra with the
same weights; a fit succeeds where its sum of squares is within 1e-6 of the best of a search.
"""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

import numpy as np

PEERS = ["hop-batch", "hop-batch-2", "hop", "cminpack", "gsl", "ceres"]
PYTHON_PEERS = ["curve_fit-lm", "curve_fit-lm-jac", "curve_fit-trf", "lmfit"]
# A round of the slow ones is a part of the spectra: seconds, not minutes.
SHARE = {"ceres": 0.1, "curve_fit-lm": 0.02, "curve_fit-lm-jac": 0.02, "curve_fit-trf": 0.005,
         "lmfit": 0.003}
N_MIN, N_MAX = 0.05, 2.0


def make_mix(kind, count, points, seed=1, grid="log"):
    """Frequencies and conductivities: n 0.3-1, f_p 1e3-1e9 Hz, noise 0.5-5 %; easy: 1e3-1e6, 1 %.

    The grid is log-uniform, or rounded to three digits as instruments do: not uniform then.
    """
    random = np.random.default_rng(seed)
    frequency = np.logspace(0, 7, points)
    if grid == "rounded":
        frequency = np.array([float(f"{f:.3g}") for f in frequency])
    n = random.uniform(0.3, 1.0, (count, 1))
    decades = (3, 9) if kind == "hard" else (3, 6)
    f_p = 10 ** random.uniform(*decades, (count, 1))
    noise = 10 ** random.uniform(np.log10(0.005), np.log10(0.05), (count, 1))
    noise = noise if kind == "hard" else np.full((count, 1), 0.01)
    clean = 1e-4 * (1 + (frequency / f_p) ** n)
    return frequency, clean * (1 + noise * random.standard_normal((count, points)))


def ssr_at(x, y, n):
    """Smallest sum of squares over s >= 0, A >= 0 at one n a spectrum; weights 1/y."""
    g = np.exp(n[:, None] * x)
    c = 1 / y ** 2
    C = c.sum(1)
    g_mean, y_mean = (c * g).sum(1) / C, (c * y).sum(1) / C
    h, d = g - g_mean[:, None], y - y_mean[:, None]
    A = (c * h * d).sum(1) / (c * h * h).sum(1)
    s = y_mean - A * g_mean
    ssr = (c * (d - A[:, None] * h) ** 2).sum(1)
    no_plateau = (c * (y - ((c * g * y).sum(1) / (c * g * g).sum(1))[:, None] * g) ** 2).sum(1)
    ssr = np.where(s < 0, no_plateau, ssr)
    return np.where(A < 0, (c * d * d).sum(1), ssr)


def best_ssr(frequency, y, nodes=200, sections=60):
    """Brute force: a grid of n, then golden sections about the best node."""
    x = np.log(frequency) - np.log(frequency).mean()
    grid = np.linspace(N_MIN, N_MAX, nodes)
    values = np.stack([ssr_at(x, y, np.full(len(y), n)) for n in grid])
    at = values.argmin(0)
    low, high = grid[np.maximum(at - 1, 0)], grid[np.minimum(at + 1, nodes - 1)]
    share = (np.sqrt(5) - 1) / 2
    best = values.min(0)
    for _ in range(sections):
        a, b = high - share * (high - low), low + share * (high - low)
        fa, fb = ssr_at(x, y, a), ssr_at(x, y, b)
        best = np.minimum(best, np.minimum(fa, fb))
        low, high = np.where(fa < fb, low, a), np.where(fa < fb, b, high)
    return best


def ssr_of(frequency, y, results):
    with np.errstate(over="ignore", invalid="ignore"):
        g = np.exp(results[:, 2:3] * (np.log(2 * np.pi * frequency) - results[:, 1:2]))
        model = np.exp(results[:, 0:1]) * (1 + g)
    return ((1 - model / y) ** 2).sum(1)


class Peer:
    def __init__(self, name, command, data, count, cpu):
        self.name, self.times = name, []
        self.spectra = max(1, int(count * SHARE.get(name, 1.0)))
        self.count, self.next = count, 0
        threads = 2 if name.endswith("-2") else 1
        processors = ",".join(str(cpu + k) for k in range(threads))
        self.process = subprocess.Popen(["taskset", "-c", processors, *command, data], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=dict(os.environ, OPENBLAS_NUM_THREADS="1",
                                                 OMP_NUM_THREADS="1", GLOG_minloglevel="3",
                                                 HOP_PEER_THREADS=str(threads)))

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"compare_fits: {self.name} has ended")
        return answer

    def round(self):
        self.next = 0 if self.next + self.spectra > self.count else self.next
        ns = float(self.ask(f"round {self.next} {self.spectra}"))
        self.next += self.spectra
        self.times.append(ns / self.spectra)

    def results(self, folder):
        path = pathlib.Path(folder) / "results"
        self.ask(f"write {path}")
        return np.fromfile(path).reshape(self.count, -1)


def find_peers(folder, python, data, count, cpu, chosen=None):
    programs = {name: folder / f"peer-{name.removesuffix('-2')}" for name in PEERS}
    found = [(name, [str(path)]) for name, path in programs.items() if path.exists()]
    script = pathlib.Path(__file__).parent / "peers" / "peer_python.py"
    for name in PYTHON_PEERS:
        module = "lmfit" if name == "lmfit" else "scipy.optimize"
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0:
            found.append((name, [python, str(script), name]))
    return [Peer(name, command, data, count, cpu) for name, command in found
            if not chosen or name in chosen]


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if "model name" in line), "?")
    return f"{model}, {os.cpu_count()} processors, {platform.system()} {platform.machine()}"


def compare(arguments):
    frequency, y = make_mix(arguments.mix, arguments.spectra, arguments.points, grid=arguments.grid)
    best = best_ssr(frequency, y)
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "spectra"
        with open(data, "wb") as file:
            np.array([arguments.spectra, arguments.points], np.int32).tofile(file)
            frequency.tofile(file)
            y.tofile(file)
        peers = find_peers(arguments.folder, arguments.python, str(data), arguments.spectra,
                           arguments.cpu, arguments.peers)
        for _ in range(arguments.rounds):
            for peer in peers:
                peer.round()
        rows = []
        for peer in peers:
            results = peer.results(folder)
            tried = slice(0, min(peer.count, peer.spectra * arguments.rounds))
            excess = ssr_of(frequency, y[tried], results[tried]) / best[tried] - 1
            rows.append({"peer": peer.name, "ns": float(np.median(peer.times)),
                         "low": float(np.percentile(peer.times, 25)),
                         "high": float(np.percentile(peer.times, 75)),
                         "spectra": tried.stop,
                         "success": float(np.mean(excess <= 1e-6))})
            peer.process.stdin.close()
            peer.process.wait()
    return rows


def print_table(arguments, rows):
    grid = "" if arguments.grid == "log" else f"frequencies {arguments.grid}, "
    print(f"{arguments.mix} mix, N = {arguments.points}, {grid}{arguments.spectra} spectra, "
          f"{arguments.rounds} rounds, {machine()}\n")
    print("| fit | µs a fit (quartiles) | against hop | against hop-batch | best minimum |")
    print("|---|---|---|---|---|")
    ns = {row["peer"]: row["ns"] for row in rows}
    for row in rows:
        ratios = [f"{row['ns'] / ns[name]:.3g}" if name in ns else "–" for name in ("hop", "hop-batch")]
        print(f"| {row['peer']} | {row['ns'] / 1e3:.3g} ({row['low'] / 1e3:.3g}–{row['high'] / 1e3:.3g}) | "
              f"{ratios[0]} | {ratios[1]} | {100 * row['success']:.2f} % of {row['spectra']} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--points", type=int, default=61)
    parser.add_argument("--spectra", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--mix", choices=["hard", "easy"], default="hard")
    parser.add_argument("--grid", choices=["log", "rounded"], default="log")
    parser.add_argument("--cpu", type=int, default=0)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--peers", nargs="+", help="take these only")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = compare(arguments)
    if arguments.json:
        print(json.dumps(rows))
    else:
        print_table(arguments, rows)


if __name__ == "__main__":
    main()
