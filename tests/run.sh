#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Builds libhop in build/tests and runs all tests: as they are, with the address
# and undefined-behaviour sanitizers, and under valgrind. On a bare Debian 12 it
# first installs what it needs. The last line is the total; the exit code is
# zero if nothing failed.
set -eu

cd "$(dirname "$0")/.."
build=$PWD/build/tests

sh tests/support/need.sh cc=gcc c++=g++ /usr/include/stdio.h=libc6-dev meson=meson \
    ninja=ninja-build pkg-config=pkg-config pc:lapacke=liblapacke-dev \
    pc:openblas=libopenblas-dev pc:libcyaml=libcyaml-dev pc:yaml-0.1=libyaml-dev pc:jansson=libjansson-dev pc:zlib=zlib1g-dev \
    pc:check=check valgrind=valgrind cmake=cmake clang=clang objdump=binutils \
    dpkg-architecture=dpkg-dev \
    /usr/share/i18n/locales/de_DE=locales

# A locale with a decimal comma, in which every test can ask for it.
export LOCPATH="$build/locale"
if [ ! -d "$LOCPATH/de_DE.UTF-8" ]; then
    mkdir -p "$LOCPATH"
    localedef -i de_DE -f UTF-8 "$LOCPATH/de_DE.UTF-8"
fi
# The matrices are small: threads of OpenBLAS would only wait for each other.
export OPENBLAS_NUM_THREADS=1
export UBSAN_OPTIONS=print_stacktrace=1

# configured NAME OPTION...: sets up or brings up to date, and builds.
configured() {
    folder=$build/$1
    shift
    if [ -f "$folder/build.ninja" ]; then
        meson setup --reconfigure "$folder" "$@" >/dev/null
    else
        meson setup "$folder" "$@"
    fi && meson compile -C "$folder"
}

# tested NAME OPTION...: leaves its log for the total, whether or not it passes.
tested() {
    folder=$build/$1
    shift
    meson test -C "$folder" --no-rebuild --print-errorlogs "$@" || true
}

rm -f "$build"/*/meson-logs/testlog*.json
echo '== Tests'
configured plain --werror && tested plain
echo '== Tests with AddressSanitizer and UndefinedBehaviorSanitizer'
# What the sanitizers look for does not need ten thousand spectra a case, nor scripts.
export HOP_TEST_SPECTRA=300
configured sanitized --werror -Db_sanitize=address,undefined -Db_lundef=false \
    -Dc_args=-fno-sanitize-recover=all && tested sanitized --no-suite abi
unset HOP_TEST_SPECTRA
echo '== Tests under valgrind'
tested plain --setup valgrind

python3 tests/support/total.py "$build/plain/meson-logs/testlog.json" \
    "$build/sanitized/meson-logs/testlog.json" "$build/plain/meson-logs/testlog-valgrind.json"
