# SPDX-License-Identifier: BSD-3-Clause
"""The map, the HOP_API declarations and the built library name the same functions."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import checks

SOURCE = pathlib.Path(os.environ["HOP_SOURCE"])
BUILD = pathlib.Path(os.environ["HOP_BUILD"])
LIBRARY = os.environ["HOP_LIBRARY"]
ARCHIVE = os.environ["HOP_ARCHIVE"]
SANITIZED = os.environ["HOP_SANITIZED"] != "none"
SONAME = "libhop.so.0"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def declared():
    headers = [*(SOURCE / "include/hop").glob("*.h"), BUILD / "include/hop/version.h"]
    code = "".join(checks.code_only(h.read_text()) for h in headers)
    return sorted(re.findall(r"^HOP_API[^;(]*?\b(hop_\w+)\(", code, flags=re.M))


def mapped(text):
    exported = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.findall(r"^\s*(\w+);", re.sub(r"local:.*?}", "", exported, flags=re.S), flags=re.M)


def exported(library):
    symbols = set()
    for line in output("nm", "-D", "--defined-only", library).splitlines():
        kind, name = line.split()[-2:]
        if kind != "A":  # the version node itself
            symbols.add(name.split("@")[0])
    return sorted(symbols)


def dynamic(library, tag):
    return re.findall(rf"\({tag}\).*\[(.*)\]", output("readelf", "-d", "-W", library))


def writable_objects(archive):
    """Variables that outlive a call; tables of constants are in .data.rel.ro and fine."""
    lines = output("objdump", "-t", archive).splitlines()
    plain = re.compile(r" O (\*COM\*|\.(data|bss)(?!\.rel\.ro)\S*)\s")
    thread_local = re.compile(r"(?<! d) (\.(tdata|tbss)\S*)\s")
    return [line.split()[-1] for line in lines
            if plain.search(line) or thread_local.search(line)]


def build_library(folder, text, *arguments):
    source = pathlib.Path(folder) / "planted.c"
    library = pathlib.Path(folder) / "planted.so"
    source.write_text(text)
    subprocess.run(["cc", "-shared", "-fPIC", *arguments, "-o", library, source], check=True)
    return library


class Symbols(unittest.TestCase):
    def test_map_lists_exactly_the_declared_functions(self):
        listed = mapped((SOURCE / "libhop/libhop.map").read_text())
        self.assertEqual(listed, sorted(listed), "the map is kept in alphabetical order")
        self.assertGreater(len(listed), 100)
        self.assertEqual(listed, declared())

    def test_map_planted_extra_symbol_is_seen(self):
        self.assertEqual(mapped("N {\n global:\n  hop_a; /* b; */\n  hop_b;\n local:\n  *;\n};"),
                         ["hop_a", "hop_b"])

    def test_library_exports_exactly_the_declared_functions(self):
        self.assertEqual(exported(LIBRARY), declared())

    def test_library_planted_leaking_symbol_is_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            library = build_library(folder, "int hop_a(void){return 1;} int leak(void){return 2;}")
            self.assertLessEqual({"hop_a", "leak"}, set(exported(library)))

    def test_library_symbols_carry_their_version_node(self):
        lines = output("nm", "-D", "--defined-only", LIBRARY).splitlines()
        names = [line.split()[-1] for line in lines if line.split()[-2] != "A"]
        self.assertEqual([n for n in names if not n.endswith("@@HOP_0.1")], [])

    def test_library_soname_names_the_abi(self):
        self.assertEqual(dynamic(LIBRARY, "SONAME"), [SONAME])

    def test_library_planted_wrong_soname_is_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            library = build_library(folder, "int hop_a(void){return 1;}", "-Wl,-soname,other.so")
            self.assertEqual(dynamic(library, "SONAME"), ["other.so"])

    @unittest.skipIf(SANITIZED, "sanitizers add variables of their own")
    def test_library_has_no_writable_globals(self):
        self.assertEqual(writable_objects(ARCHIVE), [])

    def test_library_planted_globals_are_seen(self):
        text = "int a; static int b = 1; const char *const t[] = {\"x\"};\n" \
               "static _Thread_local int c; int f(void){ return a + b++ + c++; }\n"
        with tempfile.TemporaryDirectory() as folder:
            library = build_library(folder, text)
            self.assertLessEqual({"a", "b", "c"}, set(writable_objects(library)))
            self.assertNotIn("t", writable_objects(library))


if __name__ == "__main__":
    checks.run()
