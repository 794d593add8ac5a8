# SPDX-License-Identifier: BSD-3-Clause
"""Puts what hop prints now about the sample that README.md shows in its place."""
import os
import pathlib
import re
import subprocess

SOURCE = pathlib.Path(os.environ["MESON_SOURCE_ROOT"])
HOP = pathlib.Path(os.environ["MESON_BUILD_ROOT"]) / "tools/hop/hop"


def block_of(sample, printed):
    """The lines of one sample, from its title to the next one."""
    found = re.search(rf"^{re.escape(sample)}\n.*?(?=^== |\Z)", printed, flags=re.S | re.M)
    return "\n".join(line.rstrip() for line in found.group(0).rstrip().splitlines())


printed = subprocess.run([HOP, "analyze", "examples/data/study.yaml"], cwd=SOURCE,
                         capture_output=True, encoding="utf-8", check=True).stdout
readme = SOURCE / "README.md"
text = readme.read_text(encoding="utf-8")
shown = re.search(r"^```text\n(== .*? ==)\n.*?^```\n", text, flags=re.S | re.M)
block = f"```text\n{block_of(shown.group(1), printed)}\n```\n"
readme.write_text(text[:shown.start()] + block + text[shown.end():], encoding="utf-8")
