#!/usr/bin/env python3
"""Holds the house to its plan: which folder may include which, and that every header compiles alone.

    check_includes.py ROOT [COMPILER]
"""
import pathlib
import re
import subprocess
import sys

# What a folder of src/ may include: folders, libraries (by header), and the public headers where "udpinspect" is named.
MAY = {
    "core": {"core", "utf8proc"},
    "knowledge": {"knowledge", "core"},
    "model": {"model", "core", "udpinspect"},
    "messages": {"messages", "model", "core", "udpinspect"},
    "protocols": {"messages", "model", "core", "udpinspect", "protocols/list.def"},
    "engine": {"engine", "core", "model", "udpinspect", "protocols/list.def"},
    "capture": {"capture", "core", "model", "udpinspect", "pcap", "zlib"},
    "record": {"record", "core", "model", "udpinspect"},
    "select": {"select", "capture", "core", "model", "udpinspect", "pcap"},
    "guard": {"guard", "core", "cap-ng", "seccomp"},
    "render": {"render", "core", "knowledge", "model", "track", "udpinspect", "cjson"},
    "craft": {"craft", "core", "model", "engine", "record", "udpinspect", "pcap", "cjson"},
    "track": {"track", "core", "model", "udpinspect"},
    "socket": {"socket", "core", "model", "track"},
    "inject": {"inject", "core", "model", "udpinspect", "pcap"},
    "host": {"host", "core", "knowledge"},
    "cli": {"cli", "core", "knowledge", "model", "engine", "capture", "record", "select", "guard", "render",
            "craft", "socket", "inject", "host", "track", "udpinspect", "cjson"},
}
LIMITS = "udpinspect/limits.h"     # numbers that any room may need
LIBRARIES = {"pcap": "pcap", "utf8proc": "utf8proc.h", "zlib": "zlib.h", "cjson": "cjson/", "cap-ng": "cap-ng.h",
             "seccomp": "seccomp.h"}
SYSTEM_NETWORK = re.compile(r"<(net|netinet|arpa|sys|linux|pcap)[/.]")
INCLUDE = re.compile(r'^\s*#\s*include\s+(<[^>]+>|"[^"]+")', re.MULTILINE)


def target(include):
    """The folder or library that an include names; None for the C library and the system."""
    name = include[1:-1]
    if name == LIMITS:
        return None
    if include[0] == '"':
        return name if name == "protocols/list.def" else name.split("/")[0]
    if name.startswith("udpinspect/"):
        return "udpinspect"
    for library, prefix in LIBRARIES.items():
        if name.startswith(prefix):
            return library
    return None


def check_directions(root):
    for path in sorted((root / "src").rglob("*.[ch]")):
        folder = path.relative_to(root / "src").parts[0]
        for include in INCLUDE.findall(path.read_text()):
            name = target(include)
            own = include[1:-1] == path.with_suffix(".h").relative_to(root / "src").as_posix()
            if name is not None and not own and name not in MAY.get(folder, set()):
                yield f"{path.relative_to(root)}: {folder} may not include {include}"
            if folder == "protocols" and name == "protocols":
                yield f"{path.relative_to(root)}: a protocol may not include another"


def check_public(root):
    for path in sorted((root / "include").rglob("*.h")):
        for include in INCLUDE.findall(path.read_text()):
            if SYSTEM_NETWORK.match(include) or include[0] == '"':
                yield f"{path.relative_to(root)}: {include} is no part of the library's promise"


def check_alone(root, compiler):
    flags = ["-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-x", "c",
             f"-I{root}/src", f"-I{root}/include"]
    for path in [*sorted((root / "include").rglob("*.h")), *sorted((root / "src").rglob("*.h"))]:
        source = f'#include "{path}"\nint unused_in_header;\n'
        run = subprocess.run([compiler, *flags, "-"], input=source, text=True, capture_output=True)
        if run.returncode != 0:
            yield f"{path.relative_to(root)}: does not compile alone\n{run.stderr}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    compiler = sys.argv[2] if len(sys.argv) > 2 else "cc"
    breaches = [*check_directions(root), *check_public(root), *check_alone(root, compiler)]
    for breach in breaches:
        print(breach)
    print(f"includes: {len(breaches)} breaches")
    return 1 if breaches else 0


sys.exit(main())
