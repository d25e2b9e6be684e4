"""`policykit test`: worked cases and duty cases against the packs; what differs, and how many passed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import files
from ..api import answers_of
from ..check.case_codes import miswritten
from ..check.examples import Mismatch, run_example
from ..diagnostics import Diagnostic, PolicyError, Source, Text, did_you_mean, in_order
from ..ir.example import Example
from ..source.examples import read_examples
from .options import Options
from .output import write, write_error, write_faults, write_json

if TYPE_CHECKING:
    from ..api import Policy


@dataclass(frozen=True)
class Case:
    """A worked case and whose rules it tests: a pack by name, or the pack folder that the case lies in."""

    example: Example
    pack: str
    folder: Path | str | None = None  # text where it is consolidated with amendments: `folder+draft.yaml`

    @property
    def where(self) -> str:
        span = self.example.span
        return f"{span.source.name}:{span.line + 1}" if span else ""


@dataclass(frozen=True)
class Result:
    """How a case came out: no mismatch and no fault is a pass."""

    case: Case
    rule: str | None = None
    mismatches: tuple[Mismatch, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.mismatches and not self.faults


@dataclass(frozen=True)
class Log:
    """How a duty case of a pack came out: no fault is a pass."""

    pack: str
    faults: tuple[Diagnostic, ...]


def test(paths: Sequence[str], questions: Sequence[str], packs: Sequence[str], values_only: bool, options: Options) -> bool:
    """Runs the cases of files and folders, and of packs the duty cases too (with no `questions`), prints failures and a count. Whether some ran and all passed. Raises `PolicyError` for files that cannot be read."""
    load = cache(options.load)
    cases = _read((source for path in paths for source in _sources(path, options)), load)
    chosen = [c for c in cases if (not questions or c.example.question in questions) and (not packs or c.pack in packs)]
    if slips := [d for case in chosen for d in _slips(case, load)]:
        raise PolicyError(in_order(slips))
    results = [_result(case, load, values_only) for case in chosen]
    failed = [r for r in results if not r.passed]
    logs = [] if questions else [log for log in _logs(paths, load, options) if not packs or log.pack in packs]
    broken = [log for log in logs if log.faults]
    idle = [*_without_case(questions, {c.example.question for c in cases}), *_without_case(packs, {c.pack for c in cases} | {log.pack for log in logs})]
    count = len(results) + len(logs)
    passed = count - len(failed) - len(broken)
    if options.as_json:
        told = [_recorded(r) for r in failed] + [d.record() for log in broken for d in log.faults]
        write_json({"passed": passed, "failed": count - passed, "failures": told, "without_case": [d.record() for d in idle]})
    else:
        for said in [*(_told(r, options) for r in failed), *(d.render(options.language) for log in broken for d in log.faults)]:
            write(said + "\n")
        write(options.say(f"通过 {passed}，失败 {count - passed}", f"{passed} passed, {count - passed} failed"))
    write_faults(idle, options)
    if not count:
        write_error(options.say("没有运行任何案例", "no case ran"))
    return passed == count > 0


# --- which cases


def _homes(path: str, options: Options) -> tuple[Path, list[Path], str]:
    """What a path names; the folders of packs there (a pack by folder or name, or a folder of packs); and the amendments named after it, `+draft.yaml`."""
    base, amendments = files.named_with_amendments(path) if not Path(path).exists() else (path, [])
    place = Path(base)
    if not place.exists() and base in options.available():
        place = options.available()[base]
    homes = [p for p in (place, *sorted(place.iterdir())) if (p / "pack.yaml").is_file()] if place.is_dir() else []
    return place, homes, "".join(f"+{a}" for a in amendments)


def _sources(path: str, options: Options) -> list[tuple[Source, str]]:
    """The case files at a path, a file, a folder of them, or packs, each with the amendments named after it."""
    place, homes, named = _homes(path, options)
    if homes:
        return [(s, named) for home in homes if (home / "cases").is_dir() for s in files.case_files(home / "cases")]
    return [(s, named) for s in files.case_files(place)]


def _logs(paths: Iterable[str], load: Callable[[str | Path], Policy], options: Options) -> Iterator[Log]:
    """The duty cases of all packs that are tested, as they came out. Raises `PolicyError` with what is wrong with their files."""
    from ..check.duty_cases import failing_duty_cases

    for path in paths:
        _, homes, named = _homes(path, options)
        for home in homes:
            cases, wrong = files.own_duty_cases(home)
            if wrong:
                raise PolicyError(wrong)
            policy = load(f"{home}{named}" if named else home)
            yield from (Log(policy.id, tuple(failing_duty_cases(policy.pack, [case]))) for case in cases)


def _read(sources: Iterable[tuple[Source, str]], load: Callable[[str | Path], Policy]) -> list[Case]:
    """The cases of all files. Raises `PolicyError` with what is wrong with any of them."""
    cases: list[Case] = []
    faults: list[Diagnostic] = []
    for source, amendments in sources:
        folder = next((p for p in Path(source.name).resolve().parents if (p / "pack.yaml").is_file()), None)
        home = f"{folder}{amendments}" if folder is not None and amendments else folder
        examples, wrong = read_examples(source)
        faults += wrong
        for example in examples:
            if home is not None and example.pack in (None, load(home).id):
                cases.append(Case(example, load(home).id, home))
            elif example.pack is not None:
                cases.append(Case(example, example.pack))
            else:
                faults.append(_no_pack(example))
    if faults:
        raise PolicyError(faults)
    return cases


def _no_pack(example: Example) -> Diagnostic:
    return Diagnostic(
        "case-without-pack",
        Text(f"案例 `{example.id}` 没有说明规则包", f"the case `{example.id}` names no pack"),
        example.span,
        Text("写明 `pack: 标识`，或放在规则包的 cases/ 文件夹中", "say `pack: <id>`, or put it in the folder cases/ of a pack"),
    )


def _without_case(asked: Sequence[str], known: set[str]) -> Iterator[Diagnostic]:
    """Names given as a filter that no case has: a misspelt one must not pass as tested."""
    for name in asked:
        if name not in known:
            yield Diagnostic("no-case", Text(f"没有 `{name}` 的案例", f"no case is about `{name}`"), help=did_you_mean(name, sorted(known)), severity="warning")


# --- how they come out


def _slips(case: Case, load: Callable[[str | Path], Policy]) -> Iterator[Diagnostic]:
    """Names and codes of a case that are not there; nothing where its pack is not there, which fails the case."""
    try:
        pack = load(case.folder or case.pack).pack
    except PolicyError as e:
        if all(d.code == "unknown-pack" for d in e.diagnostics):
            return
        raise
    yield from miswritten(case.example, pack.questions.get(case.example.question))


def _result(case: Case, load: Callable[[str | Path], Policy], values_only: bool) -> Result:
    """Runs one case. One whose pack is not there fails; a pack that cannot be read raises `PolicyError`."""
    example = case.example
    try:
        policy = load(case.folder or case.pack)
    except PolicyError as e:
        if all(d.code == "unknown-pack" for d in e.diagnostics):
            return Result(case, faults=e.diagnostics)
        raise
    outcome = run_example(example, answers_of(policy), policy.pack.questions.get(example.question), values_only, readings=False)
    return Result(case, outcome.answer.rule if outcome.answer else None, outcome.mismatches, outcome.faults)


def _told(result: Result, options: Options) -> str:
    """A failure in words: what was expected, what came, by which rule, and what the case is about."""
    case = result.case
    lines = [f"{options.say('失败', 'FAIL')} {case.example.id}  {case.pack} {case.example.question}  ({case.where})"]
    for wrong in result.mismatches:
        expected, got = _json(wrong.expected), _json(wrong.got)
        lines.append(options.say(f"  {wrong.what}：应为 {expected}，得到 {got}", f"  {wrong.what}: expected {expected}, got {got}"))
    lines += ["  " + line for fault in result.faults for line in fault.render(options.language).split("\n")]
    if result.rule:
        lines.append(options.say(f"  规则：{result.rule}", f"  rule: {result.rule}"))
    if case.example.why:
        lines.append(options.say(f"  说明：{case.example.why}", f"  why: {case.example.why}"))
    return "\n".join(lines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _recorded(result: Result) -> dict[str, Any]:
    example = result.case.example
    return {
        "id": example.id,
        "pack": result.case.pack,
        "question": example.question,
        "where": result.case.where,
        "why": example.why,
        "rule": result.rule,
        "mismatches": [m._asdict() for m in result.mismatches],
        "faults": [d.record() for d in result.faults],
    }
