# SPDX-License-Identifier: BSD-3-Clause
"""Each public header compiles alone, in every language that is promised."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import checks

SOURCE = pathlib.Path(os.environ["HOP_SOURCE"])
BUILD = pathlib.Path(os.environ["HOP_BUILD"])
HEADERS = sorted((SOURCE / "include/hop").glob("*.h")) + [BUILD / "include/hop/version.h"]
CPP_HEADERS = sorted((SOURCE / "include/hop").glob("*.hpp"))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wundef", "-Werror"]
C_STANDARDS = ["c99", "c11"]
CPP_STANDARDS = ["c++11", "c++17"]
# What a call may take and answer, so that other languages can make it.
PLAIN_TYPES = {"void", "double", "int32_t", "uint32_t", "int64_t", "size_t", "char", "hop_status",
               "hop_allocate_fn", "hop_release_fn", "hop_progress_fn", "hop_part_fn"}


def compilers():
    found = [c for c in ("gcc", "clang") if shutil.which(c)]
    return found or ["cc"]


def compile_text(compiler, standard, text, folders=()):
    language = "c++" if standard.startswith("c++") else "c"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / ("alone.cpp" if language == "c++" else "alone.c")
        path.write_text(text)
        command = [compiler, "-fsyntax-only", "-x", language, f"-std={standard}", *WARNINGS,
                   *(f"-I{f}" for f in (*folders, SOURCE / "include", BUILD / "include")),
                   str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)


def declarations(text):
    """(answer, name, [parameter types]) of each HOP_API function of a header."""
    code = checks.code_only(text)
    pattern = r"^HOP_API\s+([\w\s*]+?)\b(hop_\w+)\(([^;]*)\);"
    for match in re.finditer(pattern, code, flags=re.M):
        parameters = [p.strip() for p in match.group(3).replace("\n", " ").split(",")]
        yield match.group(1), match.group(2), parameters


def base_types(declaration):
    """The type names in "const hop_jpl *fit": everything but the last word of a parameter."""
    words = re.findall(r"\w+", declaration)
    return [w for w in words if w != "const"]


def foreign_types(text, handles):
    """Types in the signatures of a header that are neither plain nor an opaque handle."""
    wrong = []
    for answer, name, parameters in declarations(text):
        found = base_types(answer)
        for parameter in parameters:
            words = base_types(parameter)
            found += words[:-1] if len(words) > 1 else words
        wrong += [f"{name}: {t}" for t in found if t not in PLAIN_TYPES | handles]
        wrong += [f"{name}: varargs" for p in parameters if p == "..."]
    return wrong


def undocumented(text):
    """Public functions without a comment right above that says since when they exist."""
    missing = []
    for match in re.finditer(r"^HOP_API[^;]*?\b(hop_\w+)\(", text, flags=re.M):
        above = text[:match.start()].rstrip()
        comment = above[above.rfind("/**"):] if above.endswith("*/") else ""
        if "@since" not in comment:
            missing.append(match.group(1))
    return missing


class Headers(unittest.TestCase):
    def assert_compiles(self, header, standards, needs_cpp=False):
        text = f"#include <hop/{header.name}>\n#include <hop/{header.name}>\n"
        text += "int unused_translation_unit(void);\n"
        for compiler in compilers():
            for standard in standards:
                done = compile_text(compiler, standard, text)
                self.assertEqual(done.returncode, 0, f"{compiler} {standard}:\n{done.stderr}")

    def test_headers_list_is_what_is_installed(self):
        listed = re.findall(r"'(\w+\.h(?:pp)?)'", (SOURCE / "include/hop/meson.build").read_text())
        present = {h.name for h in HEADERS + CPP_HEADERS}
        self.assertEqual(set(listed), present)

    def test_headers_each_alone_compiles_as_c99_c11_cpp11(self):
        for header in HEADERS:
            with self.subTest(header=header.name):
                self.assert_compiles(header, C_STANDARDS + CPP_STANDARDS[:1])

    def test_headers_wrapper_alone_compiles_as_cpp11_cpp17(self):
        for header in CPP_HEADERS:
            with self.subTest(header=header.name):
                self.assert_compiles(header, CPP_STANDARDS)

    def test_headers_umbrella_includes_every_c_header(self):
        umbrella = (SOURCE / "include/hop/hop.h").read_text()
        for header in HEADERS:
            if header.name not in ("hop.h", "export.h"):
                self.assertRegex(umbrella, rf'#include [<"](hop/)?{re.escape(header.name)}[>"]')

    def test_headers_planted_missing_include_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "planted.h").write_text("size_t hop_planted(void);\n")
            for standard in C_STANDARDS + CPP_STANDARDS:
                for compiler in compilers():
                    done = compile_text(compiler, standard, "#include <planted.h>\n", [folder])
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn("size_t", done.stderr)

    def test_headers_planted_gnu_extension_is_found(self):
        text = "struct { int a; struct { int b; }; int c[0]; } x;\n"
        for compiler in compilers():
            self.assertNotEqual(compile_text(compiler, "c99", text).returncode, 0)

    def test_signatures_only_plain_types_and_handles(self):
        texts = [h.read_text() for h in HEADERS]
        handles = {m for t in texts for m in re.findall(r"typedef struct (hop_\w+) \1;", t)}
        self.assertGreater(len(handles), 10)
        for header, text in zip(HEADERS, texts):
            self.assertEqual(foreign_types(text, handles), [], header.name)

    def test_signatures_planted_long_bool_varargs_are_found(self):
        planted = ("HOP_API long hop_a(hop_ctx *ctx);\nHOP_API double hop_b(bool on);\n"
                   "HOP_API void hop_c(const char *t, ...);\n")
        wrong = foreign_types(planted, {"hop_ctx"})
        self.assertEqual(wrong, ["hop_a: long", "hop_b: bool", "hop_c: varargs"])

    def test_documentation_every_function_says_since_when(self):
        for header in HEADERS:
            self.assertEqual(undocumented(header.read_text()), [], header.name)

    def test_documentation_planted_bare_function_is_found(self):
        planted = "/** @since 0.1 */\nHOP_API int32_t hop_a(void);\nHOP_API int32_t hop_b(void);\n"
        self.assertEqual(undocumented(planted), ["hop_b"])


if __name__ == "__main__":
    checks.run()
