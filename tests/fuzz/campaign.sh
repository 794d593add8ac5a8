#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
#   campaign.sh BUILD EXECUTIONS [JOBS [TARGET...]]
#
# Runs the targets of BUILD (CC=clang meson setup -Dfuzz=enabled -Db_lundef=false
# [-Db_sanitize=address] BUILD) in slices, one after the other, until each had so
# many executions since it last failed. Corpora, logs, failing inputs and the
# results stay in BUILD/fuzz, or in the folder WORK where builds with and without
# AddressSanitizer share them; a second call goes on where the first one stopped.
# A target that failed waits until its log TARGET.failed is taken away.
#
#   campaign.sh --table WORK
#
# Prints the results for docs/reliability.md.
set -eu

slice=${SLICE:-250000}
longest=${LONGEST:-2048}

# Lines of "target commit executions seconds failures slowest_s ratio rss_MB sanitizer".
table() {
    echo '| target | until commit | executions | with AddressSanitizer | failures before | slowest input, ms | memory, bytes per byte | RSS, MB |'
    echo '|---|---|---:|---:|---:|---:|---:|---:|'
    sort -s -k1,1 "$1/results" | awk '
        function row() {
            printf "| %s | %s | %d | %d | %d | %.1f | %.1f | %d |\n", name, commit, clean, checked,
                   failures, 1000 * slowest, ratio, rss
            total += clean
            total_checked += checked
        }
        $1 != name { if (name) row(); name = $1; clean = checked = failures = slowest = ratio = rss = 0 }
        { commit = $2; failures += $5
          if ($5) clean = checked = 0
          else { clean += $3; if ($9 == "address") checked += $3 }
          if ($6 > slowest) slowest = $6
          if ($7 > ratio) ratio = $7
          if ($8 > rss) rss = $8 }
        END { row()
              printf "\n%d executions in all, %d of them with AddressSanitizer.\n", total, total_checked }'
}

executions_of() {
    awk -v name="$2" '$1 == name { clean = $5 ? 0 : clean + $3 } END { print clean + 0 }' "$1/results"
}

number_in() {
    sed -n "s/^stat::$2: *//p" "$1"
}

run_slice() {
    here=$1/tests/fuzz work=$2 commit=$3 target=$4
    log=$work/$target.log
    sanitizer=none
    if grep -q __asan_init "$here/fuzz-$target"; then
        sanitizer=address
    fi
    mkdir -p "$work/corpus/$target"
    start=$(date +%s) failures=0
    # Less quarantine and no stacks of allocations: three times the executions.
    ASAN_OPTIONS=quarantine_size_mb=1:malloc_context_size=0 \
        "$here/fuzz-$target" -runs=$slice -max_len=$longest -timeout=60 -rss_limit_mb=1024 \
        -entropic=0 -print_final_stats=1 -dict="$here/seeds/$target.dict" \
        -artifact_prefix="$work/$target-" "$work/corpus/$target" "$here/seeds/$target" \
        > "$log" 2>&1 || failures=1
    seconds=$(($(date +%s) - start))
    worst=$(sed -n 's/^worst: \([0-9.]*\) s, \([0-9.]*\) bytes.*/\1 \2/p' "$log")
    echo "$target $commit $(number_in "$log" number_of_executed_units)" \
        "$((seconds > 0 ? seconds : 1)) $failures ${worst:-0 0} $(number_in "$log" peak_rss_mb)" \
        "$sanitizer" >> "$work/results"
    if [ $failures -ne 0 ]; then
        mv "$log" "$work/$target.failed"
        echo "$target failed: see $work/$target.failed" >&2
    fi
}

case $1 in
--table)
    table "$2"
    exit
    ;;
--slice)
    run_slice "$2" "$3" "$4" "$5"
    exit
    ;;
esac

build=$1 executions=$2 jobs=${3:-1}
work=${WORK:-$build/fuzz}
shift "$(($# > 3 ? 3 : $#))"
if [ $# -eq 0 ]; then
    # The targets are what the folders of the seeds are named after.
    set -- $(cd "$build/tests/fuzz/seeds" && ls -d */ | tr -d /)
fi
mkdir -p "$work"
touch "$work/results"
commit=$(git -C "$(dirname "$0")" rev-parse --short HEAD)
while :; do
    wanted=
    for target; do
        if [ ! -e "$work/$target.failed" ] &&
           [ "$(executions_of "$work" "$target")" -lt "$executions" ]; then
            wanted="$wanted $target"
        fi
    done
    [ -n "$wanted" ] || break
    printf '%s\n' $wanted | xargs -P "$jobs" -n 1 sh "$0" --slice "$build" "$work" "$commit"
done
table "$work"
