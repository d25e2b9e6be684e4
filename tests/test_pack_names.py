"""What may stand for a pack, and what is said of a name that is nearly one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import policykit
from policykit import PolicyError
from policykit.cli.app import app
from policykit.diagnostics import Text

NINE = (Path(__file__).parent.parent / "docs" / "examples" / "single-tent-nine-months.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "code", "message", "help_"),
    [
        ("liaoning@2030-02-30", "unknown-pack", "no pack is called `liaoning@2030-02-30`", "`2030-02-30` is not a day; write `liaoning@2025-09-01`"),
        (
            "liaoning@2025-09-01",
            "unknown-pack",
            "no pack is called `liaoning@2025-09-01`",
            "`liaoning@2025-09-01` is for comparing two laws; here give `liaoning`, and the day apart (`on`, `--on`)",
        ),
        ("liaoning+", "amended-name", "a pack should stand before the `+` of `liaoning+`, and a draft's file after it", "write it as liaoning+draft.yaml"),
        ("+draft.yaml", "amended-name", "a pack should stand before the `+` of `+draft.yaml`, and a draft's file after it", "write it as liaoning+draft.yaml"),
        ("", "unknown-pack", "no pack is called ``", "known: anhui_rural, changzhi, district_materials, fujian_supply, jiangsu, liaoning, shanxi"),
    ],
)
def test_a_name_that_is_none_is_one_clear_error(name: str, code: str, message: str, help_: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load(name)
    assert [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics] == [(code, message, help_)]


def test_a_comparison_on_a_day_that_is_none_says_so() -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.diff("liaoning@2030-02-30", "shanxi", on=date(2026, 1, 1))
    assert [d.help.en for d in caught.value.diagnostics if d.help] == ["`2030-02-30` is not a day; write `liaoning@2025-09-01`"]


@pytest.mark.parametrize("name", ["nine.yaml", "./nine.yaml"])
@pytest.mark.parametrize("command", [("check",), ("ask", "recoverable", "--in"), ("diff", "shanxi")])
def test_an_amendment_file_is_no_pack_and_the_way_to_write_it_is_told(name: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nine.yaml").write_text(NINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, [*command, name, "--lang", "zh"], env={"COLUMNS": "200"})
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr == "error[unknown-pack]: `nine.yaml` 是修正案文件，不是规则包\n  提示：与所修改的规则包一起写：`liaoning+nine.yaml`\n"


def test_another_file_is_no_pack_either(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        policykit.load(str(tmp_path / "list.csv"))
    (told,) = caught.value.diagnostics
    name = tmp_path / "list.csv"
    assert (told.code, told.message) == ("unknown-pack", Text(f"`{name}` 是文件，不是规则包", f"`{name}` is a file, not a pack"))
    assert told.help == Text("写规则包的名称，或者 `pack.yaml` 所在的文件夹", "give the name of a pack, or the folder that holds its `pack.yaml`")
