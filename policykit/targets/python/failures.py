"""What stopped a decision, as a fault of the pack or of the facts."""

from __future__ import annotations

from collections.abc import Sequence

from ...diagnostics import Diagnostic, Text, short
from ...ir.pack import Pack
from .runtime import NotInForce, RulesDisagree


def failure(error: Exception, pack: str, question: str) -> Diagnostic:
    """The fault behind an exception that a program raised."""
    match error:
        case RulesDisagree():
            return Diagnostic(
                "rules-disagree",
                Text(
                    f"`{pack}` 的 `{error.decision}`：规则 `{error.first}` 与 `{error.second}` 对此情形结论不同",
                    f"in `{pack}`, `{error.decision}`: the rules `{error.first}` and `{error.second}` disagree on this case",
                ),
                help=Text("用 `excepts` 说明哪条是例外，或使条件互斥", "say with `excepts` which one is the exception, or make their conditions exclusive"),
            )
        case NotInForce():
            return Diagnostic(
                "parameter-not-in-force", Text(f"`{pack}` 的参数 `{error.parameter}` 在该日没有值", f"in `{pack}`, the parameter `{error.parameter}` has no value on this day")
            )
    return Diagnostic("out-of-range", Text(f"`{pack}` 的 `{question}`：计算超出范围（{error}）", f"in `{pack}`, `{question}`: a value leaves its range ({error})"))


def beyond_model(pack: str, question: str) -> Diagnostic:
    """The answer has a value that the shared question does not know: a code the pack adds, an output it leaves out, a fraction."""
    return Diagnostic(
        "beyond-model",
        Text(f"`{pack}` 对 `{question}` 的答案含有共用模型之外的值", f"the answer of `{pack}` to `{question}` has a value that the shared model does not have"),
        help=Text(f'按名称提问：`ask("{question}", ...)`', f'ask by name: `ask("{question}", ...)`'),
    )


def not_encoded(pack: Pack, question: object) -> Diagnostic:
    """A question that the pack does not answer, or that nobody knows, or what is no name."""
    if not isinstance(question, str):
        return no_question(question, pack)
    if question in pack.questions:
        return Diagnostic(
            "not-encoded",
            Text(f"`{pack.id}` 尚未编入问题 `{question}`", f"`{pack.id}` does not encode `{question}` yet"),
            help=Text("这不等于文本没有规定", "this is not silence of the text"),
        )
    from ...ir.names_meant import question_meant  # only when a name is wrong

    shown = short(question)
    return Diagnostic("unknown-question", Text(f"没有名为 `{shown}` 的问题", f"no question is called `{shown}`"), help=question_meant(question, pack.questions))


def no_question(given: object, pack: Pack) -> Diagnostic:
    """What is given for a question is neither a name nor a model."""
    shown = short(" ".join(repr(given).split()))
    return Diagnostic(
        "unknown-question",
        Text(f"`{shown}` 不是问题", f"`{shown}` is no question"),
        help=Text(
            f"给出名称，如 `{next(iter(pack.questions))}`，或 `policykit.questions.models` 的模型",
            f"give a name, as `{next(iter(pack.questions))}`, or a model of `policykit.questions.models`",
        ),
    )


def parents_in_a_ring(packs: Sequence[str]) -> Diagnostic:
    """A pack is, through others, its own parent."""
    ring = " → ".join(packs)
    return Diagnostic(
        "parents-in-a-ring",
        Text(f"规则包互为上级：{ring}", f"these packs are each other's parent: {ring}"),
        help=Text("删去其中一个的 `parent`", "delete the `parent` of one of them"),
    )
