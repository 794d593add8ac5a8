#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Builds libhop for 64-bit ARM in build/arm64 and runs its unit, reference, reader
# and fuzz-replay tests in an emulator; on Debian, as root. Debian's ARM packages
# are unpacked beside the build, nothing of them is installed.
set -eu

cd "$(dirname "$0")/.."
build=$PWD/build/arm64
root=$build/root
libraries=usr/lib/aarch64-linux-gnu

sh tests/support/need.sh aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu qemu-aarch64=qemu-user /usr/aarch64-linux-gnu/include/stdio.h=libc6-dev-arm64-cross \
    meson=meson ninja=ninja-build pkg-config=pkg-config

if [ ! -d "$root" ]; then
    dpkg --add-architecture arm64
    apt-get update -qq
    mkdir -p "$build/packages"
    (
        cd "$build/packages"
        for package in libc6 libgcc-s1 libgfortran5 libgomp1 libblas3 liblapack3 libopenblas0-pthread \
            libopenblas-pthread-dev libopenblas-dev libtmglib3 liblapacke liblapacke-dev zlib1g \
            zlib1g-dev check libsubunit0 libsubunit-dev libjansson4 libjansson-dev libyaml-0-2 \
            libyaml-dev libcyaml1 libcyaml-dev; do
            apt-get download -qq "$package:arm64"
        done
    )
    mkdir "$root.part"
    for package in "$build"/packages/*.deb; do
        dpkg -x "$package" "$root.part"
    done
    # What update-alternatives does where the packages are installed.
    (
        cd "$root.part/$libraries"
        ln -s openblas-pthread/lib*.so openblas-pthread/lib*.so.? .
        cp openblas-pthread/pkgconfig/openblas.pc pkgconfig/
        cp openblas-pthread/pkgconfig/lapack-openblas.pc pkgconfig/lapack.pc
        cp openblas-pthread/pkgconfig/blas-openblas.pc pkgconfig/blas.pc
    )
    mv "$root.part" "$root"
fi

cat > "$build/cross.ini" << END
[constants]
root = '$root'
[binaries]
c = 'aarch64-linux-gnu-gcc'
ar = 'aarch64-linux-gnu-ar'
strip = 'aarch64-linux-gnu-strip'
pkgconfig = 'pkg-config'
exe_wrapper = ['qemu-aarch64', '-L', root]
[properties]
sys_root = root
pkg_config_libdir = root / '$libraries/pkgconfig'
[built-in options]
c_args = ['-I' + root / 'usr/include', '-I' + root / 'usr/include/aarch64-linux-gnu']
c_link_args = ['-L' + root / '$libraries', '-Wl,-rpath-link,' + root / '$libraries']
[host_machine]
system = 'linux'
cpu_family = 'aarch64'
cpu = 'aarch64'
endian = 'little'
END

export OPENBLAS_NUM_THREADS=1
[ -f "$build/b/build.ninja" ] || meson setup "$build/b" --cross-file "$build/cross.ini" --werror
meson compile -C "$build/b"
# The programs of the command line start hop, which only the emulator itself could.
meson test -C "$build/b" --no-rebuild --print-errorlogs --timeout-multiplier 20 \
    --suite unit --suite reference --suite io --suite fuzz
