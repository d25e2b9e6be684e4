"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import resource
from importlib import metadata
from pathlib import Path


def described() -> dict[str, str]:
    """The processor, the cores that may be used, the versions of what was measured."""
    cpu = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    named = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), cpu)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    found = {"processor": named, "cores": str(cores), "system": platform.system(), "Python": platform.python_version()}
    for name in ("policykit", "polars", "numpy", "duckdb", "pyspark", "OpenFisca-Core", "zen-engine", "common-expression-language", "durable-rules", "pydantic"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def peak_mib() -> float:
    """The most memory that this process has held so far. Not by `getrusage` on Linux: there a child begins with its parent's peak."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
