#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tikhonov regression of relaxation times in SciPy, against libhop in one run.

Usage: OPENBLAS_NUM_THREADS=1 drt_restated.py BUILD/bench/hop-drt-speed

Wan, Saccoccio, Chen and Ciucci, Electrochim. Acta 2015, 184, 483: Gaussian functions at tau = 1/f,
their integrals with the kernel by adaptive quadrature (the first row and the first column of a
Toeplitz matrix), the penalty of the second derivative in closed form, R_inf and L, coefficients
>= 0. Written from the paper. "whole" does all of it for one spectrum, gamma on ten times as many tau
by loops included, as the usual Python program is built; "matrices given" is the non-negative least
squares alone (scipy.optimize.nnls on A and the Cholesky factor of the penalty); GCV is one score
with inverse and traces. All times are those of the processor, medians.
"""
import statistics
import subprocess
import sys
import time

import numpy as np
from scipy.integrate import quad
from scipy.linalg import toeplitz
from scipy.optimize import nnls

LAMBDA = 1e-3


def parse(text):
    points, numbers = [], {}
    for line in text.splitlines():
        name, *values = line.split()
        if name == "point":
            points.append([float(v) for v in values])
        else:
            numbers.setdefault(name, []).append(float(values[0]))
    return np.array(points).reshape(-1, 81, 3), numbers


def integrals(f, epsilon):
    """The kernel's real and imaginary part over a Gaussian at ln(tau), for one product f tau."""
    def real(product):
        a = 2 * np.pi * product
        return quad(lambda x: np.exp(-(epsilon * x) ** 2) / (1 + a * a * np.exp(2 * x)),
                    -50, 50, epsabs=1e-9, epsrel=1e-9)[0]

    def imaginary(product):
        a = 2 * np.pi * product
        return -quad(lambda x: np.exp(-(epsilon * x) ** 2) * a / (np.exp(-x) + a * a * np.exp(x)),
                     -50, 50, epsabs=1e-9, epsrel=1e-9)[0]

    tau = 1 / f  # f descending
    return [toeplitz([part(x * tau[0]) for x in f], [part(f[0] * t) for t in tau])
            for part in (real, imaginary)]


def assemble(f):
    step = np.log(f[0] / f[1])
    epsilon = np.sqrt(np.log(2)) / step
    real, imaginary = integrals(f, epsilon)
    n = len(f)
    one, none, omega = np.ones((n, 1)), np.zeros((n, 1)), 2 * np.pi * f[:, None]
    a = np.vstack([np.hstack([one, none, real]), np.hstack([none, omega, imaginary])])
    r = epsilon * step * np.arange(n)
    penalty = np.zeros((n + 2, n + 2))
    penalty[2:, 2:] = toeplitz(epsilon ** 3 * np.sqrt(np.pi / 2) * (3 - 6 * r ** 2 + r ** 4)
                               * np.exp(-r ** 2 / 2))
    return a, penalty, epsilon


def stacked(a, penalty):
    """[A; sqrt(lambda) B] with B'B = M, and the inductance in units that suit it."""
    values, vectors = np.linalg.eigh(penalty)
    scale = np.ones(a.shape[1])
    scale[1] = 1 / a[:, 1].max()
    b = np.sqrt(LAMBDA * np.maximum(values, 0))[:, None] * vectors.T
    return np.vstack([a, b]) * scale


def solve(e, z):
    return nnls(e, np.concatenate([z, np.zeros(e.shape[1])]), maxiter=3000)[0]


def gamma_by_loops(x, f, epsilon):
    fine = np.logspace(np.log10(1 / f[-1]) - 0.5, np.log10(1 / f[0]) + 0.5, 10 * len(f))
    matrix = np.zeros((len(fine), len(f)))
    for p in range(len(fine)):
        for q in range(len(f)):
            matrix[p, q] = np.exp(-(epsilon * (np.log(fine[p]) - np.log(1 / f[q]))) ** 2)
    return matrix @ x[2:]


def gcv_score(a, penalty, z, value):
    k = a @ np.linalg.inv(a.T @ a + value * penalty) @ a.T
    n = len(z)
    return np.sum((z - k @ z) ** 2) / n / (1 - np.trace(k) / n) ** 2


def timed(work, repeats):
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(1e6 * (time.process_time() - start))
    return statistics.median(times)


def main():
    text = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
    spectra, ours = parse(text)
    f = spectra[0][::-1, 0]
    data = [np.concatenate([s[::-1, 1], s[::-1, 2]]) for s in spectra]
    a, penalty, epsilon = assemble(f)
    e = stacked(a, penalty)
    scaled = a.copy()
    scaled[:, 1] /= scaled[:, 1].max()

    def whole():
        a, penalty, epsilon = assemble(f)
        gamma_by_loops(solve(stacked(a, penalty), data[0]), f, epsilon)

    all_us = timed(whole, 5)
    given_us = statistics.median(timed(lambda z=z: solve(e, z), 15) for z in data)
    score_us = timed(lambda: gcv_score(scaled, penalty, data[0], LAMBDA), 15)
    cold, batch = ours["cold_us"][0], ours["batch_us"][0]
    print(f"whole, lambda given       SciPy {all_us:10.0f} us   libhop {cold:8.1f} us   "
          f"{all_us / cold:6.0f} x")
    print(f"matrices given            SciPy {given_us:10.0f} us   libhop {batch:8.1f} us   "
          f"{given_us / batch:6.1f} x")
    print(f"one GCV score / a search  SciPy {score_us:10.0f} us   libhop "
          f"{ours['search_us'][0]:8.1f} us")
    print(f"libhop with GCV, batch    {ours['batch_gcv_us'][0]:.1f} us; conditions of the minimum "
          f"met to {ours['kkt'][0]:.1e}")
    area = np.sqrt(np.pi) / epsilon
    worst = max(abs(area * solve(e, z)[2:].sum() / r - 1) for z, r in zip(data, ours["R_pol"]))
    print(f"polarisation resistances agree to {worst:.1e}")
    for z, value in zip(data, ours["lambda"]):
        score = gcv_score(scaled, penalty, z, value)
        around = [gcv_score(scaled, penalty, z, value * c) for c in (0.5, 0.8, 1.25, 2)]
        print(f"  GCV at libhop's lambda {value:.3g}: {score:.7f}, beside it {min(around):.7f}")


main()
