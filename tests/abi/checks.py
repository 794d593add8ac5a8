# SPDX-License-Identifier: BSD-3-Clause
"""Runs the unittest cases of a module and reports them in the words of Check."""
import re
import sys
import unittest


def run():
    result = unittest.main(module="__main__", exit=False, verbosity=1).result
    failures, errors = len(result.failures), len(result.errors)
    checks = result.testsRun - len(result.skipped)
    share = 100 * (checks - failures - errors) // checks if checks else 100
    for case, reason in result.skipped:
        print(f"SKIPPED: {case.id()}: {reason}", flush=True)
    print(f"{share}%: Checks: {checks}, Failures: {failures}, Errors: {errors}", flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)


def code_only(text):
    """C source without comments and without what stands in quotes; lines stay lines."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''

    def blank(match):
        token = match.group(0)
        if token[0] in "\"'":
            return token[0] * 2
        return " " + "\n" * token.count("\n")

    return re.sub(pattern, blank, text, flags=re.S)
