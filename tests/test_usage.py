"""A command that is typed wrongly: one fault in the user's language, with what was meant, status 2."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app


def refused(*words: str, language: str) -> str:
    """What is said."""
    done = CliRunner().invoke(app, list(words), prog_name="policykit", env={"POLICYKIT_LANG": language})
    assert (done.exit_code, done.stdout) == (2, "")
    return done.stderr


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("compar", "recoverable"), "没有命令 `compar`\n  提示：是否指 `compare`", "there is no command `compar`\n  help: did you mean `compare`?"),
        (("compare", "recoverable", "--lan", "zh"), "没有选项 `--lan`\n  提示：是否指 `--lang`", "there is no option `--lan`\n  help: did you mean `--lang`?"),
        (
            ("matrix", "recoverable", "--readings", "A06=either"),
            "没有选项 `--readings`\n  提示：`--readings` 是 `ask`, `compare`, `duties` 的选项",
            "there is no option `--readings`\n  help: `--readings` is an option of `ask`, `compare`, `duties`",
        ),
        (
            ("ask", "recoverable", "--in", "liaoning", "-o", "x.html"),
            "没有选项 `-o`\n  提示：`-o` 是 `compare`, `run`, `duties`, `calendar`, `diff`, `matrix`, `draft`, `compile` 的选项",
            "there is no option `-o`\n  help: `-o` is an option of `compare`, `run`, `duties`, `calendar`, `diff`, `matrix`, `draft`, `compile`",
        ),
        (
            ("compare", "recoverable", "-z"),
            "没有选项 `-z`\n  提示：用法见 `policykit compare -h`",
            "there is no option `-z`\n  help: `policykit compare -h` says how it is used",
        ),
        (
            ("compare", "recoverable", "--xyz"),
            "没有选项 `--xyz`\n  提示：用法见 `policykit compare -h`",
            "there is no option `--xyz`\n  help: `policykit compare -h` says how it is used",
        ),
        (("--langg", "zh", "list"), "没有选项 `--langg`\n  提示：是否指 `--lang`", "there is no option `--langg`\n  help: did you mean `--lang`?"),
        (("draft",), "缺少 `DRAFT.yaml`\n  提示：用法见 `policykit draft -h`", "`DRAFT.yaml` is missing\n  help: `policykit draft -h` says how it is used"),
        (("ask", "recoverable"), "缺少 `--in`\n  提示：用法见 `policykit ask -h`", "`--in` is missing\n  help: `policykit ask -h` says how it is used"),
        (("matrix", "a", "b"), "不应有 `b`\n  提示：用法见 `policykit matrix -h`", "`b` is too much\n  help: `policykit matrix -h` says how it is used"),
        (("text", "a", "b", "c"), "不应有 `b c`\n  提示：用法见 `policykit text -h`", "`b c` is too much\n  help: `policykit text -h` says how it is used"),
        (
            ("--lang", "xx", "list"),
            "`--lang` 没有取值 `xx`\n  提示：可用的有：zh, en",
            "`--lang` has no value `xx`\n  help: known: zh, en",
        ),
        (
            ("ask", "recoverable", "--in"),
            "选项 `--in` 须带值\n  提示：用法见 `policykit ask -h`",
            "the option `--in` needs a value\n  help: `policykit ask -h` says how it is used",
        ),
        (
            ("compare", "recoverable", "-o"),
            "选项 `-o` 须带值\n  提示：用法见 `policykit compare -h`",
            "the option `-o` needs a value\n  help: `policykit compare -h` says how it is used",
        ),
        (("--lang",), "选项 `--lang` 须带值\n  提示：用法见 `policykit -h`", "the option `--lang` needs a value\n  help: `policykit -h` says how it is used"),
        (
            ("list", "--json=1"),
            "选项 `--json` 不带值\n  提示：用法见 `policykit list -h`",
            "the option `--json` takes no value\n  help: `policykit list -h` says how it is used",
        ),
        (("--json",), "缺少命令\n  提示：用法见 `policykit -h`", "a command is missing\n  help: `policykit -h` says how it is used"),
        (
            ("run", "recoverable", "t.csv", "--in", "liaoning", "-o", "o.csv", "--rows", "0"),
            "`--rows` 应为不小于 1 的整数，而不是 `0`\n  提示：用法见 `policykit run -h`",
            "`--rows` should be a whole number of at least 1, not `0`\n  help: `policykit run -h` says how it is used",
        ),
        (
            ("calendar", "liaoning", "--year", "MMXXVI"),
            "`--year` 应为 1000 至 2998 的整数，而不是 `MMXXVI`\n  提示：用法见 `policykit calendar -h`",
            "`--year` should be a whole number from 1000 to 2998, not `MMXXVI`\n  help: `policykit calendar -h` says how it is used",
        ),
        (
            ("diff", "liaoning", "shanxi", "--limit", "soon"),
            "`--limit` 应为 0.01 至 1000000.0 的数，而不是 `soon`\n  提示：用法见 `policykit diff -h`",
            "`--limit` should be a number from 0.01 to 1000000.0, not `soon`\n  help: `policykit diff -h` says how it is used",
        ),
    ],
)
def test_a_command_typed_wrongly_is_told_with_what_was_meant(words: tuple[str, ...], zh: str, en: str) -> None:
    assert refused(*words, language="zh") == f"error[usage]: {zh}\n"
    assert refused(*words, language="en") == f"error[usage]: {en}\n"


def test_an_option_that_takes_one_value_is_not_given_twice() -> None:
    run = ("run", "recoverable", "t.csv", "-o", "o.csv", "--in", "liaoning", "--in=shanxi")
    assert refused(*run, language="zh") == "error[usage]: 选项 `--in` 给出了两次\n  提示：只给一次，各项以逗号隔开\n"
    ask = ("ask", "in_force", "--in", "liaoning", "--on", "2026-01-01", "--on", "2027-01-01")
    assert refused(*ask, language="en") == "error[usage]: the option `--on` is given twice\n  help: give it once\n"


@pytest.mark.parametrize("twice", [("-oone.html", "-otwo.html"), ("-o", "one.html", "--output=two.html")])
def test_an_option_whose_value_is_attached_is_given_twice_too(twice: tuple[str, ...]) -> None:
    told = "error[usage]: 选项 `-o` 给出了两次\n  提示：只给一次\n"
    assert refused("compare", "recoverable", *twice, language="zh") == told


def test_what_looks_like_an_option_and_is_a_value_is_not_counted() -> None:
    said = refused("diff", "liaoning", "nowhere", "--key", "--on", "--on", "2026-01-01", language="zh")
    assert "给出了两次" not in said


def test_the_language_typed_before_the_command_is_that_of_its_faults() -> None:
    assert refused("--lang", "zh", "compar", language="en") == "error[usage]: 没有命令 `compar`\n  提示：是否指 `compare`\n"


def test_without_a_word_help_is_shown() -> None:
    done = CliRunner().invoke(app, [], prog_name="policykit", env={"POLICYKIT_LANG": "zh"})
    assert "Usage: policykit" in done.output
