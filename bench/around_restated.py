# SPDX-License-Identifier: BSD-3-Clause
"""What stands around a fit, beside SciPy: bootstrap, profile, windows, lines, whole cells.

around_restated.py hop-around-speed

The program prints a cell's impedance, which is fitted here with scipy.optimize.least_squares
(trf, bounds, analytic weights, the same eight parameters in the same form) from as many starts
as libhop refines; a bootstrap is a loop of curve_fit. Medians of
the processor time, with one thread.
"""
import subprocess
import sys
import time

import numpy as np
from scipy.optimize import curve_fit, least_squares

THICKNESS, AREA, EPS_0 = 1e-3, 7.85e-5, 8.8541878188e-12
LOWER = np.array([-25.0, -10.0, 0.05, -40.0, -40.0, -25.0, -40.0, 0.3])
UPPER = np.array([10.0, 35.0, 0.98, 10.0, 0.0, 15.0, 10.0, 1.0])


def impedance(theta, omega):
    """iωL + R + (l/A)/σ* + 1/[Q (iω)^α], σ* = σ_dc (1 + (iω/ω_m)ⁿ/cos(nπ/2)) + iωε₀ε_∞."""
    sigma, ln_omega_p, n, eps, lead_l, lead_r, q, alpha = theta
    s = 1j * omega
    power = np.exp(n * (np.log(omega) - ln_omega_p)) * (1 + 1j * np.tan(0.5 * np.pi * n))
    conductivity = np.exp(sigma) * (1 + power) + s * EPS_0 * np.exp(eps)
    return (s * np.exp(lead_l) + np.exp(lead_r) + THICKNESS / AREA / conductivity
            + np.exp(-q) / (omega ** alpha * np.exp(0.5j * np.pi * alpha)))


def residuals(theta, omega, z):
    r = (impedance(theta, omega) - z) / abs(z)
    return np.concatenate([r.real, r.imag])


def fit_cell(omega, z, starts):
    best = None
    for start in starts:
        found = least_squares(residuals, start, bounds=(LOWER, UPPER), args=(omega, z),
                              x_scale=1.0, xtol=1e-10, ftol=1e-12, gtol=1e-12, max_nfev=400)
        if best is None or found.cost < best.cost:
            best = found
    return best


def make_starts(count):
    """About what an experimenter reads off the data, in all directions."""
    truth = np.array([np.log(1e-3), np.log(2 * np.pi * 3e4), 0.65, np.log(40.0), np.log(2e-6),
                      np.log(60.0), np.log(2e-6), 0.85])
    random = np.random.default_rng(1)
    width = np.array([0.5, 1.5, 0.1, 0.5, 0.5, 0.5, 0.5, 0.05])
    return truth + width * random.uniform(-1, 1, (count, len(truth)))


def power_law(frequency, ln_sigma, ln_f, n):
    with np.errstate(over="ignore"):
        return np.exp(ln_sigma) * (1 + np.exp(n * (np.log(frequency) - ln_f)))


def bootstrap_us(repeats=100):
    """One replicate: normal residuals and curve_fit from the fit itself."""
    random = np.random.default_rng(2)
    frequency = np.logspace(0, 7, 61)
    fitted = power_law(frequency, np.log(1e-4), np.log(1e5), 0.62)
    times = []
    for _ in range(repeats):
        start = time.process_time()
        y = fitted * (1 + 0.01 * random.standard_normal(61))
        curve_fit(power_law, frequency, y, p0=[np.log(1e-4), np.log(1e5), 0.62], sigma=fitted)
        times.append(1e6 * (time.process_time() - start))
    return float(np.median(times))


def main():
    lines = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout.split("\n")
    words = [line.split() for line in lines if line]
    data = np.array([w[1:] for w in words if w[0] == "point"], float)
    starts, _, rss = (float(x) for x in next(w[1:] for w in words if w[0] == "cell" and len(w) == 4))
    us = {w[0]: float(w[1]) for w in words if len(w) == 3}
    omega, z = 2 * np.pi * data[:, 0], data[:, 1] + 1j * data[:, 2]
    start = time.process_time()
    found = fit_cell(omega, z, make_starts(int(starts)))
    cell_us = 1e6 * (time.process_time() - start)
    replicate_us = bootstrap_us()
    print("medians of whole calls, microseconds                libhop       SciPy     ratio")
    print(f"wild bootstrap, a replicate of 2000, 61 points {us['bootstrap-wild']:11.4f} "
          f"{replicate_us:11.1f} {replicate_us / us['bootstrap-wild']:9.0f}")
    print(f"parametric bootstrap                           {us['bootstrap-parametric']:11.4f} "
          f"{replicate_us:11.1f} {replicate_us / us['bootstrap-parametric']:9.0f}")
    print(f"cell, 8 parameters, 71 points, {starts:.0f} starts        {us['cell']:11.1f} "
          f"{cell_us:11.0f} {cell_us / us['cell']:9.0f}")
    print(f"    sums of squares {rss:.10g} and {2 * found.cost:.10g}")
    for name, text in (("fit", "one fit"), ("profile", "profile interval of f_p"),
                       ("windows-power-law", "all windows, sample alone"),
                       ("windows-cell", "all windows, cell of 71 points, both parts"),
                       ("arrhenius", "joint lines of 15 temperatures")):
        print(f"{text:46} {us[name]:11.2f}")


if __name__ == "__main__":
    main()
