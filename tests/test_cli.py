"""What holds for every command, and for the program as a process: language, width, help, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

import policykit

from .commands import TENT, process, run


def test_the_language_is_the_options_then_the_variables_then_the_locales() -> None:
    zh, en = "规则包", "pack"
    for words, env, expected in (
        ([], {"LC_ALL": "zh_CN.UTF-8"}, zh),
        ([], {"LC_ALL": None, "LANG": "zh_CN.UTF-8"}, zh),
        ([], {"LC_ALL": "zh_CN.UTF-8", "POLICYKIT_LANG": "en"}, en),
        (["--lang", "zh"], {"POLICYKIT_LANG": "en"}, zh),
        ([], {"LC_ALL": "C"}, en),
    ):
        assert run("list", *words, env=env).stdout.startswith(expected), (words, env)
    assert run("--lang", "zh", "list").stdout.startswith(zh)
    assert run("--lang", "zh", "list", "--lang", "en").stdout.startswith(en)


def test_options_stand_before_or_after_the_command(coastal: Path) -> None:
    assert json.loads(run("--json", "--search-path", coastal, "list").stdout)[0]["id"] == "coastal"
    assert run("ask", "in_force", "--in", "coastal", "--search-path", coastal).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["questions"],
        ["questions", "cost_bearer"],
        ["questions", "stock_order"],
        ["show", "liaoning"],
        ["show", "shanxi", "a24"],
        ["readings"],
        ["compare", "recoverable", *TENT],
        ["compare", "cost_bearer", "cost_item=transport", "--on", "2026-01-10"],
        ["compare", "in_force", "--on", "2026-01-10"],
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_shown_fits_80_columns_without_colour_or_cuts(words: list[str], lang: str) -> None:
    shown = run(*words, "--lang", lang).stdout
    prose = {"the law of the day", "未用 --on", "；依", "; law of"}  # stays whole in a pipe
    assert [line for line in shown.splitlines() if cell_len(line) > 80 and not any(p in line for p in prose)] == []
    assert "\x1b" not in shown
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_every_command_explains_itself() -> None:
    top = run("--help").stdout
    for command in ("list", "questions", "show", "ask", "compare", "check", "test", "readings", "schema"):
        assert command in top
        helped = run(command, "--help").stdout
        assert f"policykit {command}" in helped
        assert "--lang" in helped
    assert run("--version").stdout == f"policykit {policykit.__version__}\n"


def test_an_amendment_file_has_a_json_schema_too() -> None:
    schema = json.loads(run("schema", "--amendment").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "changes" in schema["properties"]


def test_schema_is_a_json_schema() -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"decisions", "parameters", "clauses"} <= schema["properties"].keys()


# --- as a process


def test_chinese_comes_out_whatever_the_locale() -> None:
    latin = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    for env in ({"LC_ALL": "C"}, latin):
        done = process("ask", "selection_method", "--in", "changzhi", "annual_subsidy_cny=500000", "--on", "2025-10-15", "--lang", "zh", env=env)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "公开招标" in done.stdout.decode("utf-8")
    done = process("show", "changzhi", "a99", "--lang", "zh", env=latin)
    assert done.returncode == 2
    assert "没有地址为 `a99` 的条文" in done.stderr.decode("utf-8")


def test_stdin_is_utf8_whatever_the_locale() -> None:
    facts = '{"annual_subsidy_cny": "五十万"}'.encode()
    done = process("ask", "selection_method", "--in", "changzhi", "--facts", "-", stdin=facts, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == 2
    assert "`五十万` is not a number" in done.stderr.decode("utf-8")
    assert process("ask", "selection_method", "--in", "changzhi", "--facts", "-", stdin=b"\xff\xfe", env={}).stderr.startswith(b"error[encoding]")


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no SIGPIPE here")
def test_a_reader_that_leaves_is_no_fault() -> None:
    with subprocess.Popen([sys.executable, "-m", "policykit", "show", "liaoning", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == -signal.SIGPIPE


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_is_quiet() -> None:
    words = [sys.executable, "-c", "from policykit.cli import main; print(flush=True); main()", "ask", "recoverable", "--in", "liaoning", "--facts", "-"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate()
    assert (child.returncode, out, err) == (-signal.SIGINT, b"", b"")  # 130 to a shell


def test_ask_does_not_wait_for_rich() -> None:
    code = "import sys; from policykit.cli import main\ntry: main()\nfinally: print([m for m in ('rich', 'policykit.check') if m in sys.modules], file=sys.stderr)"
    words = ["ask", "selection_method", "--in", "changzhi", "annual_subsidy_cny=500000"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"
