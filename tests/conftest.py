"""Options of the test run."""

import shutil
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept`: what the small packs give now becomes what they should give. Read the diff before you commit it."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected diagnostics in tests/packs")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was compared, target by target, and what was proved: the counts are part of what the tests say."""
    told = sorted(value for report in terminalreporter.getreports("passed") for name, value in report.user_properties if name == "agreement")
    if not told:
        return
    targets = list(dict.fromkeys(t for _, _, said in told for t in said))
    total = {n: sum(counts[n] for _, counts, _ in told) for n in told[0][1]}
    for pack, counts, said in [*told, ("all packs", total, {t: sum(s.get(t, 0) for _, _, s in told) for t in targets})]:
        some = counts["decisions"] - counts["whole"] - counts["drawn"]
        drawn = (f", {counts['drawn']} drawn" if counts["drawn"] else "") + (f", {some} with some lists or stocks" if some else "")
        terminalreporter.write_line(
            f"{pack}: {counts['cases']:,} cases of {counts['decisions']} decisions ({counts['whole']} with all regions and boundaries{drawn}); "
            f"answered by {', '.join(f'{t} {n:,}' for t, n in said.items())}; {counts['proved']} of {counts['tables']} tables proved"
        )


@pytest.fixture
def coastal(tmp_path: Path) -> Path:
    """A folder with one pack of its own: Liaoning's, which knows one more item."""
    home = tmp_path / "packs" / "coastal"
    shutil.copytree(Path(__file__).parent.parent / "jurisdictions" / "liaoning", home, ignore=shutil.ignore_patterns("cases"))
    pack = (home / "pack.yaml").read_text(encoding="utf-8").replace("pack: liaoning", "pack: coastal")
    (home / "pack.yaml").write_text(pack + "\nchoices: {recoverable.item: {raft: {zh: 橡皮艇, en: rubber raft}}}\n", encoding="utf-8")
    return home.parent


@pytest.fixture
def in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)
