#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Runs the example programs of the build folder and looks at what they say.
set -eu

examples=${HOP_BUILD:?}/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
checks=0 failures=0

# passes NAME COMMAND...: runs it and counts.
passes() {
    name=$1
    shift
    checks=$((checks + 1))
    if "$@" >"$work/log" 2>&1; then
        echo "ok: $name"
    else
        failures=$((failures + 1))
        echo "FAILED: $name: $*"
        sed 's/^/    /' "$work/log"
    fi
}

# saves FILE COMMAND...: its output becomes the file.
saves() {
    file=$1
    shift
    "$@" >"$file"
}

# covers FILE NAME TRUTH: the 95 % interval on the line of NAME holds the truth.
covers() {
    awk -v name="$2" -v truth="$3" '
        $1 == name { found = ($5 <= truth && truth <= $7) }
        END { exit !found }' "$1"
}

misses() {
    ! covers "$@"
}

# The data were made with these parameters; their one draw of noise lies within 95 %.
passes 'fit_one runs' saves "$work/fit_one" "$examples/fit_one"
passes 'fit_one covers sigma_dc' covers "$work/fit_one" sigma_dc_S_per_m 7.58e-3
passes 'fit_one covers n' covers "$work/fit_one" n 0.62
passes 'fit_one covers f_p' covers "$work/fit_one" f_p_Hz 0.98e6
passes 'a wrong truth is not covered' misses "$work/fit_one" f_p_Hz 2e6
passes 'a name that is not there is not covered' misses "$work/fit_one" f_q_Hz 0.98e6
passes 'fit_one says measured' grep -qx 'the hopping frequency is measured' "$work/fit_one"
if [ -x "$examples/fit_one_cpp" ]; then
    passes 'fit_one_cpp runs' saves "$work/fit_one_cpp" "$examples/fit_one_cpp"
    passes 'fit_one_cpp says the same' cmp "$work/fit_one" "$work/fit_one_cpp"
fi

# within FILE NAME TRUTH: the value on the line of NAME is within three of its errors.
within() {
    awk -v name="$2" -v truth="$3" '
        $1 == name { off = $2 - truth; found = $4 > 0 && off * off <= 9 * $4 * $4 }
        END { exit !found }' "$1"
}
not_within() {
    ! within "$@"
}

# E_a 0.40 eV and E_m 0.35 eV are what examples/data/paper.yaml simulates.
passes 'study runs' saves "$work/study" "$examples/study" 1 1 1e13 \
    "${HOP_SOURCE:?}"/examples/data/Li3YCl6_*C.csv
passes 'study finds E_a' within "$work/study" E_a_eV 0.40
passes 'study finds E_m' within "$work/study" E_m_eV 0.35
passes 'study finds E_f' within "$work/study" E_f_eV 0.05
passes 'a wrong E_m is not found' not_within "$work/study" E_m_eV 0.36
passes 'study shows seven temperatures' test "$(grep -c ' measured\| extrapolated\| lower_limit' \
    "$work/study")" -eq 7
passes 'study says that the method applies' grep -qx 'the method applies' "$work/study"

echo "$(((checks - failures) * 100 / checks))%: Checks: $checks, Failures: $failures, Errors: 0"
test "$failures" -eq 0
