# SPDX-License-Identifier: BSD-3-Clause
"""Arrows point one way: each folder includes only what stands below it."""
import os
import pathlib
import re
import unittest

import checks

SOURCE = pathlib.Path(os.environ["HOP_SOURCE"])

CHAIN = ["base", "math", "spectrum", "jpl", "models", "hopping", "arrhenius", "transport", "study"]
ALLOWED = {module: set(CHAIN[:i + 1]) for i, module in enumerate(CHAIN)}
for side in ("scaling", "kk", "drt", "vibration", "io"):
    ALLOWED[side] = {"base", "math", "spectrum", side}
# Molecular dynamics: files are read with the tools of io.
ALLOWED["trajectory"] = {"base", "math", "io", "trajectory"}
ALLOWED["vibration"].add("trajectory")
# The verdict asks how far the spectra can be trusted.
ALLOWED["study"] |= {"kk", "drt"}
# It makes the spectra that the models fit, by the same formulas.
ALLOWED["simulate"] = ALLOWED["models"] | {"simulate"}

# Public headers that belong to a folder of another name.
HEADER_MODULE = {"context": "base", "status": "base", "quantity": "base", "version": "base",
                 "export": "base", "bootstrap": "jpl", "decompose": "transport", "global": "study",
                 "model": "models",
                 "meyer_neldel": "transport", "vineyard": "vibration"}
C11 = {"assert", "complex", "ctype", "errno", "fenv", "float", "inttypes", "iso646", "limits",
       "locale", "math", "setjmp", "signal", "stdalign", "stdarg", "stdatomic", "stdbool",
       "stddef", "stdint", "stdio", "stdlib", "stdnoreturn", "string", "tgmath", "time",
       "uchar", "wchar", "wctype"}
NEVER_INCLUDED = {"assert", "setjmp", "signal"}
LAPACK_HEADERS = {"lapacke", "lapack", "cblas", "f77blas", "openblas_config"}
LAPACK_DOOR = "math/lapack.h"
ZLIB_DOOR = "io/gunzip.c"
INTRINSICS_DOOR = "math/vector.h"
# Each of these would act on the program that libhop is embedded in.
FORBIDDEN = ["setlocale", "printf", "vprintf", "puts", "putchar", "perror", "exit", "_Exit",
             "quick_exit", "abort", "assert", "getenv", "system", "signal", "raise", "longjmp",
             "rand", "srand", "strtok", "openblas_set_num_threads"]
FORBIDDEN_NAMES = ["stdout", "stderr", "stdin"]
ALLOCATION = ["malloc", "calloc", "realloc", "free", "strdup"]
ALLOCATION_HOME = "base/context.c"


def includes(text):
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', without_comments, flags=re.M)


def arrows_back(path, text):
    """What a file of libhop, "module/file.c", includes against the arrows."""
    module = path.split("/")[0]
    wrong = []
    for bracket, name in includes(text):
        stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if ".." in name:
            wrong.append(name)
        elif name.startswith("hop/"):
            if HEADER_MODULE.get(stem, stem) not in ALLOWED[module]:
                wrong.append(name)
        elif bracket == '"':
            target = name.split("/")[0] if "/" in name else module
            if target not in ALLOWED[module]:
                wrong.append(name)
        elif stem in LAPACK_HEADERS:
            if path != LAPACK_DOOR:
                wrong.append(name)
        elif stem == "zlib":
            if path != ZLIB_DOOR:
                wrong.append(name)
        elif stem == "immintrin":
            if path != INTRINSICS_DOOR:
                wrong.append(name)
        elif (stem not in C11 or stem in NEVER_INCLUDED or "/" in name) \
                and not path.startswith("base/threads"):
            wrong.append(name)
    return wrong


def tool_arrows(text):
    """What a tool includes of the library other than its public headers."""
    folders = "|".join(ALLOWED)
    return [name for bracket, name in includes(text)
            if ".." in name or name.startswith("libhop")
            or re.match(rf"({folders})/", name) or (name.startswith("hop/") and bracket == '"')]


def forbidden_calls(path, text):
    code = checks.code_only(text)
    calls = list(FORBIDDEN)
    if path != ALLOCATION_HOME:
        calls += ALLOCATION
    wrong = [c for c in calls if re.search(rf"(?<![\w.>]){c}\s*\(", code)]
    wrong += [n for n in FORBIDDEN_NAMES if re.search(rf"\b{n}\b", code)]
    # The plain interface of LAPACKE allocates behind our back.
    wrong += [c for c in re.findall(r"\b(LAPACKE_\w+)\s*\(", code) if not c.endswith("_work")]
    return wrong


def library_files():
    root = SOURCE / "libhop"
    return [(str(p.relative_to(root)), p.read_text()) for p in sorted(root.glob("*/*.[ch]"))]


class Layers(unittest.TestCase):
    def test_arrows_every_folder_has_a_place(self):
        folders = {p.name for p in (SOURCE / "libhop").iterdir() if p.is_dir()}
        self.assertLessEqual(folders, set(ALLOWED))

    def test_arrows_of_the_library_point_one_way(self):
        files = library_files()
        self.assertGreater(len(files), 4)
        self.assertEqual({p: w for p, t in files if (w := arrows_back(p, t))}, {})

    def test_arrows_of_the_public_headers_point_one_way(self):
        wrong = {}
        for header in (SOURCE / "include/hop").glob("*.h"):
            module = HEADER_MODULE.get(header.stem, header.stem)
            if header.stem == "hop":
                continue
            self.assertIn(module, ALLOWED, f"{header.name} needs a place in HEADER_MODULE")
            for _, name in includes(header.read_text()):
                stem = pathlib.PurePath(name).stem
                target = HEADER_MODULE.get(stem, stem)
                if stem not in C11 and target not in ALLOWED[module]:
                    wrong[header.name] = name
        self.assertEqual(wrong, {})

    def test_arrows_planted_backward_includes_are_found(self):
        planted = {
            "math/a.c": '#include "spectrum/spectrum.h"',
            "jpl/b.c": "#include <hop/arrhenius.h>",
            "io/c.c": '#include "jpl/solve.h"',
            "simulate/d.c": "#include <hop/study.h>",
            "jpl/e.c": "#include <lapacke.h>",
            "math/f.c": "# include <lapacke.h>",
            "study/g.c": "#include <hop/hop.h>",
            "spectrum/h.c": '#include "../jpl/solve.h"',
            "io/i.c": "#include <unistd.h>",
            "io/j.c": "#include <sys/stat.h>",
            "base/k.c": "#include <assert.h>",
            "io/l.c": "#include <zlib.h>",
            "jpl/r.c": "#include <immintrin.h>",
        }
        for path, text in planted.items():
            self.assertEqual(len(arrows_back(path, text)), 1, path)

    def test_arrows_forward_includes_are_no_violation(self):
        allowed = {
            "math/lapack.h": "#include <lapacke.h>",
            "study/a.c": '#include <hop/transport.h>\n#include "base/context.h"\n#include "own.h"',
            "io/b.c": '#include <hop/spectrum.h>\n#include <stdio.h>',
            "math/c.c": '/*\n#include "study/a.h"\n*/\n#include <math.h>',
        }
        for path, text in allowed.items():
            self.assertEqual(arrows_back(path, text), [], path)

    def test_tools_include_public_headers_only(self):
        files = [p for f in ("tools", "examples", "bench") for p in (SOURCE / f).rglob("*.[ch]*")
                 if p.suffix in (".c", ".h", ".cpp", ".hpp")]
        self.assertEqual({str(p): w for p in files if (w := tool_arrows(p.read_text()))}, {})

    def test_tools_planted_internal_include_is_found(self):
        for name in ("base/context.h", "../../libhop/jpl/solve.h", "libhop/io/table.h"):
            self.assertEqual(tool_arrows(f'#include "{name}"\n#include <hop/jpl.h>'), [name])

    def test_calls_of_the_library_leave_the_host_program_alone(self):
        wrong = {p: w for p, t in library_files() if (w := forbidden_calls(p, t))}
        self.assertEqual(wrong, {})

    def test_calls_planted_are_found(self):
        for call in FORBIDDEN + ALLOCATION:
            self.assertEqual(forbidden_calls("io/a.c", f"void f(void) {{ {call}(1); }}"), [call])
        self.assertEqual(forbidden_calls("io/a.c", "fputs(x, stderr);"), ["stderr"])
        self.assertEqual(forbidden_calls("math/lapack.h", "LAPACKE_dgels(1);"), ["LAPACKE_dgels"])

    def test_calls_in_comments_texts_and_longer_names_are_no_violation(self):
        text = '/* exit(1) */ const char *t = "abort()"; // printf("x")\n' \
               "snprintf(b, 3, t); LAPACKE_dgels_work(1); a.release(x); hopi_exit(1); s->free(p);"
        self.assertEqual(forbidden_calls("io/a.c", text), [])


if __name__ == "__main__":
    checks.run()
