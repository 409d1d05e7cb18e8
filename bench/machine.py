"""What a benchmark ran on: the machine, the versions, and the cores it was really given while it ran."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "docxtpl",
    "python-docx",
    "jinja2",
    "lxml",
    "pyyaml",
    "pikepdf",
    "typst",
    "distributed",
    "unoserver",
)
TURNS = 6_000_000


def facts() -> dict[str, str]:
    """Processor, memory, system and versions; nothing that names a machine or a person."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory() / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}, {_filesystem()}",
        "Python": platform.python_version(),
        "LibreOffice": _office(),
        **{name: found for name in PACKAGES if (found := _version(name))},
    }


def cores_given(processes: int = 2) -> float:
    """How many cores' work some busy processes get done, against one of them alone: 2.0 on two free cores."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_busy, [1_000] * processes))
        alone = pool.submit(_busy, TURNS).result()
        began = time.perf_counter()
        list(pool.map(_busy, [TURNS] * processes))
        return processes * alone / (time.perf_counter() - began)


def _busy(turns: int) -> float:
    began = time.perf_counter()
    number = 0
    for turn in range(turns):
        number ^= turn
    return time.perf_counter() - began


def resident() -> int:
    """Bytes of memory that this process takes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _filesystem() -> str:
    done = subprocess.run(["df", "--output=fstype", "."], capture_output=True, text=True)
    return done.stdout.split()[-1] if done.returncode == 0 else "?"


def _office() -> str:
    program = shutil.which("soffice")
    if not program:
        return "-"
    done = subprocess.run([program, "--version"], capture_output=True, text=True)
    found = re.search(r"[\d.]+", done.stdout)
    return found[0] if found else "?"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
