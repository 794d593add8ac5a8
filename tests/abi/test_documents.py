# SPDX-License-Identifier: BSD-3-Clause
"""What the documents say about the interface is what the interface says."""
import os
import pathlib
import re
import subprocess
import unittest

import checks

SOURCE = pathlib.Path(os.environ["HOP_SOURCE"])
ERRORS_MD = os.environ["HOP_ERRORS_MD"]
DOCUMENTS = [SOURCE / "README.md", SOURCE / "CONTRIBUTING.md", *(SOURCE / "docs").rglob("*.md"),
             *(SOURCE / "examples").rglob("*.md")]


def public_names():
    text = "".join(h.read_text() for h in (SOURCE / "include/hop").glob("*.h*"))
    return set(re.findall(r"\b(?:hop|HOP)_\w+", text))


def unknown_names(text, known):
    """Names in hop_… or HOP_… that no header has; a name ending in _ stands for a family."""
    found = re.findall(r"\b((?:hop|HOP)_[A-Za-z]\w*)", text)
    return sorted({n for n in found if n not in known
                   and not (n.endswith("_") and any(k.startswith(n) for k in known))})


def broken_links(path, text):
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text)
    return [t for t in targets if not (path.parent / t).exists()]


class Documents(unittest.TestCase):
    def test_errors_md_is_what_the_headers_say(self):
        made = subprocess.run([ERRORS_MD], capture_output=True, text=True, check=True).stdout
        kept = (SOURCE / "docs/errors.md").read_text()
        self.assertTrue(made == kept,
                        "docs/errors.md is out of date: ninja -C build update-errors-md")

    def test_documents_name_only_what_the_headers_have(self):
        known = public_names() | {"HOP_SHARED", "HOP_SOURCE", "HOP_0"}
        wrong = {p.name: w for p in DOCUMENTS if (w := unknown_names(p.read_text(), known))}
        self.assertEqual(wrong, {})

    def test_documents_planted_unknown_name_is_found(self):
        self.assertEqual(unknown_names("`hop_jpl_guess()` and HOP_JPL_ and hop_jpl_fit",
                                       {"hop_jpl_fit", "HOP_JPL_X"}), ["hop_jpl_guess"])

    def test_documents_links_lead_somewhere(self):
        wrong = {str(p): w for p in DOCUMENTS if (w := broken_links(p, p.read_text()))}
        self.assertEqual(wrong, {})

    def test_documents_planted_broken_link_is_found(self):
        path = SOURCE / "README.md"
        self.assertEqual(broken_links(path, "[a](LICENSE) [b](nowhere.md#x) [c](https://x.y)"),
                         ["nowhere.md"])


if __name__ == "__main__":
    checks.run()
