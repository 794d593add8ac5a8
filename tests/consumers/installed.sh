#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Installs into a temporary folder and builds and runs programs against what
# was installed, the ways users do it. HOP_SOURCE and HOP_BUILD say where.
set -eu

source_folder=${HOP_SOURCE:?} build=${HOP_BUILD:?} libdir=${HOP_LIBDIR:?} prefix=${HOP_PREFIX:?}
cc=${CC:-cc} cxx=${CXX:-c++}
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

# same FILE FILE: both hold the same text, and they hold some.
same() {
    test -s "$1" && cmp "$1" "$2"
}

# fails_saying TEXT COMMAND...: the command fails and says the text.
fails_saying() {
    text=$1
    shift
    ! "$@" >"$work/said" 2>&1 && grep -F "$text" "$work/said"
}

root=$work/root
tree=$root$prefix
meson install -C "$build" --no-rebuild --quiet --destdir "$root"

export CMAKE_GENERATOR=Ninja
cflags='-Wall -Wextra -Wpedantic -Werror'
export PKG_CONFIG_PATH="$tree/$libdir/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
export LD_LIBRARY_PATH="$tree/$libdir"
# Nothing of the source folder may be needed from here on.
mkdir "$work/src"
cp "$source_folder"/examples/*.c "$source_folder"/examples/*.cpp \
    "$source_folder/tests/consumers/wrapper.cpp" "$work/src"
cp -R "$source_folder/tests/consumers/cmake" "$source_folder/tests/consumers/meson" "$work"
cp "$work"/src/fit_one.c* "$work/cmake"
cp "$work"/src/fit_one.c* "$work/meson"
cd "$work"

for file in include/hop/hop.h include/hop/hop.hpp include/hop/version.h \
    "$libdir/libhop.so.0.1.0" "$libdir/pkgconfig/libhop.pc" \
    "$libdir/cmake/libhop/libhopConfig.cmake" "$libdir/cmake/libhop/libhopConfigVersion.cmake"; do
    passes "installed $file" test -f "$tree/$file"
done
passes 'libhop.so.0 leads to the library' \
    test "$(readlink "$tree/$libdir/libhop.so.0")" = libhop.so.0.1.0
passes 'pkg-config knows the version' pkg-config --exact-version=0.1.0 libhop

# shellcheck disable=SC2046,SC2086 # flags are several words
passes 'pkg-config and cc: builds' $cc -std=c11 $cflags src/fit_one.c -o by-pkg-config \
    $(pkg-config --cflags --libs libhop)
passes 'pkg-config and cc: runs' sh -c './by-pkg-config >by-pkg-config.txt'
passes 'the result names the hopping frequency' grep -q '^f_p_Hz ' by-pkg-config.txt
passes 'the program asks for the SONAME' sh -c \
    'readelf -d by-pkg-config | grep -q "NEEDED.*\[libhop\.so\.0\]"'

echo 'int hopi_fail(void); int main(void) { return hopi_fail(); }' >src/internal.c
# shellcheck disable=SC2046,SC2086
passes 'an internal function cannot be linked' fails_saying 'undefined reference' \
    $cc src/internal.c -o internal $(pkg-config --cflags --libs libhop)

# shellcheck disable=SC2046,SC2086
passes 'C header from C++11: builds' $cxx -std=c++11 $cflags -x c++ src/fit_one.c -o by-c++ \
    $(pkg-config --cflags --libs libhop)
passes 'C header from C++11: runs' sh -c './by-c++ >by-c++.txt'
passes 'C header from C++11: same result' same by-pkg-config.txt by-c++.txt
# shellcheck disable=SC2046,SC2086
passes 'hop.hpp: builds' $cxx -std=c++11 $cflags src/fit_one.cpp -o by-hpp \
    $(pkg-config --cflags --libs libhop)
passes 'hop.hpp: runs' sh -c './by-hpp >by-hpp.txt'
passes 'hop.hpp: same result' same by-pkg-config.txt by-hpp.txt
# shellcheck disable=SC2046,SC2086
passes 'hop.hpp: every class builds' $cxx -std=c++11 $cflags src/wrapper.cpp -o wrapper \
    $(pkg-config --cflags --libs libhop)
passes 'hop.hpp: every class works' ./wrapper "$work"

# shellcheck disable=SC2016 # the fence of a code block
sed -n '/^```python$/,/^```$/p' "$source_folder/docs/embedding.md" | sed '/^```/d' >by-ctypes.py
passes 'Python: the block of embedding.md runs' sh -c 'python3 by-ctypes.py >by-ctypes.txt'
# Its data lie on the power law with f_p = 200000 Hz; the fit is exact to rounding.
passes 'Python: it finds f_p' grep -Eq '^f_p = (200000\.00000|199999\.99999)[0-9]* Hz$' by-ctypes.txt

if command -v cmake >/dev/null; then
    passes 'CMake: configures' cmake -S cmake -B cmake-build -DCMAKE_PREFIX_PATH="$tree" \
        -DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF
    passes 'CMake: builds' cmake --build cmake-build
    passes 'CMake: C runs' sh -c './cmake-build/fit_one >by-cmake.txt'
    passes 'CMake: same result' same by-pkg-config.txt by-cmake.txt
    passes 'CMake: C++ runs' sh -c './cmake-build/fit_one_cpp >by-cmake.txt'
    passes 'CMake: same result from C++' same by-pkg-config.txt by-cmake.txt
    for version in 0.9 1.0 0.1.1; do
        mkdir "cmake-$version"
        sed "s/libhop 0.1/libhop $version/" cmake/CMakeLists.txt >"cmake-$version/CMakeLists.txt"
        passes "CMake: version $version is refused" \
            fails_saying 'libhopConfig.cmake, version: 0.1.0' \
            cmake -S "cmake-$version" -B "cmake-$version-build" -DCMAKE_PREFIX_PATH="$tree"
    done
    for version in '0.1.0 EXACT' ''; do
        sed "s/libhop 0.1/libhop $version/" "$source_folder/tests/consumers/cmake/CMakeLists.txt" \
            >cmake/CMakeLists.txt
        passes "CMake: version '$version' is found" cmake -S cmake -B cmake-build \
            -DCMAKE_PREFIX_PATH="$tree"
    done
else
    echo 'SKIPPED: CMake is not on this machine'
fi

passes 'Meson: configures' meson setup meson-build meson
passes 'Meson: builds' meson compile -C meson-build
passes 'Meson: C runs' sh -c './meson-build/fit_one >by-meson.txt'
passes 'Meson: same result' same by-pkg-config.txt by-meson.txt
passes 'Meson: C++ runs' sh -c './meson-build/fit_one_cpp >by-meson.txt'
passes 'Meson: same result from C++' same by-pkg-config.txt by-meson.txt

# The tree can be moved: nothing in it knows where it was.
mv "$root" "$work/moved"
if command -v cmake >/dev/null; then
    passes 'CMake: finds a tree that was moved' cmake -S cmake -B cmake-build-3 \
        -DCMAKE_PREFIX_PATH="$work/moved$prefix"
fi
export LD_LIBRARY_PATH="$work/moved$prefix/$libdir"
if [ -n "${HOP_WITH_TOOL:-}" ]; then
    passes 'the installed hop runs' "$work/moved$prefix/bin/hop" --version
fi

echo "$(((checks - failures) * 100 / checks))%: Checks: $checks, Failures: $failures, Errors: 0"
test "$failures" -eq 0
