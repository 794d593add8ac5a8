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
HOP = os.environ.get("HOP_TOOL")
DOCUMENTS = [SOURCE / "README.md", SOURCE / "CONTRIBUTING.md", *(SOURCE / "docs").rglob("*.md"),
             *(SOURCE / "examples").rglob("*.md")]


def public_names():
    """Of the headers, and the keys of study files that the program reads."""
    files = [*(SOURCE / "include/hop").glob("*.h*"), *(SOURCE / "tools/hop").glob("*_yaml.c")]
    text = "".join(f.read_text() for f in files)
    return set(re.findall(r"\b(?:hop|HOP)_\w+", text))


def unknown_names(text, known):
    """Names in hop_… or HOP_… that no header has; a name ending in _ stands for a family."""
    found = re.findall(r"\b((?:hop|HOP)_[A-Za-z]\w*)", text)
    return sorted({n for n in found if n not in known
                   and not (n.endswith("_") and any(k.startswith(n) for k in known))})


def broken_links(path, text):
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text)
    return [t for t in targets if not (path.parent / t).exists()]


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.S | re.M)


def untested_lines(text, language, tested):
    """Lines of the code blocks in a language that the tested file does not have."""
    kept = {line.strip() for line in tested.splitlines()}
    return [line for block in blocks(text, language) for line in block.splitlines()
            if line.strip() and line.strip() not in kept]


def last_place(number):
    """One unit of the last digit printed: 0.01 of "3.47", 1e5 of "4.0e+06"."""
    mantissa, _, power = number.partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** (int(power or 0) - decimals)


def same_line(shown, printed):
    """Equal words, and numbers that agree but for the rounding of another machine."""
    number = r"\d+(?:\.\d+)?(?:e[-+]?\d+)?"
    if re.sub(number, "0", shown).split() != re.sub(number, "0", printed).split():
        return False
    pairs = zip(re.findall(number, shown), re.findall(number, printed))
    return all(abs(float(a) - float(b)) <= 1.5 * last_place(b) for a, b in pairs)


def not_printed(shown, printed):
    """Lines shown that do not follow each other in what was printed."""
    lines = shown.splitlines()
    for start in range(len(printed) - len(lines) + 1):
        if all(map(same_line, lines, printed[start:])):
            return []
    return [line for line in lines if not any(same_line(line, p) for p in printed)] or lines


class Documents(unittest.TestCase):
    def test_errors_md_is_what_the_headers_say(self):
        made = subprocess.run([ERRORS_MD], capture_output=True, text=True, check=True).stdout
        kept = (SOURCE / "docs/errors.md").read_text()
        self.assertTrue(made == kept,
                        "docs/errors.md is out of date: ninja -C build update-errors-md")

    def test_documents_name_only_what_the_headers_have(self):
        known = public_names() | {"HOP_SHARED", "HOP_SOURCE", "HOP_TEST_SPECTRA", "HOP_0"}
        wrong = {p.name: w for p in DOCUMENTS if (w := unknown_names(p.read_text(), known))}
        self.assertEqual(wrong, {})

    def test_documents_planted_unknown_name_is_found(self):
        self.assertEqual(unknown_names("`hop_jpl_guess()` and HOP_JPL_ and hop_jpl_fit",
                                       {"hop_jpl_fit", "HOP_JPL_X"}), ["hop_jpl_guess"])

    def test_documents_snippets_are_the_tested_ones(self):
        consumers = SOURCE / "tests/consumers"
        for language, file in (("cmake", "cmake/CMakeLists.txt"), ("meson", "meson/meson.build")):
            tested = (consumers / file).read_text()
            for document in DOCUMENTS:
                wrong = untested_lines(document.read_text(), language, tested)
                self.assertEqual(wrong, [], f"{document.name}, {file}")
            self.assertTrue(blocks((SOURCE / "docs/embedding.md").read_text(), language))

    def test_documents_planted_untested_snippet_is_found(self):
        text = "a\n```cmake\nfind_package(libhop)\nproject(x)\n```\n"
        self.assertEqual(untested_lines(text, "cmake", "project(x)"), ["find_package(libhop)"])

    @unittest.skipUnless(HOP, "the program hop is not built")
    def test_readme_shows_what_hop_prints(self):
        done = subprocess.run([HOP, "analyze", "examples/data/study.yaml"], cwd=SOURCE,
                              capture_output=True, encoding="utf-8", check=True)
        shown = blocks((SOURCE / "README.md").read_text(), "text")
        self.assertEqual(len(shown), 1)
        self.assertEqual(not_printed(shown[0], done.stdout.splitlines()), [])

    @unittest.skipUnless(HOP, "the program hop is not built")
    def test_man_page_names_every_verb_and_option_of_the_synopsis(self):
        page = (SOURCE / "docs/hop.1").read_text().replace("\\-", "-")
        said = subprocess.run([HOP, "--help"], capture_output=True, text=True, check=True).stdout
        verbs = re.findall(r"^  hop (\w+)", said, flags=re.M)
        self.assertGreaterEqual(len(verbs), 5)
        for verb in verbs:
            self.assertRegex(page, rf"hop {verb}\b")
            self.assertIn(f".B {verb}\n", page)
        for option in set(re.findall(r"--\w[\w-]*", page)) - {"--help", "--version"}:
            helps = [subprocess.run([HOP, v, "--help"], capture_output=True, text=True,
                                    check=True).stdout for v in verbs]
            self.assertTrue(any(option in h for h in helps), option)

    def test_readme_planted_other_number_or_word_is_found(self):
        printed = ["a", "E_a = 0.3470 ± 0.0011 eV", "  f_p  > 4.0e+07 Hz", "b"]
        self.assertEqual(not_printed("E_a = 0.3470 ± 0.0011 eV\nf_p > 4.0e+07 Hz", printed), [])
        for wrong in ("E_a = 0.4470 ± 0.0011 eV", "E_m = 0.3470 ± 0.0011 eV", "f_p 4.0e+07 Hz"):
            self.assertEqual(not_printed(wrong, printed), [wrong])

    def test_documents_links_lead_somewhere(self):
        wrong = {str(p): w for p in DOCUMENTS if (w := broken_links(p, p.read_text()))}
        self.assertEqual(wrong, {})

    def test_documents_planted_broken_link_is_found(self):
        path = SOURCE / "README.md"
        self.assertEqual(broken_links(path, "[a](LICENSE) [b](nowhere.md#x) [c](https://x.y)"),
                         ["nowhere.md"])


if __name__ == "__main__":
    checks.run()
