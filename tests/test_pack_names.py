"""What may stand for a pack, and what is said of a name that is nearly one."""

from __future__ import annotations

import os
from collections.abc import Callable
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


PACK = "pack: {name}\njurisdiction: {{zh: 县, en: county}}\n"


def a_pack(folder: Path, name: str = "isles") -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "pack.yaml").write_text(PACK.format(name=name), encoding="utf-8")
    return folder / name


def told(call: Callable[[], object]) -> list[tuple[str, str, str | None]]:
    with pytest.raises(PolicyError) as caught:
        call()
    return [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics]


def test_one_folder_is_a_search_path_as_text_or_as_a_path(tmp_path: Path) -> None:
    """As text it was taken letter by letter, and the built-in pack of the name came in its place."""
    mine = a_pack(tmp_path, "liaoning")
    for one in (str(tmp_path), tmp_path, [tmp_path], (str(tmp_path),)):
        assert policykit.load("liaoning", search_path=one).folder == mine
        assert policykit.available(one)["liaoning"] == mine


def test_one_amendment_needs_no_list(tmp_path: Path) -> None:
    (tmp_path / "nine.yaml").write_text(NINE, encoding="utf-8")
    (amendment,) = policykit.load("liaoning", amendments=tmp_path / "nine.yaml").pack.amendments
    assert policykit.load("liaoning", amendments=str(tmp_path / "nine.yaml")).pack.amendments == (amendment,)


def test_what_is_no_folder_on_the_search_path_is_told_though_a_pack_of_the_name_is_built_in(tmp_path: Path) -> None:
    file, gone = tmp_path / "list.csv", tmp_path / "gone"
    file.write_text("a\n", encoding="utf-8")
    way = "give the folder that holds the packs"
    assert told(lambda: policykit.load("liaoning", search_path=[gone, file])) == [
        ("no-folder", f"`search_path`: there is no folder `{gone}`", way),
        ("no-folder", f"`search_path`: there is no folder `{file}`", way),
    ]
    assert told(lambda: policykit.available("")) == [("no-folder", "`search_path`: there is no folder ``", way)]
    ways = "give a folder, as text or a Path, or a list of them"
    for given in (5, [5]):
        assert told(lambda given=given: policykit.load("liaoning", search_path=given)) == [("no-folder", "`search_path`: 5 is no folder", ways)]  # type: ignore[misc]


def test_a_missing_folder_in_the_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_pack(tmp_path)
    monkeypatch.setenv("POLICYKIT_PATH", os.pathsep.join([str(tmp_path), str(tmp_path / "gone"), ""]))
    fault = f"the environment variable `POLICYKIT_PATH` names `{tmp_path / 'gone'}`, and there is no such folder"
    assert told(lambda: policykit.load("isles")) == [("no-folder", fault, f"correct it or leave it out; several folders are parted by `{os.pathsep}`")]
    monkeypatch.setenv("POLICYKIT_PATH", str(tmp_path))
    assert policykit.load("isles").id == "isles"


def test_a_pack_on_the_search_path_is_found_and_those_beside_it_are_said_to_want_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isles = a_pack(tmp_path)
    a_pack(tmp_path, "coast")
    assert policykit.load("isles", search_path=isles).id == "isles"
    help_ = f"`{isles}` is a pack itself; to find those beside it, name the folder above it, `{tmp_path}`"
    assert told(lambda: policykit.load("coast", search_path=isles)) == [("unknown-pack", "no pack is called `coast`", help_)]
    monkeypatch.chdir(isles)
    assert policykit.load("isles", search_path=".").id == "isles"


def test_the_folder_above_a_pack_is_no_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_pack(tmp_path / "shop")
    monkeypatch.chdir(tmp_path)
    for name in ("shop", Path("shop"), "./shop"):
        assert told(lambda name=name: policykit.load(name)) == [  # type: ignore[misc]
            ("unknown-pack", f"`{name if name != './shop' else 'shop'}` holds packs and is none itself", "give one of them: `shop/isles`")
        ]


def test_what_is_neither_a_name_nor_a_folder_is_no_pack() -> None:
    way = "give a name, as `liaoning`, or a folder as a Path"
    assert told(lambda: policykit.load(5)) == [("unknown-pack", "`5` is no name of a pack", way)]  # type: ignore[arg-type]
    assert told(lambda: policykit.load(None)) == [("unknown-pack", "`None` is no name of a pack", way)]  # type: ignore[arg-type]
