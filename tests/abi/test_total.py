# SPDX-License-Identifier: BSD-3-Clause
"""The total of tests/run.sh counts what failed, crashed, was skipped or did not run."""
import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["HOP_SOURCE"]) / "tests/support"))

import checks
import total


def program(result, said):
    return {"name": "a", "result": result, "stdout": said}


def main_on(text):
    """(exit code, last line) of the total over one log with this text; None: no log."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "testlog.json"
        if text is not None:
            path.write_text(text)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = total.main([str(path)])
        return code, said.getvalue().splitlines()[-1]


class Total(unittest.TestCase):
    def test_count_check_line_counts_its_checks(self):
        said = "Running suite(s): x\n83%: Checks: 12, Failures: 1, Errors: 1\nmore\n"
        self.assertEqual(total.count(program("FAIL", said)), (10, 2, 0))

    def test_count_program_without_check_line_is_one(self):
        self.assertEqual(total.count(program("OK", "")), (1, 0, 0))
        self.assertEqual(total.count(program("FAIL", "")), (0, 1, 0))
        self.assertEqual(total.count(program("TIMEOUT", "")), (0, 1, 0))

    def test_count_crash_after_good_checks_is_a_failure(self):
        said = "100%: Checks: 3, Failures: 0, Errors: 0\n"
        self.assertEqual(total.count(program("FAIL", said)), (3, 1, 0))

    def test_count_skipped_program_is_one_skipped(self):
        self.assertEqual(total.count(program("SKIP", "SKIPPED: no folder\n")), (0, 0, 1))

    def test_main_failure_decides_the_exit_code(self):
        good, bad = (json.dumps(program(r, "")) for r in ("OK", "FAIL"))
        self.assertEqual(main_on(f"{good}\n"), (0, "1 passed, 0 failed, 0 skipped"))
        self.assertEqual(main_on(f"{good}\n{bad}\n"), (1, "1 passed, 1 failed, 0 skipped"))

    def test_main_missing_or_empty_log_is_no_success(self):
        self.assertEqual(main_on(None), (1, "0 passed, 1 failed, 0 skipped"))
        self.assertEqual(main_on(""), (1, "0 passed, 0 failed, 0 skipped"))


if __name__ == "__main__":
    checks.run()
