#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The pictures of docs/drt.md and of the verdict in docs/method.md, from what hop drt prints.

Usage: relaxation_times.py BUILD/tools/hop/hop DIRECTORY

One arc, two arcs, and two arcs with a blocking electrode that is taken away or not, 0.5 % noise:
exact gamma and what hop drt finds, with its 95 % credible band; then the score of lambda, and the
shares of leads of 2 uH and of the electrode in |Z|.
"""
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

WIDTH, HEIGHT, LEFT, TOP = 360, 230, 52, 28
INK, RED, BLUE, BAND = "#333", "#c0392b", "#2471a3", "#aed6f1"
ARCS = [(2000.0, 1e-5, 0.85), (5000.0, 3e-3, 0.8)]


def impedance(f, arcs, blocking, leads):
    s = 2j * math.pi * f
    z = 100 + sum(r / (1 + (s * tau) ** phi) for r, tau, phi in arcs) + s * leads
    return z + (1 / (1e-4 * s ** 0.9) if blocking else 0)


def exact_gamma(tau, arcs):
    total = 0
    for r, center, phi in arcs:
        rest = (1 - phi) * math.pi
        total += (r / (2 * math.pi) * math.sin(rest)
                  / (math.cosh(phi * math.log(tau / center)) - math.cos(rest)))
    return total


def write_spectrum(path, arcs, blocking, seed, leads=0):
    noise = random.Random(seed)
    lines = ["frequency_Hz,z_re_ohm,z_im_ohm"]
    for k in range(71):
        f = 10 ** (0.1 * k - 1)
        z = impedance(f, arcs, blocking, leads)
        z += 0.005 * abs(z) * complex(noise.gauss(0, 1), noise.gauss(0, 1))
        lines.append(f"{f!r},{z.real!r},{z.imag!r}")
    path.write_text("\n".join(lines) + "\n")


def run(hop, folder, name, *options):
    done = subprocess.run([hop, "drt", *options, "--json", "-", name], cwd=folder, check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)["spectra"][0]


class Panel:
    """Axes with a logarithmic x; y from 0 or given."""

    def __init__(self, place, title, x, y, xlabel, ylabel):
        self.x0 = LEFT + place * (WIDTH + LEFT + 16)
        self.x, self.y = x, y
        self.parts = [
            f'<text x="{self.x0}" y="{TOP - 10}" font-weight="bold">{title}</text>',
            f'<rect x="{self.x0}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" '
            f'stroke="{INK}"/>',
            f'<text x="{self.x0 + WIDTH / 2}" y="{TOP + HEIGHT + 34}" '
            f'text-anchor="middle">{xlabel}</text>',
            f'<text transform="translate({self.x0 - 40},{TOP + HEIGHT / 2}) rotate(-90)" '
            f'text-anchor="middle">{ylabel}</text>']
        for power in range(math.ceil(math.log10(x[0])), math.floor(math.log10(x[1])) + 1):
            at = self.place(10.0 ** power, 0)[0]
            self.parts.append(f'<text x="{at:.1f}" y="{TOP + HEIGHT + 16}" text-anchor="middle" '
                              f'font-size="11">10<tspan dy="-4" font-size="8">{power}</tspan></text>')
        for k in range(5):
            value = y[0] + (y[1] - y[0]) * k / 4
            at = self.place(x[0], value)[1]
            self.parts.append(f'<text x="{self.x0 - 5}" y="{at + 4:.1f}" text-anchor="end" '
                              f'font-size="11">{value:.4g}</text>')

    def place(self, x, y):
        return (self.x0 + WIDTH * math.log(x / self.x[0]) / math.log(self.x[1] / self.x[0]),
                TOP + HEIGHT * (1 - (y - self.y[0]) / (self.y[1] - self.y[0])))

    def points(self, xs, ys):
        inside = [(x, min(max(y, self.y[0]), self.y[1])) for x, y in zip(xs, ys)
                  if self.x[0] <= x <= self.x[1]]
        return " ".join("%.1f,%.1f" % self.place(*p) for p in inside)

    def line(self, xs, ys, color, dash=""):
        self.parts.append(f'<polyline points="{self.points(xs, ys)}" fill="none" stroke="{color}" '
                          f'stroke-width="1.6" stroke-dasharray="{dash}"/>')

    def band(self, xs, lower, upper):
        outline = self.points(xs, upper) + " " + self.points(xs[::-1], lower[::-1])
        self.parts.append(f'<polygon points="{outline}" fill="{BAND}" stroke="none"/>')

    def dot(self, x, y):
        at = self.place(x, y)
        self.parts.append(f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="4" fill="{RED}"/>')

    def say(self, row, color, text, indent=10):
        self.parts.append(f'<text x="{self.x0 + indent}" y="{TOP + 18 + 15 * row}" fill="{color}">'
                          f'{text}</text>')


def save(path, panels):
    width = LEFT + len(panels) * (WIDTH + LEFT + 16)
    body = "\n".join(part for panel in panels for part in panel.parts)
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
                    f'height="{TOP + HEIGHT + 44}" font-family="sans-serif" font-size="12" '
                    f'fill="{INK}">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n')


def distribution(place, title, found, arcs, top):
    panel = Panel(place, title, (1e-7, 1e1), (0, top), "τ/s", "γ/Ω")
    tau = [10 ** (-7 + 0.02 * k) for k in range(401)]
    if found["effective_samples"]:
        panel.band(found["tau_s"], found["lower_ohm"], found["upper_ohm"])
    panel.line(tau, [exact_gamma(t, arcs) for t in tau], INK, "5 3")
    panel.line(found["tau_s"], found["gamma_ohm"], RED)
    for peak in found["peaks"]:
        if peak["share"] > 0.05:
            panel.dot(peak["tau_s"], min(peak["gamma_ohm"], top))
    panel.say(0, INK, "exact (dashed)")
    panel.say(1, RED, f"hop drt, λ = {found['lambda']:.2g}")
    return panel


def share(place, title, f, percent, limit, top, text):
    panel = Panel(place, title, (f[0], f[-1]), (0, top), "f/Hz", "share of |Z| in %")
    panel.line([f[0], f[-1]], [limit, limit], INK, "5 3")
    panel.line(f, percent, RED)
    panel.say(0, INK, f"limit {limit} % (dashed)", 110)
    panel.say(1, RED, text, 110)
    return panel


def series_parts(hop, folder):
    """What leads and an electrode have of |Z|, as the verdict takes it from hop drt."""
    write_spectrum(folder / "leads.csv", ARCS[:1], True, 4, 2e-6)
    found = run(hop, folder, "leads.csv", "--electrode", "cpe", "--lambda", "robust-gcv")
    f = [10 ** (0.05 * k - 1) for k in range(141)]
    total = [abs(impedance(x, ARCS[:1], True, 2e-6)) for x in f]
    omega = [2 * math.pi * x for x in f]
    leads = [100 * w * found["L_H"] / z for w, z in zip(omega, total)]
    q, alpha = found["electrode_Q"], found["electrode_alpha"]
    electrode = [100 * w ** -alpha / q / z for w, z in zip(omega, total)]
    return [share(0, "series-inductance", f, leads, 5, 20,
                  f"ωL, L = {1e6 * found['L_H']:.1f} µH (2 in the data)"),
            share(1, "electrode-dominated", f, electrode, 50, 100,
                  f"1/(Qω^α), α = {alpha:.2f} (0.9 in the data)")]


def main():
    hop, out = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_spectrum(folder / "one.csv", ARCS[:1], False, 1)
        write_spectrum(folder / "two.csv", ARCS, False, 2)
        write_spectrum(folder / "blocked.csv", ARCS, True, 3)
        robust = ("--lambda", "robust-gcv")
        bands = ("--samples", "1000", *robust)
        two = run(hop, folder, "two.csv", *bands)
        panels = [distribution(0, "one relaxation", run(hop, folder, "one.csv", *bands),
                               ARCS[:1], 1600),
                  distribution(1, "two relaxations, 95 % band", two, ARCS, 2800)]
        save(out / "relaxation-times.svg", panels)
        blocked = [distribution(0, "blocking electrode left in",
                                run(hop, folder, "blocked.csv", *robust), ARCS, 2800),
                   distribution(1, "taken away by --electrode cpe",
                                run(hop, folder, "blocked.csv", "--electrode", "cpe", *robust),
                                ARCS, 2800)]
        save(out / "relaxation-electrode.svg", blocked)
        panels = []
        for place, method in enumerate(("gcv", "robust-gcv")):
            found = run(hop, folder, "two.csv", "--lambda", method)
            curve = found["lambda_curve"]
            low = min(curve["score"])
            panel = Panel(place, method, (1e-7, 10), (0.9, 1.9), "λ", "score over its lowest")
            panel.line(curve["lambda"], [s / low for s in curve["score"]], BLUE)
            panel.dot(found["lambda"], 1)
            panels.append(panel)
        save(out / "relaxation-lambda.svg", panels)
        save(out / "series-parts.svg", series_parts(hop, folder))


main()
