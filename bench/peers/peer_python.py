# SPDX-License-Identifier: BSD-3-Clause
"""SciPy and lmfit as peers: the commands of peer_main.c, the calls a user would write.

peer_python.py METHOD FILE with METHOD curve_fit-lm, curve_fit-lm-jac, curve_fit-trf or lmfit.
"""
import sys
import time
import warnings

import numpy as np

FIRST = 5


def start(ln_omega, y):
    first = np.median(y[:FIRST])
    above = np.nonzero(y > 2 * first)[0]
    at = above[0] if len(above) else len(y) - 1
    return np.array([np.log(first), ln_omega[at], 0.7])


def model(ln_omega, ln_sigma_dc, ln_omega_p, n):
    return np.exp(ln_sigma_dc) * (1 + np.exp(n * (ln_omega - ln_omega_p)))


def jacobian(ln_omega, ln_sigma_dc, ln_omega_p, n):
    from_p = ln_omega - ln_omega_p
    g = np.exp(ln_sigma_dc + n * from_p)
    return np.column_stack([np.exp(ln_sigma_dc) + g, -n * g, from_p * g])


def curve_fit_lm(ln_omega, y, jac=None):
    from scipy.optimize import curve_fit
    p, v = curve_fit(model, ln_omega, y, start(ln_omega, y), y, method="lm", jac=jac,
                     xtol=1e-10, ftol=1e-10, maxfev=2000)
    return np.concatenate([p, np.sqrt(np.diag(v))])


def curve_fit_trf(ln_omega, y):
    from scipy.optimize import curve_fit
    bounds = ([-np.inf, -np.inf, 0.05], [np.inf, np.inf, 2.0])
    p, v = curve_fit(model, ln_omega, y, start(ln_omega, y), y, bounds=bounds, xtol=1e-10,
                     ftol=1e-10)
    return np.concatenate([p, np.sqrt(np.diag(v))])


def lmfit_model():
    import lmfit
    law = lmfit.Model(model)
    parameters = law.make_params(ln_sigma_dc=0, ln_omega_p=0, n=0.7)
    parameters["n"].set(min=0.05, max=2)
    names = ("ln_sigma_dc", "ln_omega_p", "n")

    def fit(ln_omega, y):
        for name, value in zip(names, start(ln_omega, y)):
            parameters[name].set(value=value)
        result = law.fit(y, parameters, ln_omega=ln_omega, weights=1 / y)
        errors = [result.params[k].stderr for k in names]
        return np.array([result.params[k].value for k in names]
                        + [np.nan if e is None else e for e in errors])
    return fit


METHODS = {"curve_fit-lm": lambda: curve_fit_lm,
           "curve_fit-lm-jac": lambda: lambda x, y: curve_fit_lm(x, y, jacobian),
           "curve_fit-trf": lambda: curve_fit_trf,
           "lmfit": lmfit_model}


def main():
    method, path = sys.argv[1:]
    fit = METHODS[method]()
    warnings.simplefilter("ignore")
    with open(path, "rb") as file:
        count, points = np.fromfile(file, np.int32, 2)
        ln_omega = np.log(2 * np.pi * np.fromfile(file, float, points))
        y = np.fromfile(file, float, count * points).reshape(count, points)
    results = np.full((count, 6), np.nan)
    for line in sys.stdin:
        word, *arguments = line.split()
        if word == "round":
            first, many = map(int, arguments)
            begin = time.perf_counter_ns()
            for i in range(first, first + many):
                try:
                    results[i] = fit(ln_omega, y[i])
                except (RuntimeError, ValueError):
                    results[i] = np.nan
            print(time.perf_counter_ns() - begin, flush=True)
        else:
            results.tofile(line.split(maxsplit=1)[1].strip())
            print("written", flush=True)


main()
