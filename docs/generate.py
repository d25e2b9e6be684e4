"""What in `docs/` is written by a machine: `codes.md`, `cli.md`, the limits in `design.md`, and the output shown below a command on any page.

`make docs` writes it, a test compares.

A `console` or `python` block with a `text` block right below it is run, and the text is what it prints; a line `…` stands for what is left out.
A page with `sh` blocks is a tutorial: `perform` does it step by step in an empty folder. A block below a line "`name`:" is that file's content,
an `sh` block is run, and a `text` block right below one is what its last command prints.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import itertools
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from typer.main import get_command
from typer.testing import CliRunner

from policykit.agreement.targets import TARGETS
from policykit.check.regions import MOST
from policykit.cli.app import app
from policykit.diagnostics import Text
from policykit.targets.supports import FORMS

DOCS = Path(__file__).parent
ROOT = DOCS.parent
PACKAGE = ROOT / "policykit"
LEFT_OUT = "…"

# --- pages and their blocks


class Block(NamedTuple):
    """A fenced block: its language, its text, the lines it takes up (without the fences), and the line of prose above it."""

    kind: str
    text: str
    start: int
    end: int
    above: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found: list[Block] = []
    lines = page.split("\n")
    at, above = 0, ""
    while at < len(lines):
        fence = re.fullmatch(r"(`{3,})([a-z]*)", lines[at])
        if fence is None:
            above = lines[at] or above
            at += 1
            continue
        end = lines.index(fence[1], at + 1)
        found.append(Block(fence[2], "".join(line + "\n" for line in lines[at + 1 : end]), at + 1, end, above))
        at, above = end + 1, ""
    return found


def follows(first: Block, second: Block) -> bool:
    """Whether nothing stands between two blocks."""
    return second.above == "" and second.start - first.end <= 3


def commands(block: Block) -> list[str]:
    """The lines of a shell block that are commands of ours, without comments."""
    return [line.split("  #")[0].strip() for line in block.text.splitlines() if line.startswith("policykit ")]


class Ran(NamedTuple):
    """What a command printed, and its exit status."""

    output: str
    status: int


@contextlib.contextmanager
def _beside(folder: Path, command: str) -> Iterator[Path]:
    """The folder; for a command that writes a file, another with the same in it, so that what a page shows leaves no file here."""
    if "-o" not in shlex.split(command):
        yield folder
        return
    with tempfile.TemporaryDirectory() as other:
        for entry in folder.iterdir():
            (Path(other) / entry.name).symlink_to(entry)
        yield Path(other)


@cache
def run(command: str, folder: Path, language: str) -> Ran:
    """Runs a `policykit` command in a folder, 80 columns wide."""
    with _beside(folder, command) as here, contextlib.chdir(here):
        result = CliRunner(env={"POLICYKIT_LANG": language, "COLUMNS": "80", "NO_COLOR": "1"}).invoke(app, shlex.split(command)[1:], prog_name="policykit")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(tidy(result.output), result.exit_code)


def tidy(text: str) -> str:
    """Text as a page shows it: no spaces at the ends of lines, no empty lines at the end."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n"


def language_of(page: Path) -> str:
    return "zh" if "zh" in page.relative_to(ROOT).parts else "en"


# --- output shown on a page


class Shown(NamedTuple):
    """A `text` block and what should stand in it."""

    block: Block
    source: str
    output: str

    @property
    def right(self) -> bool:
        """Whether the page shows what is printed, parts left out where it says so."""
        parts = [p.strip("\n") for p in re.split(rf"(?m)^{LEFT_OUT}$", self.block.text)]
        if len(parts) == 1:
            return self.block.text == self.output
        at = 0
        for number, part in enumerate(parts):
            found = self.output.find(part, at)
            if found < 0 or (number == 0 and part and found > 0):
                return False
            at = found + len(part)
        return not parts[-1] or at == len(self.output.rstrip("\n"))

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return re.search(rf"(?m)^{LEFT_OUT}$", self.block.text) is None


def shown_on(page: Path) -> list[Shown]:
    """Every `text` block of a page that shows what the block above it prints."""
    found: list[Shown] = []
    text = page.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    printed: dict[int, str] = {}
    for block in blocks(text):
        if block.kind == "python":
            printed[block.start] = python_output(block, page, names)
    for first, second in itertools.pairwise(blocks(text)):
        if second.kind != "text" or not follows(first, second):
            continue
        if first.kind == "python":
            found.append(Shown(second, f"the Python above line {second.start}", printed[first.start]))
        elif first.kind == "console":
            (command,) = commands(first)
            found.append(Shown(second, command, run(command, ROOT, language_of(page)).output))
    return found


def python_output(block: Block, page: Path, names: dict[str, Any]) -> str:
    """What a Python block prints. It runs in an empty folder, after the blocks before it."""
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), contextlib.redirect_stdout(out):
        exec(compile("\n" * block.start + block.text, str(page), "exec"), names)  # noqa: S102  # our own pages
    return tidy(out.getvalue())


def is_tutorial(page: Path) -> bool:
    return any(b.kind == "sh" for b in blocks(page.read_text(encoding="utf-8")))


def renewed(page: Path) -> str:
    """A page with what its commands print now."""
    text = page.read_text(encoding="utf-8")
    if is_tutorial(page):
        with tempfile.TemporaryDirectory() as folder:
            steps = list(perform(text, Path(folder)))
        shown = [Shown(s.shown, s.command, s.ran.output) for s in steps if s.shown is not None]
    else:
        shown = shown_on(page)
    lines = text.split("\n")
    for part in reversed(shown):
        if part.whole:
            lines[part.block.start : part.block.end] = part.output.rstrip("\n").split("\n")
        elif not part.right:
            sys.stderr.write(f"{page.relative_to(ROOT)}:{part.block.start}: parts are left out here, so mend this by hand: {part.source}\n")
    return "\n".join(lines)


# --- a tutorial


class Step(NamedTuple):
    """A command of a tutorial, what it did, and the block that shows it."""

    command: str
    ran: Ran
    shown: Block | None


def perform(page: str, folder: Path) -> Iterator[Step]:
    """Does what a tutorial says, in an empty folder: writes the files, runs the commands."""
    every = blocks(page)
    for block, after in itertools.zip_longest(every, every[1:]):
        file = re.fullmatch(r"(?:.* )?`([\w./-]+)`:", block.above)
        if block.kind == "sh":
            yield from _commands(block, after, folder)
        elif file is not None:
            place = folder / file[1]
            assert place.resolve().is_relative_to(folder.resolve()), place
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.text, encoding="utf-8", newline="\n")


def _commands(block: Block, after: Block | None, folder: Path) -> Iterator[Step]:
    lines = block.text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("mkdir -p "):
            for name in shlex.split(line)[2:]:
                (folder / name).mkdir(parents=True, exist_ok=True)
            continue
        assert line.startswith("policykit "), line
        last = number == len(lines) and after is not None and after.kind == "text" and follows(block, after)
        yield Step(line, run_alone(line, folder), after if last else None)


def run_alone(command: str, folder: Path) -> Ran:
    """Runs a `policykit` command as a person does, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "POLICYKIT_LANG": "en", "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run([sys.executable, "-m", "policykit.cli", *shlex.split(command)[1:]], cwd=folder, env=environment, capture_output=True, check=False)
    return Ran(tidy((done.stdout + done.stderr).decode("utf-8").replace("\r\n", "\n")), done.returncode)


# --- the list of codes

# What to do, where the message has no help line of its own, or one that only shows what stands there.
ADVICE: Mapping[str, Text] = {
    "arguments": Text("看 pack-format.md 中该函数的写法", "see how pack-format.md writes the function"),
    "no-event": Text("核对编号", "look at the id"),
    "no-column": Text("核对列名", "look at the names of the columns"),
    "cites-another": Text(
        "照所给的写法改引；确指改后那一条的，把这些字照写一遍", "cite anew as the help writes it; where the other is meant, write the same words into the clause again"
    ),
    "cites-nothing": Text("照所给的写法改引，或者删去这些字", "cite anew as the help writes it, or delete the words"),
    "clause-repealed": Text("改动该款删去之前的文字，或另增一款", "change the clause while it stands, or add another"),
    "not-then-in-force": Text("核对施行日期，或改动那天有效的规则", "look at the day in force, or change the rule that stands then"),
    "article-order": Text(
        "补上缺少的条，或改正序号；原文序号本身有误的，照原文抄录", "add the article that is missing, or mend the number; where the text itself counts wrong, copy it as it is"
    ),
    "case-code": Text("照所列的名称改正案例文件；规则不必改", "mend the case file by the names that are told: the rules stay as they are"),
    "case-fails": Text("案例写错就改案例，规则写错就改规则；哪个对，看条文", "mend the case or the rule, whichever is wrong: the text decides"),
    "too-many-faults": Text("先改所列的，其余的随后再报", "mend those that are shown; the rest are told then"),
    "choice": Text("用代码，不用名称；代码见 `policykit questions 问题`", "use the code and not the label: `policykit questions QUESTION` lists them"),
    "contradiction": Text("去掉其中一个条件，或删去规则", "take one of the conditions out, or the rule"),
    "dates": Text("改正 `from` 或 `to`", "mend `from` or `to`"),
    "encoding": Text("以 UTF-8 编码另存", "save the file as UTF-8"),
    "event": Text(
        '每行一个事件，如 `{"id": "e1", "kind": "arrived", "at": "2026-07-20T09:00"}`', 'one event a line, such as `{"id": "e1", "kind": "arrived", "at": "2026-07-20T09:00"}`'
    ),
    "fact-twice": Text("删去一个", "leave one out"),
    "facts": Text("写成 `事实: 值`", "write `fact: value`"),
    "file": Text("核对路径和权限", "look at the path and its permissions"),
    "incomparable": Text("两边用同一种类型；月与日不能互换", "let both sides be of one type; months and days cannot be exchanged"),
    "json": Text("在所指处改正；引号须用英文半角", "mend it where the caret stands; quotation marks are ASCII"),
    "key": Text("键写成一个词；逗号和冒号须放在引号内", "write a word; a comma or colon belongs between quotes"),
    "ledger-differs": Text("以原文为准，改正条文表", "the text is right: mend the ledger"),
    "literal": Text("按所要的类型写，如 `P6M`、`2025-09-01`", "write it as the type wants it, such as `P6M` or `2025-09-01`"),
    "missing-key": Text("补上；各键含义见 pack-format.md", "add it; pack-format.md says what it means"),
    "no-file": Text("核对路径", "look at the path"),
    "no-folder": Text("核对路径", "look at the path"),
    "no-norms": Text("换一个编有义务的规则包", "ask a pack that has norms"),
    "not-yaml": Text("在所指处改正；含冒号、逗号、井号的文字须加引号", "mend it where the caret stands; text with a colon, a comma or a hash needs quotes"),
    "operation": Text("换运算符，或先把一边换成合适的类型", "take another operator, or another type on one side"),
    "out-of-range": Text("核对事实；日期须在 1000 年至 2999 年，数至多 40 位", "look at the facts: years 1000 to 2999, numbers of at most 40 digits"),
    "parameter-not-in-force": Text("给参数补上那天的值，或限定规则的期间", "give the parameter a value on that day, or the rule an end before it"),
    "quotation": Text("照原文抄录，一字不差；空白不计", "copy the words as they stand there; white space does not count"),
    "range": Text("给出不小于最小值的数", "give a number that is not below it"),
    "reading-elsewhere": Text("引用其中一款，或去掉 `reading`", "cite one of them, or take `reading` away"),
    "shape": Text("按所要的形式写；见 pack-format.md", "write what is asked for; see pack-format.md"),
    "size": Text("分几次提问", "ask in parts"),
    "syntax": Text("在所指处改正式子", "mend the formula where the caret stands"),
    "too-deep": Text("减少嵌套，拆成几个步骤", "nest less; split it into steps"),
    "too-large": Text("拆成几个文件", "split it into several files"),
    "too-many-files": Text("合并文件；一个规则包只放规则、条文和案例", "join some; a pack holds rules, law text and cases only"),
    "too-many-readings": Text("把规则拆开", "split the rule"),
    "type": Text("换成所要的类型", "give what is asked for"),
    "unknown-ambiguity": Text("用所列的编号", "take one of the ids it lists"),
    "unknown-event": Text("用共用的事件种类，或在规则包的 `events` 中定义", "use a shared kind, or define it under `events` in the pack"),
    "unused-parameter": Text("用它，或删去", "use it, or delete it"),
    "unused-reading": Text("在依据它的规则上写 `reading`；没有规则依据它的，不必处理", "name it as `reading` on the rules that rest on it; where none does, leave it"),
    "unused-step": Text("用它，或删去", "use it, or delete it"),
    "value": Text("按所说的类型写", "write it as the type says"),
    "unfit-parent": Text("改正 `parent` 的 `pack`，或改正它所指的规则包", "mend `pack` below `parent`, or the pack that it names"),
}

NEAR = Text("看所提示的相近名称，或列出的可用名称", "see the near name it offers, or the names it lists")


class Said(NamedTuple):
    """A sentence of a fault, and what to do."""

    code: str
    severity: str
    message: Text
    help: Text | None


class Section(NamedTuple):
    """Codes that belong together. `files` are below `policykit/`; `parts` says whether their comments make headings."""

    title: str
    intro: str
    files: tuple[str, ...]
    parts: bool = False


SECTIONS = (
    Section("Reading a pack", "The pack cannot be read until these are mended. 读取规则包。", ("source/yaml_faults.py", "source/faults.py"), parts=True),
    Section("Reading an amendment", "The pack cannot be consolidated until these are mended. 读取修正案。", ("source/amendment_faults.py",)),
    Section("Checking a pack", "What `policykit check` finds in a pack that can be read. 检查规则包。", ("check/faults.py",), parts=True),
    Section("How a text numbers its articles and cites itself", "Of the text, and of what amendments leave of it. 条号和条文之间的引用。", ("check/numbering_faults.py",)),
    Section("Facts", "What is wrong with a case that is asked. 事实。", ("source/case.py",)),
    Section(
        "Loading and asking", "Names, readings, and what a decision meets on the way. 载入与提问。", ("api.py", "comparison.py", "files.py", "file_faults.py", "casework/*.py")
    ),
    Section("Comparing and drafts", "What a comparison, a stock list or an output form may lack. 比较与草案。", ("check/gate/*.py", "check/diff/*.py", "check/report/*.py")),
    Section("Whole frames", "A call of `ask_frame`, and the columns of its frame. 整表作答。", ("frames.py", "frame_faults.py", "ir/misread.py", "targets/polars/*.py")),
    Section("The command line", "How something was typed, and files that hold facts or events. 命令行。", ("cli/*.py",)),
)
MAKERS = {"Diagnostic": 3, "BadFact": 2, "_fault": 2, "_refuse": 2}  # what makes a fault: the place of its help among the arguments


def said_in(source: str) -> Iterator[tuple[int, Said]]:
    """Every fault that a module tells, with its line."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS):
            continue
        arguments, named = node.args, {k.arg: k.value for k in node.keywords}
        if len(arguments) < 2 or not isinstance(arguments[0], ast.Constant):
            continue
        at = MAKERS[node.func.id]
        advice = named.get("help") or (arguments[at] if len(arguments) > at else None)
        severity = named.get("severity") or (arguments[4] if len(arguments) > 4 else None)
        level = str(severity.value) if isinstance(severity, ast.Constant) else "error"
        for message, help_ in itertools.zip_longest(texts(arguments[1]), texts(advice)):
            yield node.lineno, Said(str(arguments[0].value), level, message or Text("", ""), help_)


def texts(node: ast.expr | None) -> list[Text]:
    """The sentences an expression may be; what is filled in is `…`."""
    match node:
        case ast.Call(func=ast.Name(id="Text"), args=[zh, en]):
            both = (sentences(zh), sentences(en))
            assert len(both[0]) == len(both[1]), ast.unparse(node)
            return [Text(a, b) for a, b in zip(*both, strict=True)]
        case ast.Call(func=ast.Name(id="did_you_mean" | "meant" | "question_meant")):
            return [NEAR]
        case ast.IfExp(body=body, orelse=orelse):
            return [*texts(body), *texts(orelse)]
    return []


def sentences(node: ast.expr) -> list[str]:
    """The texts an expression may be."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return [*sentences(body), *sentences(orelse)]
        case ast.JoinedStr(values=parts):
            return [re.sub("(?:… ?)+…", "…", "".join(_part(p) for p in parts))]
    return ["…"]


def _part(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.IfExp) and isinstance(node.value.orelse, ast.Constant):
        return str(node.value.orelse.value)  # the ending of a word
    return "…"


def headings_in(source: str) -> list[tuple[int, str]]:
    """The comments that part a module, with their lines."""
    return [(n, line[6:]) for n, line in enumerate(source.split("\n"), 1) if line.startswith("# --- ")]


def codes_page() -> str:
    """docs/codes.md."""
    text = [
        "# Codes",
        "",
        "<!-- Written by `make docs` from the functions that tell faults. Do not edit. -->",
        "",
        "Every fault has a code that stays the same in both languages: `error[quotation]: …`. An *error* must be mended; a *warning* is a doubt that somebody should look",
        "at; a *note* is worth knowing. Where a sentence names something, `…` stands for it. A code may come from more than one stage.",
        "",
        "每处问题都有代码，中英文相同。error（错误）须改正，warning（警告）须核对，note（提示）供参考；`…` 处是具体名称。",
    ]
    for section in SECTIONS:
        text += ["", f"## {section.title}", "", section.intro]
        files = [f for pattern in section.files for f in sorted(PACKAGE.glob(pattern))]
        sources = [f.read_text(encoding="utf-8") for f in files]
        if section.parts:
            for source in sources:
                headings = headings_in(source)
                for number, (line, heading) in enumerate(headings):
                    end = headings[number + 1][0] if number + 1 < len(headings) else sys.maxsize
                    text += ["", f"### {heading[:1].upper()}{heading[1:]}", "", *_table([s for at, s in said_in(source) if line < at < end])]
        else:
            text += ["", *_table([s for source in sources for _, s in said_in(source)])]
    return "\n".join(text) + "\n"


def _table(said: Sequence[Said]) -> list[str]:
    """The rows of a table, a code each, in alphabetical order."""
    rows = ["| code | | what it says | what to do |", "| --- | --- | --- | --- |"]
    for code in sorted({s.code for s in said}):
        mine = [s for s in said if s.code == code]
        severities = ", ".join(dict.fromkeys(s.severity for s in mine))
        messages = dict.fromkeys(s.message for s in mine if s.message.en)
        helps = dict.fromkeys([*(s.help for s in mine if s.help is not None), *([ADVICE[code]] if code in ADVICE else [])])
        if not helps:
            raise LookupError(f"the fault `{code}` has no help line: give it one, or say in ADVICE of docs/generate.py what to do")
        rows.append(f"| `{code}` | {severities} | {_lines(messages)} | {_lines(helps)} |")
    return rows


def _lines(said: Mapping[Text, None]) -> str:
    return "<br>".join(f"{t.zh}<br>{t.en}".replace("|", "\\|") for t in said)


# --- the command line

COMMON = ("lang", "json", "search_path")
CHOICES = {"lang": "zh|en"}


def cli_page() -> str:
    """docs/cli.md."""
    command: Any = get_command(app)
    text = [
        "# The command line",
        "",
        "<!-- Written by `make docs` from the commands themselves. Do not edit. -->",
        "",
        *_described(command.help),
        "",
        "| command | |",
        "| --- | --- |",
        *(f"| [`policykit {name}`](#policykit-{name}) | {_described(c.help)[0]} |" for name, c in command.commands.items()),
        "",
        "Exit status: 0 where all is well, 1 for a failed check or test, 2 for bad input. Faults go to stderr; their codes are in [codes.md](codes.md).",
        "",
        "Options that every command takes, before or after its name:",
        "",
        *_options([p for p in command.params if p.name in (*COMMON, "version")]),
    ]
    for name, sub in command.commands.items():
        arguments = [p for p in sub.params if p.opts == [p.name]]
        options = [p for p in sub.params if p not in arguments and p.name not in COMMON]
        usage = " ".join(["policykit", name, *(_argument(p) for p in arguments), *(_option(p) for p in options if p.required), "[OPTIONS]"])
        text += ["", f"## policykit {name}", "", *_described(sub.help), "", "```text", usage, "```"]
        if arguments:
            text += ["", "| argument | |", "| --- | --- |", *(f"| `{_argument(p)}` | {_cell(p.help)} |" for p in arguments)]
        if options:
            text += ["", *_options(options)]
        examples = _examples(sub.help)
        if examples:
            text += ["", "For example:", "", "```text", *examples, "```"]
    return "\n".join(text) + "\n"


def _described(help_: str) -> list[str]:
    """What a command is for: its help without the examples."""
    return help_.split("\n\n\b\n")[0].split("\n")


def _examples(help_: str) -> list[str]:
    return help_.partition("\n\n\b\n")[2].splitlines()


def _argument(p: Any) -> str:
    name = p.metavar + ("..." if p.nargs == -1 else "")
    return name if p.required else f"[{name}]"


def _option(p: Any) -> str:
    value = "" if p.is_flag else " " + (p.metavar or CHOICES.get(p.name) or p.name.upper())
    return ", ".join(sorted(p.opts, key=len)) + value


def _options(options: Sequence[Any]) -> list[str]:
    return ["| option | |", "| --- | --- |", *(f"| `{_cell(_option(p))}` | {'Required. ' if p.required else ''}{_cell(p.help)} |" for p in options)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- the limits

# what is bounded, the constant, its unit
LIMITS = (
    ("a file of a pack", "source.yaml.LARGEST", "bytes"),
    ("all files of a pack", "source.yaml.LARGEST_PACK", "bytes"),
    ("files of a pack", "files.MOST_FILES", ""),
    ("nodes of YAML in a file, and in a pack", "source.yaml.MOST_NODES", ""),
    ("nested lists and mappings", "source.yaml.DEEPEST", "deep"),
    ("faults told of one stage", "source.gathering.MOST_FAULTS", ""),
    ("a formula", "source.formula.LONGEST", "characters"),
    ("constructs inside constructs of a formula", "source.formula.DEEPEST", "deep"),
    ("steps that need steps", "source.whole.DEEPEST_STEPS", "deep"),
    ("exceptions to exceptions", "source.tables.DEEPEST_EXCEPTIONS", "deep"),
    ("ways in which the exceptions of a decision combine", "source.tables.MOST_WAYS", ""),
    ("readings on which one rule rests", "source.tables.MOST_READINGS", ""),
    ("a number, the zeros of an exponent counted", "domain.numbers.MOST_DIGITS", "digits"),
    ("the first day", "domain.periods.FIRST_DAY", ""),
    ("the last day", "domain.periods.LAST_DAY", ""),
    ("a period of months", "domain.periods.LONGEST_MONTHS", "months"),
    ("a duration", "domain.periods.LONGEST", "days"),
    ("items in a list of facts", "source.case.MOST_ITEMS", ""),
    ("a file of facts", "cli.facts.LARGEST", "bytes"),
    ("trials for unknown facts", "targets.python.unknown.MOST_TRIALS", ""),
    ("lists tried for unknown parts of lots", "casework.worlds.MOST_WORLDS", ""),
    ("combinations of readings", "ir.overlay.MOST_TOGETHER", ""),
)
BEGIN, END = "<!-- limits, written by `make docs` -->\n", "<!-- end of limits -->\n"


def limits() -> str:
    """The table of limits in docs/design.md."""
    rows = ["| what | limit |", "| --- | --- |"]
    for what, place, unit in LIMITS:
        module, _, name = place.rpartition(".")
        value = getattr(importlib.import_module(f"policykit.{module}"), name)
        shown = f"{value.days:,}" if isinstance(value, timedelta) else f"{value:,}" if isinstance(value, int) else str(value)
        rows.append(f"| {what} | {shown} {unit}".rstrip() + " |")
    return "\n".join(rows) + "\n"


# --- all of it


# --- examples of output

EXAMPLES = {
    "diff-liaoning-shanxi-recoverable": "diff liaoning shanxi recoverable --on 2026-06-01 --lang zh",
    "draft-single-tent-nine-months": "draft docs/examples/single-tent-nine-months.yaml --lang zh",
}


def example(command: str) -> str:
    """What a comparison or a draft looks like as text."""
    return run(f"policykit {command}", ROOT, "zh").output


def example_page(command: str) -> str:
    """The same as HTML."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        run(f"policykit {command} -o {page.as_posix()}", ROOT, "zh")
        return page.read_text(encoding="utf-8")


def design_page() -> str:
    """docs/design.md with its table of limits."""
    before, _, rest = (DOCS / "design.md").read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + limits() + END + rest.partition(END)[2]


def generated() -> dict[Path, Callable[[], str]]:
    """The pages that are written from the code, in whole or in part, and what writes each."""
    found: dict[Path, Callable[[], str]] = {DOCS / "targets.md": targets_page, DOCS / "codes.md": codes_page, DOCS / "cli.md": cli_page, DOCS / "design.md": design_page}
    for name, command in EXAMPLES.items():
        found[DOCS / "examples" / f"{name}.txt"] = partial(example, command)
        found[DOCS / "examples" / f"{name}.html"] = partial(example_page, command)
    return found


HOW = {"itself": "yes", "computed": "computed first", "shared": "by the reference's lines", "refused": "**refused**"}


def targets_page() -> str:
    """docs/targets.md: what each target does with each form of a pack."""
    text = [
        "# Targets",
        "",
        "<!-- Written by `make docs` from the `SUPPORTS` table of each target. Do not edit. -->",
        "",
        "A pack has one meaning, the Python target's; the others say it in another language. `policykit agree` asks all that are installed the same cases, one for each region and each boundary of",
        "what the rules read, and `tests/test_targets_agree.py` does so for the packs that come with policykit. What a target refuses it refuses with the code `unsupported`; it never answers",
        "something else.",
        "",
        f"Where a decision has up to {MOST:,} regions and boundaries, all of them are asked. Where it has more, each row of its tables and each boundary has a case and the others are drawn. A list, a",
        "record or a word has no finite choice of values: it takes those that cases give it and a few made up. The last lines of `make test` say how many cases each target answered.",
        "",
        "What the cases cannot show where there are too many of them is proved, for every decision table, by the solver. The smt target says when a rule holds, when it stands, and which one",
        "answers, by definition. Held to that are",
        "",
        "- the Python program as it is written, read from its text and followed on all its ways: in which order it asks rules, how columns part them, which conditions, rules and rivals it",
        "  leaves out; every way ends with the rule that the definition names and with that rule's values, or where two rules contradict each other;",
        "- each pair of rules that the targets take for disjoint: no case fulfils the conditions of both;",
        "- the conditions from which SQL is written: which rules stand, and which of them is named.",
        "",
        "The formulas in the rules are the same terms on both sides. What they mean to each target is not proved; that is what the cases on both sides of each boundary compare. The proof is for",
        "cases whose facts are known, in which the steps that a table reads have a value and nothing fails to be computed; a list is looked at up to a bound.",
        "",
        "| target | needs |",
        "| --- | --- |",
        *(f"| `{t.name}` | {f'`policykit[{t.extra}]`' if t.extra else 'nothing more'} |" for t in TARGETS),
        "",
        "| | " + " | ".join(f"`{t.name}`" for t in TARGETS) + " |",
        "| --- |" + " --- |" * len(TARGETS),
    ]
    for form, label in FORMS.items():
        cells = [f"{HOW[s.how]}{': ' + s.note.en if s.note.en else ''}" for s in (t.supports[form] for t in TARGETS)]
        text.append(f"| {label.en} {label.zh} | " + " | ".join(cells) + " |")
    return "\n".join(text) + "\n"


def main() -> None:
    for path, written in generated().items():
        path.write_text(written(), encoding="utf-8", newline="\n")
    for path in sorted(DOCS.rglob("*.md")):
        path.write_text(renewed(path), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
