#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Builds hop in build/quickstart and analyses the study in examples/data. On a
# bare Debian 12 it first installs what it needs.
set -eu

cd "$(dirname "$0")/.."
build=build/quickstart
study=examples/data/study.yaml

sh tests/support/need.sh cc=gcc /usr/include/stdio.h=libc6-dev meson=meson ninja=ninja-build \
    pkg-config=pkg-config pc:lapacke=liblapacke-dev pc:openblas=libopenblas-dev \
    pc:libcyaml=libcyaml-dev pc:yaml-0.1=libyaml-dev pc:jansson=libjansson-dev \
    pc:zlib=zlib1g-dev

echo "Building in $build"
mkdir -p "$build"
log=$build/quickstart.log
if [ ! -f "$build/build.ninja" ]; then
    meson setup "$build" --buildtype=release -Dtests=disabled -Dexamples=disabled >"$log" 2>&1 ||
        { cat "$log"; exit 1; }
fi
meson compile -C "$build" >"$log" 2>&1 || { cat "$log"; exit 1; }

echo "\$ $build/tools/hop/hop analyze $study"
"$build/tools/hop/hop" analyze "$study"
