#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# need.sh WHAT=PACKAGE...: installs the Debian packages of what is missing. WHAT
# is a command, pc:MODULE for pkg-config, or a file.
set -eu

is_there() {
    case $1 in
        pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
        /*) test -e "$1" ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

missing=
for item in "$@"; do
    is_there "${item%=*}" || missing="$missing ${item##*=}"
done
test -n "$missing" || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Please install what Debian calls:$missing" >&2
    exit 1
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Please let root run: apt-get install$missing" >&2
        exit 1
    fi
    as_root=sudo
fi
echo "Installing with apt-get:$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086 # a list of packages
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends $missing
