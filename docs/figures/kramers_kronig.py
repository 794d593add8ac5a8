#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Draws docs/figures/kramers-kronig.svg from what `hop kk --json` says.

Usage: python3 docs/figures/kramers_kronig.py build/tools/hop/hop

Left: a spectrum of examples/data. Right: the same, its impedance growing by 20 % in proportion
to the time of a sweep that takes five periods a point, downwards in frequency.
"""
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
STEADY = HERE.parent.parent / "examples/data/cell/pellet_0C.csv"
PANEL, HEIGHT, LEFT, TOP, GAP = 330, 230, 52, 34, 26
SPAN = 6.0  # per cent


def drifting(path):
    with open(STEADY, newline="", encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    rows = list(csv.reader(lines))
    points = sorted(([float(v) for v in row] for row in rows[1:]), reverse=True)
    seconds, total = 0.0, sum(5 / p[0] for p in points)
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(rows[0])
        for p in points:
            seconds += 5 / p[0]
            growth = 1 + 0.2 * seconds / total
            out.writerow([p[0], p[1] * growth, p[2] * growth] + p[3:])


def panel(test, left, title):
    f = test["frequency_Hz"]
    low, high = math.log10(f[0]), math.log10(f[-1])

    def x(value):
        return left + PANEL * (math.log10(value) - low) / (high - low)

    def y(value):
        return TOP + HEIGHT * (0.5 - max(-SPAN, min(SPAN, value)) / (2 * SPAN))

    band = test["tolerance_percent"]
    said = "pass" if test["pass"] else f"{test['failing_points']} points fail"
    out = [f'<text x="{left}" y="{TOP - 12}" class="t">{title}: {said}</text>',
           f'<rect x="{left}" y="{y(band):.1f}" width="{PANEL}" '
           f'height="{y(-band) - y(band):.1f}" class="b"/>',
           f'<rect x="{left}" y="{TOP}" width="{PANEL}" height="{HEIGHT}" class="f"/>',
           f'<path d="M{left} {y(0):.1f}h{PANEL}" class="z"/>']
    for decade in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1):
        out.append(f'<text x="{x(10.0 ** decade):.1f}" y="{TOP + HEIGHT + 16}" '
                   f'class="n">10<tspan dy="-5" font-size="8">{decade}</tspan></text>')
    for value in range(-6, 7, 2):
        out.append(f'<text x="{left - 6}" y="{y(value) + 4:.1f}" class="e">{value}</text>')
    line = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(f, test["zhit_percent"])
                    if abs(b) <= SPAN)
    out.append(f'<polyline points="{line}" class="h"/>')
    for name, part in (("residual_re_percent", "r"), ("residual_im_percent", "i")):
        for a, b, fails in zip(f, test[name], test["fails"]):
            out.append(f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="{3 if fails else 1.7}" '
                       f'class="{part}"/>')
    return out


def main():
    with tempfile.TemporaryDirectory() as folder:
        moved = pathlib.Path(folder) / "drifting.csv"
        drifting(moved)
        said = subprocess.run([sys.argv[1], "kk", "--zhit", "1e3:1e5", "--json", "-", STEADY, moved],
                              check=True, capture_output=True, text=True).stdout
    tests = json.loads(said)["spectra"]
    width, height = LEFT + 2 * PANEL + GAP + 36, TOP + HEIGHT + 58
    middle = LEFT + PANEL + GAP / 2
    body = panel(tests[0], LEFT, "steady") + panel(tests[1], LEFT + PANEL + GAP + 24,
                                                  "drifts by 20 %")
    body += [f'<text x="{middle}" y="{height - 22}" class="n">frequency / Hz</text>',
             f'<text transform="translate(14 {TOP + HEIGHT / 2}) rotate(-90)" class="n">'
             'residual / % of |Z|</text>',
             f'<circle cx="{LEFT}" cy="{height - 8}" r="3" class="r"/><text x="{LEFT + 7}" '
             f'y="{height - 4}" class="l">real</text>',
             f'<circle cx="{LEFT + 50}" cy="{height - 8}" r="3" class="i"/><text x="{LEFT + 57}" '
             f'y="{height - 4}" class="l">imaginary, large where the point fails; shaded: '
             'tolerance of a point; line: |Z| measured less Z-HIT</text>']
    style = ("text{font:12px sans-serif;fill:#222}.t{font-weight:bold}.n{text-anchor:middle}"
             ".e{text-anchor:end}.l{font-size:11px}.f{fill:none;stroke:#444}.b{fill:#e6eef5}"
             ".z{stroke:#888;stroke-width:.6}.h{fill:none;stroke:#888;stroke-dasharray:4 3}"
             ".r{fill:#1b5e9b}.i{fill:#c8551b}")
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
           f"<style>{style}</style><rect width='100%' height='100%' fill='#fff'/>\n"
           + "\n".join(body) + "\n</svg>\n")
    (HERE / "kramers-kronig.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
