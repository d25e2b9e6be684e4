"""The faults of a pack that can be read: one function each, named for the fault. What forbids reading it is in `source/faults.py`."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Span, Text, did_you_mean, known_names, short


def _spaced(words: str) -> str:
    """Chinese words, with a space after a name in backquotes."""
    return words + " " if words.endswith("`") else words


# --- the ledger


def no_ledger(span: Span | None) -> Diagnostic:
    return Diagnostic(
        "no-ledger",
        Text("没有条文表，引用无从核对", "there is no ledger to hold the citations against"),
        span,
        Text("在 ledger.yaml 的 `clauses` 中按顺序列出全部条款", "list every clause of the text in order under `clauses` in ledger.yaml"),
    )


def no_law(span: Span | None) -> Diagnostic:
    return Diagnostic(
        "no-law",
        Text("没有法规原文，条文表无从核对", "there is no law text to hold the ledger against"),
        span,
        Text("把原文放入 law/ 下的 Markdown 文件", "put the text into a Markdown file below law/"),
    )


def ledger_differs(span: Span | None, address: str, where: str, said: str, masked: bool) -> Diagnostic:
    mask = Text("；个人姓名和电话在两处都写作 `〔姓名〕`、`〔电话〕`", "; a private name or telephone number is `〔姓名〕` or `〔电话〕` in both") if masked else Text("", "")
    return Diagnostic(
        "ledger-differs",
        Text(f"从这里起，原文与条文表的 `{address}`（{where}）不同", f"from here on the text differs from the ledger's `{address}` ({where})"),
        span,
        Text(f"条文表此处写的是：{said}{mask.zh}", f"the ledger says {said} here{mask.en}"),
    )


def ledger_lacks(span: Span | None, before: str | None) -> Diagnostic:
    return Diagnostic(
        "ledger-lacks",
        Text("条文表没有收入这些字", "the ledger leaves these words out"),
        span,
        Text(f"在 `{before}` 之前补一条", f"add a clause before `{before}`") if before else Text("在末尾补一条", "add a clause at the end"),
    )


def ledger_extra(span: Span | None, address: str) -> Diagnostic:
    return Diagnostic(
        "ledger-extra",
        Text(f"原文此处没有 `{address}` 的文字", f"the words of `{address}` do not stand at this point of the text"),
        span,
        Text("条款须与原文同序，逐字相同", "the clauses are in the order of the text, word for word"),
    )


def unknown_kind(span: Span | None, kind: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("clause-kind", Text(f"没有条款类别 `{kind}`", f"there is no kind of clause `{kind}`"), span, did_you_mean(kind, known))


def article_out_of_order(span: Span | None, number: int, due: int) -> Diagnostic:
    return Diagnostic("article-order", Text(f"此处应为第 {due} 条，而写的是第 {number} 条", f"article {due} is due here, but this is article {number}"), span)


def article_of_address(span: Span | None, address: str, number: int | None) -> Diagnostic:
    return Diagnostic(
        "article-address",
        Text(
            f"`{address}` 的文字在原文第 {number} 条" if number else f"`{address}` 的文字在原文第一条之前",
            f"the words of `{address}` stand in article {number}" if number else f"the words of `{address}` stand before article 1",
        ),
        span,
        Text("地址 `aN` 指第 N 条", "the address `aN` is for article N"),
    )


# --- citations and readings


def no_citation(span: Span | None, what: Text) -> Diagnostic:
    return Diagnostic(
        "no-citation",
        Text(f"{_spaced(what.zh)}没有引用条文", f"{what.en} cites no clause"),
        span,
        Text("写明 `cite: {地址: 原文字句}`", "say `cite: {address: words that stand there}`"),
    )


def reading_elsewhere(span: Span | None, rule: str, ambiguity: str, clauses: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "reading-elsewhere",
        Text(f"规则 `{rule}` 依据 `{ambiguity}` 的读法，但没有引用其条款", f"the rule `{rule}` rests on a reading of `{ambiguity}`, but cites none of its clauses"),
        span,
        Text(f"`{ambiguity}` 涉及：{', '.join(clauses)}", f"`{ambiguity}` is about {', '.join(clauses)}"),
        "warning",
    )


def reading_of_nothing(span: Span | None, ambiguity: str) -> Diagnostic:
    return Diagnostic("unused-reading", Text(f"没有规则或参数依据 `{ambiguity}` 的读法", f"no rule and no value rests on a reading of `{ambiguity}`"), span, severity="note")


def figure_unsaid(span: Span | None, name: str, value: str, words: str, said: str) -> Diagnostic:
    return Diagnostic(
        "figure-unsaid",
        Text(f"参数 `{name}` 的值是 {value}，而所引条文写的是“{words}”", f"the parameter `{name}` is {value}, yet the words it quotes say “{words}”"),
        span,
        Text(f"写 {said}；该数另有出处的，引写明它的字句", f"write {said}; where the figure stands elsewhere, quote the words that state it"),
        "warning",
    )


# --- labels


def no_label(span: Span | None, what: Text, missing: Text) -> Diagnostic:
    return Diagnostic(
        "label",
        Text(f"{_spaced(what.zh)}没有{missing.zh}", f"{what.en} has no {missing.en}"),
        span,
        Text("写作 `{zh: …, en: …}`，英文可以省略：`{zh: …}`", "write `{zh: …, en: …}`; the English may be left out: `{zh: …}`"),
    )


# --- rules


def literal_in_rule(span: Span | None, written: str) -> Diagnostic:
    return Diagnostic(
        "literal-in-rule",
        Text(f"规则里不应直接写 `{written}`", f"`{written}` should not stand in a rule"),
        span,
        Text("把它写成有名称、期间和出处的参数", "make it a parameter: named, dated and cited"),
    )


def unused_parameter(span: Span | None, name: str) -> Diagnostic:
    return Diagnostic("unused-parameter", Text(f"没有规则用到参数 `{name}`", f"no rule reads the parameter `{name}`"), span, severity="warning")


def unused_step(span: Span | None, name: str) -> Diagnostic:
    return Diagnostic("unused-step", Text(f"没有规则用到步骤 `{name}`", f"no rule reads the step `{name}`"), span, severity="warning")


def never_in_force(span: Span | None, what: Text) -> Diagnostic:
    return Diagnostic(
        "never-in-force",
        Text(f"文件施行期间，{_spaced(what.zh)}从不适用", f"{what.en} never applies while the instrument is in force"),
        span,
        Text("核对 `from`、`to` 与施行期间", "compare its `from` and `to` with the instrument's"),
    )


def contradiction(span: Span | None, rule: str) -> Diagnostic:
    return Diagnostic("contradiction", Text(f"规则 `{rule}` 的条件互相矛盾，从不成立", f"the conditions of the rule `{rule}` contradict each other: it never holds"), span)


def exception_never(span: Span | None, rule: str, bases: Sequence[str]) -> Diagnostic:
    shown = ", ".join(f"`{b}`" for b in bases)
    return Diagnostic(
        "exception-never",
        Text(f"例外 `{rule}` 与它所例外的 {shown} 从不同时成立", f"the exception `{rule}` never holds together with what it is an exception to: {shown}"),
        span,
        Text("例外只在其所例外的规则成立时适用", "an exception applies only where a rule it names holds"),
    )


# --- the instrument


def silent_and_encoded(span: Span | None, question: str) -> Diagnostic:
    return Diagnostic(
        "silent-and-encoded",
        Text(f"`{question}` 既列为没有规定，又有规则", f"`{question}` is listed as silent, yet there are rules for it"),
        span,
        Text("从 `silent_on` 删去，或删去规则", "take it out of `silent_on`, or delete the rules"),
    )


def no_level(span: Span | None) -> Diagnostic:
    return Diagnostic(
        "no-level",
        Text("没有写明文件的层级", "the level of the instrument is not given"),
        span,
        Text("写 `level: nation | province | city | county`", "say `level: nation | province | city | county`"),
        "warning",
    )


def bad_region(span: Span | None, code: str) -> Diagnostic:
    return Diagnostic(
        "region",
        Text(f"`{code}` 不是六位行政区划代码", f"`{code}` is not a division code of six digits"),
        span,
        Text("按 GB/T 2260，如辽宁省为 210000", "see GB/T 2260: Liaoning province is 210000"),
    )


def unfit_parent(span: Span | None, parent: str, reason: Diagnostic) -> Diagnostic:
    """The text above cannot answer: it is not there, cannot be read, or is below this one too."""
    return Diagnostic(
        "unfit-parent",
        Text(f"上级规则包 `{parent}` 不能作答：{reason.message.zh}", f"the parent `{parent}` cannot answer: {reason.message.en}"),
        span,
        reason.help,
    )


def region_of_another_level(span: Span | None, code: str, level: Text) -> Diagnostic:
    return Diagnostic(
        "region",
        Text(f"`{code}` 不是{level.zh}的行政区划代码", f"`{code}` is not the code of a {level.en}"),
        span,
        Text("省为 xx0000，市为 xxxx00", "a province is xx0000, a city xxxx00"),
    )


# --- cases


def case_twice(span: Span | None, case: str) -> Diagnostic:
    return Diagnostic("case-twice", Text(f"两个案例都叫 `{case}`", f"two cases are called `{case}`"), span, Text("改名或删去一个", "rename or delete one"))


def case_fails(span: Span | None, case: str, differences: Sequence[Text], why: str) -> Diagnostic:
    return Diagnostic(
        "case-fails",
        Text(f"案例 `{case}` 不符：{'；'.join(d.zh for d in differences)}", f"the case `{case}` fails: {'; '.join(d.en for d in differences)}"),
        span,
        Text(f"案例说明：{why}", f"the case says: {why}") if why else None,
    )


def no_code(span: Span | None, case: str, name: str, code: str, known: Sequence[str], meant: str | None = None) -> Diagnostic:
    """A worked case names a code that is none: the file is wrong, whatever the rules say. `meant`: the code whose label stands there."""
    shown = short(code)
    help_ = Text(f"“{shown}”的代码是 `{meant}`", f"the code of “{shown}” is `{meant}`") if meant is not None else known_names(code, known)
    if code == "none" and name not in ("status", "force"):  # these always have a value
        help_ = Text("没有的，写作 `null`", "where there is none, write `null`")
    return Diagnostic("case-code", Text(f"案例 `{case}`：`{name}` 没有取值 `{shown}`", f"the case `{case}`: `{name}` has no value `{shown}`"), span, help_)


def no_fact(span: Span | None, case: str, question: str, name: str, known: Sequence[str], meant: str | None = None) -> Diagnostic:
    """`meant`: the input of which the name given is the label."""
    shown = short(name)
    message = Text(f"案例 `{case}`：问题 `{question}` 没有名为 `{shown}` 的事实", f"the case `{case}`: `{question}` has no input `{shown}`")
    return Diagnostic("case-code", message, span, _named_so(meant) if meant is not None else known_names(name, known))


def no_output(span: Span | None, case: str, question: str, name: str, known: Sequence[str], meant: str | None = None) -> Diagnostic:
    """`meant`: the output of which the name given is the label."""
    shown = short(name)
    message = Text(f"案例 `{case}`：问题 `{question}` 没有名为 `{shown}` 的结论", f"the case `{case}`: `{question}` has no output `{shown}`")
    return Diagnostic("case-code", message, span, _named_so(meant) if meant is not None else known_names(name, known))


def _named_so(name: str) -> Text:
    return Text(f"写作 `{name}`", f"write `{name}`")


def written_otherwise(span: Span | None, case: str, name: str, value: str, meant: str) -> Diagnostic:
    """A day or a moment in a case that is written in another form than cases have."""
    return Diagnostic(
        "case-code",
        Text(f"案例 `{case}`：`{name}` 的 `{short(value)}` 不是案例中日期的写法", f"the case `{case}`: `{short(value)}` of `{name}` is not how cases write a day"),
        span,
        _named_so(meant),
    )


def case_unanswered(span: Span | None, case: str, reason: Text) -> Diagnostic:
    return Diagnostic("case-fails", Text(f"案例 `{case}` 得不到答案：{reason.zh}", f"the case `{case}` cannot be answered: {reason.en}"), span)


def rules_disagree(span: Span | None, case: str, reason: Text) -> Diagnostic:
    return Diagnostic(
        "rules-disagree",
        Text(f"案例 `{case}`：{reason.zh}", f"the case `{case}`: {reason.en}"),
        span,
        Text("用 `excepts` 说明哪条是例外，或使条件互斥", "say with `excepts` which one is the exception, or make their conditions exclusive"),
    )


def untested_rule(span: Span | None, decision: str, rule: str) -> Diagnostic:
    return Diagnostic(
        "untested-rule",
        Text(f"没有案例用到 `{decision}` 的规则 `{rule}`", f"no case makes the rule `{rule}` of `{decision}` answer"),
        span,
        Text("在 cases/ 中补一个案例", "add a case below cases/"),
        "warning",
        about=(decision, rule),
    )


def untested_order(span: Span | None, decision: str) -> Diagnostic:
    return Diagnostic(
        "untested-rule",
        Text(f"没有案例用到 `{decision}` 的调用顺序", f"no case asks for the draw order `{decision}`"),
        span,
        Text("在 cases/ 中补一个案例", "add a case below cases/"),
        "warning",
        about=(decision,),
    )
