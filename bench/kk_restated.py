#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The published linear Kramers-Kronig test in NumPy, against libhop in one run.

Usage: OPENBLAS_NUM_THREADS=1 kk_restated.py BUILD/bench/hop-kk-speed

Schönleber, Klotz and Ivers-Tiffée, Electrochim. Acta 2014, 131, 20: a chain of M (R, C)
elements with log-spaced time constants, R and L, weights 1/|Z|; the pseudo-inverse for the real
part, normal equations for both parts; M from 1 on until mu <= 0.85. Written from the paper, in
two ways: "arrays" fills matrices by whole arrays, as an expert would; "circuit" fills them element
by element and evaluates the chain as the text of a circuit after each fit and for the
residuals, which is how the usual Python program is built.
"""
import statistics
import subprocess
import sys
import time

import numpy as np


def time_constants(omega, m):
    """One alone stands at the largest."""
    if m == 1:
        return np.array([1 / omega.min()])
    return np.logspace(np.log10(1 / omega.max()), np.log10(1 / omega.min()), m)


def solve(a, b, part):
    """R, R_1 ... R_M and, from what is left of the imaginary part, L."""
    if part == "real":
        x = np.linalg.pinv(a.real) @ b.real
        left = b.imag - a.imag[:, :-1] @ x[:-1]
        x[-1] = left @ a.imag[:, -1] / (a.imag[:, -1] @ a.imag[:, -1])
        return x
    return np.linalg.inv(a.real.T @ a.real + a.imag.T @ a.imag) @ (
        a.real.T @ b.real + a.imag.T @ b.imag)


def fit_arrays(omega, z, m, part):
    """R_1 ... R_M, and what is left of both parts."""
    weight = 1 / np.abs(z)
    chain = 1 / (1 + 1j * np.outer(omega, time_constants(omega, m)))
    columns = np.hstack([np.ones((len(omega), 1)), chain, 1j * omega[:, None]])
    a, b = columns * weight[:, None], z * weight
    x = solve(a, b, part)
    return x[1:-1], b - a @ x


def in_series(parts):
    return np.sum(parts, axis=0)


def resistor(p, f):
    return p * np.ones(len(f), dtype=complex)


def rc(p, f):
    return p[0] / (1 + 2j * np.pi * np.array(f) * p[1])


def inductor(p, f):
    return 2j * np.pi * np.array(f) * p


def evaluate_circuit(x, tau, f):
    text = f"in_series([resistor({x[0]},{f.tolist()}),"
    for r, t in zip(x[1:-1], tau):
        text += f"rc({[float(r), float(t)]},{f.tolist()}),"
    text += f"inductor({x[-1]},{f.tolist()})])"
    return eval(text)  # of numbers that this program made


def fit_circuit(omega, z, m, part):
    tau, f = time_constants(omega, m), omega / (2 * np.pi)
    a = np.zeros((len(omega), m + 2), dtype=complex)
    a[:, 0] = 1
    a[:, -1] = 1j * omega
    for i, t in enumerate(tau):
        a[:, i + 1] = 1 / (1 + 1j * omega * t)
    a = (a.T / np.abs(z)).T
    x = solve(a, z / np.abs(z), part)
    evaluate_circuit(x, tau, f)
    return x[1:-1], (z - evaluate_circuit(x, tau, f)) / np.abs(z)


def mu_of(r):
    return 1 - np.abs(r[r < 0]).sum() / r[r >= 0].sum()


def by_mu(fit, omega, z, part, limit=0.85, m_max=50):
    for m in range(1, m_max + 1):
        r, left = fit(omega, z, m, part)
        if mu_of(r) <= limit:
            break
    return m, r, left


def timed(call, repeats):
    times = []
    for _ in range(repeats):
        start = time.process_time()
        result = call()
        times.append(1e6 * (time.process_time() - start))
    return statistics.median(times), result


def main():
    said = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
    lines = [line.split() for line in said.splitlines()]
    points = np.array([[float(v) for v in line[1:]] for line in lines if line[0] == "point"])
    ours = {line[0]: [float(v) for v in line[1:]] for line in lines if line[0] != "point"}
    omega, z = 2 * np.pi * points[:, 0], points[:, 1] + 1j * points[:, 2]
    print(f"{len(omega)} points; medians of whole calls, microseconds of the processor")
    print(f"{'':12}{'libhop':>9}{'arrays':>9}{'ratio':>7}{'circuit':>10}{'ratio':>7}{'M':>5}"
          f"{'M':>4}{'|d mu|':>10}{'|d chi2|/chi2':>15}")
    for part in ("real", "complex"):
        for name in ("mu", "16"):
            def run(fit):
                return by_mu(fit, omega, z, part) if name == "mu" else \
                    (16, *fit(omega, z, 16, part))
            us, (m, r, left) = timed(lambda: run(fit_arrays), 40)
            slow_us, _ = timed(lambda: run(fit_circuit), 5)
            our_us, our_m, our_mu, our_chi2 = ours[f"{part}-{name}"]
            chi2 = np.vdot(left, left).real
            print(f"{part + '-' + name:12}{our_us:9.1f}{us:9.0f}{us / our_us:7.0f}{slow_us:10.0f}"
                  f"{slow_us / our_us:7.0f}{our_m:5.0f}{m:4d}{abs(mu_of(r) - our_mu):10.1e}"
                  f"{abs(chi2 - our_chi2) / chi2:15.1e}")
    print(f"the default test of libhop (M = {ours['default'][1]:.0f}): {ours['default'][0]:.1f}")


if __name__ == "__main__":
    main()
