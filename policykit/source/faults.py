"""The faults of reading: one function each, named for the fault; its code is that name with hyphens."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Span, Text, did_you_mean, short
from ..ir.address import address_of, at_or_below


def _spaced(words: str) -> str:
    """Chinese words, with a space before a name or a Latin word."""
    return " " + words if words[:1].isascii() else words


# --- shape


def unknown_key(span: Span, key: str, known: Sequence[str]) -> Diagnostic:
    shown = short(key)
    return Diagnostic("unknown-key", Text(f"此处没有键 `{shown}`", f"there is no key `{shown}` here"), span, did_you_mean(key, known))


def words_cut(span: Span, rest: str, key: str, whole: str) -> Diagnostic:
    """Words without quotation marks that a comma ends: what follows is taken for a key. `whole`: the words, of the key before."""
    return Diagnostic(
        "unknown-key",
        Text(
            f"此处没有键 `{short(rest)}`：前面的文字没有加引号，到半角逗号为止",
            f"there is no key `{short(rest)}` here: the words before it have no quotes, so that a comma ends them",
        ),
        span,
        Text(f"加引号：`{key}: {short(whole)}`", f"put them between quotes: `{key}: {short(whole)}`"),
    )


def key_of_full_width(span: Span, written: str, key: str, value: str) -> Diagnostic:
    """`replace：6个月`: the colon is of full width, so that all of it is taken for a key."""
    return Diagnostic(
        "unknown-key",
        Text(f"此处没有键 `{short(written)}`：冒号是全角的", f"there is no key `{short(written)}` here: its colon is of full width"),
        span,
        Text(f"写半角冒号，其后空一格：`{key}: {short(value)}`", f"write a colon of half width and a space after it: `{key}: {short(value)}`"),
    )


def missing_key(span: Span, key: str) -> Diagnostic:
    return Diagnostic("missing-key", Text(f"缺少键 `{key}`", f"the key `{key}` is missing"), span)


def wrong_shape(span: Span, wanted: Text) -> Diagnostic:
    return Diagnostic("shape", Text(f"此处应为{_spaced(wanted.zh)}", f"{wanted.en} should stand here"), span)


def nothing_there(span: Span, wanted: Text) -> Diagnostic:
    return Diagnostic(
        "shape",
        Text(f"此处应为{_spaced(wanted.zh)}，却是空的", f"{wanted.en} should stand here, and nothing does"),
        span,
        Text("含有逗号或冒号的文字要加引号", "words with a comma or a colon in them go between quotes"),
    )


def no_pack(file: str) -> Diagnostic:
    return Diagnostic("no-pack", Text("没有 `pack:` 一项", "no file says `pack:`"), file=file, help=Text("在 pack.yaml 中写明 `pack: 标识`", "say `pack: <id>` in pack.yaml"))


def not_an_id(span: Span, word: str) -> Diagnostic:
    return Diagnostic(
        "id",
        Text(f"`{short(word)}` 不能作标识", f"`{short(word)}` cannot be an id"),
        span,
        Text("标识由英文字母、数字和下划线组成，以字母开头", "an id is ASCII letters, digits and `_`, and starts with a letter"),
    )


# --- names and types


def unknown_name(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "unknown-name", Text(f"没有名为 `{short(name)}` 的事实、参数或步骤", f"no input, parameter or step is called `{short(name)}`"), span, did_you_mean(name, known)
    )


def unknown_value(span: Span, value: str, known: Sequence[str], meant: str | None = None) -> Diagnostic:
    """`meant`: the code whose label stands there."""
    shown = short(value)
    return Diagnostic(
        "unknown-value",
        Text(f"`{shown}` 不是此处的取值", f"`{shown}` is not a value here"),
        span,
        Text(f"“{shown}”的代码是 `{meant}`", f"the code of “{shown}” is `{meant}`") if meant is not None else did_you_mean(value, known),
    )


def unknown_question(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-question", Text(f"没有名为 `{short(name)}` 的问题", f"no question is called `{short(name)}`"), span, did_you_mean(name, known))


def unknown_input(span: Span, question: str, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-input", Text(f"问题 `{question}` 没有名为 `{short(name)}` 的事实", f"`{question}` has no input `{short(name)}`"), span, did_you_mean(name, known))


def no_event_date(span: Span, question: str, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("event-date", Text(f"`{name}` 不是问题 `{question}` 的日期事实", f"`{name}` is no date among the inputs of `{question}`"), span, did_you_mean(name, known))


def period_of_no_year(span: Span) -> Diagnostic:
    return Diagnostic(
        "period",
        Text("`period` 只能写在每年一次的规范中", "`period` names the years of a norm that comes again each year"),
        span,
        Text("写 `each: year`，或去掉 `period`", "say `each: year`, or leave `period` out"),
    )


def not_comparable(span: Span, name: str, other: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "not-before",
        Text(f"`{short(other)}` 与 `{name}` 不能比较先后", f"`{name}` cannot be held against `{short(other)}`"),
        span,
        did_you_mean(other, known) if known else Text("只有日期、日期时间可以比较先后", "only dates, or dates and times, can be held against each other"),
    )


def unknown_output(span: Span, question: str, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-output", Text(f"问题 `{question}` 没有名为 `{short(name)}` 的结果", f"`{question}` has no output `{short(name)}`"), span, did_you_mean(name, known))


def unknown_rule(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-rule", Text(f"没有名为 `{short(name)}` 的规则", f"no rule is called `{short(name)}`"), span, did_you_mean(name, known))


def unknown_party(span: Span, name: str, known: Sequence[str], meant: str | None = None) -> Diagnostic:
    """`meant`: the party whose label stands there."""
    shown = short(name)
    return Diagnostic(
        "unknown-party",
        Text(f"主体表中没有 `{shown}`", f"`{shown}` is not among the parties"),
        span,
        Text(f"“{shown}”的代码是 `{meant}`", f"the code of “{shown}” is `{meant}`") if meant is not None else did_you_mean(name, known),
    )


def unknown_reading(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-reading", Text(f"没有名为 `{short(name)}` 的歧义或读法", f"no ambiguity or reading is called `{short(name)}`"), span, did_you_mean(name, known))


def unknown_type(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-type", Text(f"没有类型 `{short(name)}`", f"there is no type `{short(name)}`"), span, did_you_mean(name, known))


def twice(span: Span, what: Text, name: str) -> Diagnostic:
    return Diagnostic("twice", Text(f"{what.zh} `{name}` 定义了两次", f"the {what.en} `{name}` is defined twice"), span, Text("改名或删去一个", "rename or delete one"))


def code_is_there(span: Span, choice: str, code: str) -> Diagnostic:
    """A code is added that the question has: its label, and what the rules mean by it, would change without a word."""
    return Diagnostic(
        "code-is-there",
        Text(f"`{choice}` 已有取值 `{code}`，不能新增", f"`{choice}` has the code `{code}` already, and it cannot be added"),
        span,
        Text("原有的取值直接使用，此处删去；含义不同的，另起代码", "use the one that is there and delete this; for another meaning take another code"),
    )


def type_mismatch(span: Span, wanted: Text, got: Text) -> Diagnostic:
    return Diagnostic("type", Text(f"此处应为{_spaced(wanted.zh)}，而这是{_spaced(got.zh)}", f"{wanted.en} should stand here, but this is {got.en}"), span)


def incomparable(span: Span, left: Text, right: Text) -> Diagnostic:
    return Diagnostic("incomparable", Text(f"{left.zh}与{right.zh}不能比较", f"{left.en} and {right.en} do not compare"), span)


def no_operation(span: Span, operator: str, left: Text, right: Text) -> Diagnostic:
    return Diagnostic("operation", Text(f"`{operator}` 不能用于{left.zh}和{right.zh}", f"`{operator}` does not go with {left.en} and {right.en}"), span)


def bad_literal(span: Span, text: str, wanted: Text) -> Diagnostic:
    return Diagnostic("literal", Text(f"`{short(text)}` 不是{wanted.zh}", f"`{short(text)}` is not {wanted.en}"), span)


def not_a_value(span: Span, text: str) -> Diagnostic:
    return Diagnostic(
        "not-a-value",
        Text(f"`{short(text)}` 是式子，此处应为值", f"`{short(text)}` is a formula, where a value should stand"),
        span,
        Text("列出仍可能的值", "list the values that remain possible"),
    )


def syntax(span: Span, found: str, wanted: Text, whole: str = "") -> Diagnostic:
    """What should not stand in a formula, `whole`; a figure written as the text of a law has it (12个月) is told as a value is written (P12M)."""
    from ..domain.figures import first_figure  # read only where a formula is wrong

    shown = short(found)
    figure = first_figure(whole)
    return Diagnostic(
        "syntax",
        Text(
            f"此处不应是 `{shown}`，应为{wanted.zh}" if found else f"式子未完，应接{wanted.zh}",
            f"`{shown}` should not stand here; {wanted.en} is expected" if found else f"this ends too early; {wanted.en} is expected",
        ),
        span,
        Text(f"“{figure[0]}”写作 `{figure[1]}`", f"write “{figure[0]}” as `{figure[1]}`") if figure is not None else None,
    )


def unknown_function(span: Span, name: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-function", Text(f"没有函数 `{short(name)}`", f"there is no function `{short(name)}`"), span, did_you_mean(name, known))


def argument_count(span: Span, name: str, wanted: str, got: int) -> Diagnostic:
    return Diagnostic("arguments", Text(f"`{name}` 需要 {wanted} 个参数，给了 {got} 个", f"`{name}` takes {wanted} argument{'' if wanted == '1' else 's'}, not {got}"), span)


def formula_too_deep(span: Span) -> Diagnostic:
    return Diagnostic("too-deep", Text("式子嵌套过深", "the formula is nested too deep"), span, Text("把它拆成几个步骤", "split it into steps"))


def exceptions_too_deep(span: Span, rule: str, limit: int) -> Diagnostic:
    return Diagnostic(
        "too-deep",
        Text(f"`{rule}` 处例外的例外超过 {limit} 层", f"exceptions to exceptions are nested more than {limit} deep at `{rule}`"),
        span,
        Text("把条件写进规则里", "say it in the conditions of the rules"),
    )


def too_many_exceptions(span: Span, decision: str, limit: int) -> Diagnostic:
    return Diagnostic(
        "too-many-exceptions",
        Text(f"`{decision}` 中例外的组合超过 {limit} 种", f"the exceptions in `{decision}` combine in more than {limit} ways"),
        span,
        Text("减少一条规则所例外的规则", "let a rule be an exception to fewer rules"),
    )


def too_many_readings(span: Span, rule: str, limit: int) -> Diagnostic:
    return Diagnostic("too-many-readings", Text(f"规则 `{rule}` 依据的读法超过 {limit} 个", f"the rule `{rule}` rests on more than {limit} readings"), span)


def steps_too_deep(span: Span, decision: str, limit: int) -> Diagnostic:
    return Diagnostic(
        "too-deep",
        Text(f"`{decision}` 经过的步骤超过 {limit} 层", f"`{decision}` needs steps that need steps, more than {limit} deep"),
        span,
        Text("合并步骤", "join some of the steps"),
    )


def formula_too_long(span: Span, length: int, limit: int) -> Diagnostic:
    return Diagnostic(
        "too-long",
        Text(f"式子有 {length} 个字符，上限为 {limit}", f"the formula has {length} characters, more than the {limit} allowed"),
        span,
        Text("把它拆成几个步骤", "split it into steps"),
    )


def cycle(span: Span, names: Sequence[str]) -> Diagnostic:
    chain = " -> ".join(f"`{n}`" for n in names) if len(names) <= 12 else f"`{names[0]}` -> `{names[1]}` -> … -> `{names[-1]}`"
    return Diagnostic("cycle", Text(f"循环引用：{chain}", f"these need each other: {chain}"), span, Text("断开其中一环", "break one link"))


def result_missing(span: Span) -> Diagnostic:
    return Diagnostic(
        "result",
        Text("规则要有且只有一个结果", "a rule has exactly one result"),
        span,
        Text("写 `then`、`undetermined` 或 `silent` 之一", "write one of `then`, `undetermined`, `silent`"),
    )


def dates_reversed(span: Span) -> Diagnostic:
    return Diagnostic("dates", Text("截止日早于起始日", "the last day is before the first"), span)


def overlapping_values(span: Span, day: str) -> Diagnostic:
    return Diagnostic(
        "values", Text(f"`{day}` 起有两个值", f"two values begin on `{day}`"), span, Text("删去一个，或写明 `enacted`", "delete one, or say when each became known with `enacted`")
    )


def not_in_force_then(span: Span, parameter: str, day: str, ended: str | None) -> Diagnostic:
    until, until_en = (f"（其值至 {ended} 为止）", f"; its last value ended on {ended}") if ended else ("", "")
    return Diagnostic(
        "parameter-not-in-force",
        Text(f"参数 `{parameter}` 在 {day} 没有值{until}，而规则在那天要用它", f"the parameter `{parameter}` has no value on {day}, when a rule needs it{until_en}"),
        span,
        Text("给它补一个值，或限定规则的期间", "give it a value from that day, or end the rule before"),
    )


# --- citations


def unknown_clause(span: Span, address: str, known: Sequence[str]) -> Diagnostic:
    meant = at_or_below(address, known)[:MOST_MEANT] if address_of(address) is not None else []  # an address in words, as reports write it
    listed = [f"`{m}`" for m in meant]
    return Diagnostic(
        "unknown-clause",
        Text(f"条文表中没有 `{short(address)}`", f"the ledger has no clause `{short(address)}`"),
        span,
        Text(f"写作 {' 或 '.join(listed)}", f"write {' or '.join(listed)}") if meant else did_you_mean(address_of(address) or address, known),
    )


MOST_MEANT = 5  # addresses told of those that words stand for


FIXED = Text(
    "此处不能按日修改：把修改后的办法写成一个新的规则包，再用 `diff` 比较", "this cannot be amended by day yet: write the amended text as a pack of its own and compare with `diff`"
)


def no_longer_stands(span: Span, by: Text, amendable: bool, address: str, day: str, clause: str | None) -> Diagnostic:
    """`amendable`: whether an amendment can change what quotes the words."""
    now = Text(f"该款自该日起写的是：{clause}", f"from that day the clause says {clause}") if clause else Text("该款自该日起已删去", "from that day the clause is repealed")
    return Diagnostic(
        "quotation-gone",
        Text(f"自 {day} 起，`{address}` 处不再有{by.zh}所引的这些字", f"from {day} these words, which {by.en} quotes, do not stand at `{address}` any more"),
        span,
        now if amendable else Text(f"{now.zh}；{FIXED.zh}", f"{now.en}; {FIXED.en}"),
        about=(address,),
    )


def quotation(span: Span, address: str, clause: str) -> Diagnostic:
    return Diagnostic("quotation", Text(f"`{address}` 处没有这些字", f"these words do not stand at `{address}`"), span, Text(f"该款写的是：{clause}", f"the clause says {clause}"))
