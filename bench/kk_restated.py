#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The published linear Kramers-Kronig test in NumPy, against libhop in one run.

Usage: kk_restated.py BUILD/bench/hop-kk-speed

Schönleber, Klotz and Ivers-Tiffée, Electrochim. Acta 2014, 131, 20: a chain of M (R, C)
elements with log-spaced time constants, R and L, weights 1/|Z|; the pseudo-inverse for the real
part, normal equations for both parts; M from 1 on until mu <= 0.85. Written from the paper;
nothing is skipped or done twice, and matrices are filled by whole arrays, without loops.
"""
import statistics
import subprocess
import sys
import time

import numpy as np


def kernel(omega, m):
    """omega tau of M elements; one alone stands at the largest tau."""
    tau = 1 / omega.min() if m == 1 else np.logspace(
        np.log10(1 / omega.max()), np.log10(1 / omega.min()), m)
    return 1 / (1 + 1j * np.outer(omega, tau))


def fit(omega, z, m, part):
    """R_1 ... R_M, and what is left of both parts."""
    weight = 1 / np.abs(z)
    columns = np.hstack([np.ones((len(omega), 1)), kernel(omega, m), 1j * omega[:, None]])
    a = columns * weight[:, None]
    b = z * weight
    if part == "real":
        x = np.linalg.pinv(a.real) @ b.real
        left = b.imag - a.imag[:, :-1] @ x[:-1]
        x[-1] = left @ a.imag[:, -1] / (a.imag[:, -1] @ a.imag[:, -1])
    else:
        x = np.linalg.inv(a.real.T @ a.real + a.imag.T @ a.imag) @ (
            a.real.T @ b.real + a.imag.T @ b.imag)
    return x[1:-1], b - a @ x


def mu_of(r):
    return 1 - np.abs(r[r < 0]).sum() / r[r >= 0].sum()


def by_mu(omega, z, part, limit=0.85, m_max=50):
    for m in range(1, m_max + 1):
        r, left = fit(omega, z, m, part)
        if mu_of(r) <= limit:
            break
    return m, r, left


def timed(call, repeats):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = call()
        times.append(1e6 * (time.perf_counter() - start))
    return statistics.median(times), result


def main():
    said = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
    lines = [line.split() for line in said.splitlines()]
    points = np.array([[float(v) for v in line[1:]] for line in lines if line[0] == "point"])
    ours = {line[0]: [float(v) for v in line[1:]] for line in lines if line[0] != "point"}
    omega, z = 2 * np.pi * points[:, 0], points[:, 1] + 1j * points[:, 2]
    print(f"{len(omega)} points; medians of whole calls")
    print(f"{'':14}{'libhop/us':>12}{'NumPy/us':>12}{'ratio':>8}{'M':>6}{'M':>5}"
          f"{'|d mu|':>10}{'|d chi2|/chi2':>15}")
    for part in ("real", "complex"):
        for name, call in (("mu", lambda: by_mu(omega, z, part)),
                           ("16", lambda: (16, *fit(omega, z, 16, part))),
                           ("22", lambda: (22, *fit(omega, z, 22, part)))):
            us, (m, r, left) = timed(call, 40)
            our_us, our_m, our_mu, our_chi2 = ours[f"{part}-{name}"]
            chi2 = np.vdot(left, left).real
            print(f"{part + '-' + name:14}{our_us:12.1f}{us:12.0f}{us / our_us:8.0f}"
                  f"{our_m:6.0f}{m:5d}{abs(mu_of(r) - our_mu):10.1e}"
                  f"{abs(chi2 - our_chi2) / chi2:15.1e}")
    print(f"the default test of libhop (M = {ours['default'][1]:.0f}): {ours['default'][0]:.1f} us")


if __name__ == "__main__":
    main()
