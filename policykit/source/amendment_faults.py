"""The faults of amendments: one function each, named for the fault."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, Span, Text
from ..domain.differences import Around
from .faults import FIXED


def another_base(span: Span, wanted: str, got: str) -> Diagnostic:
    return Diagnostic(
        "another-base",
        Text(f"该修正案修改 `{wanted}`，不能用于 `{got}`", f"this amends `{wanted}`, not `{got}`"),
        span,
        Text(f"写作 `{wanted}+…`，或改正 `amends`", f"load it as `{wanted}+…`, or mend `amends`"),
    )


def outside_validity(span: Span, day: str, first: str, last: str) -> Diagnostic:
    return Diagnostic(
        "outside-validity",
        Text(f"修正案自 {day} 起施行，而被修改的文件施行期间为 {first} 至 {last}", f"in force from {day}, while the text it amends is in force from {first} to {last}"),
        span,
        Text("改正施行日期 `from`", "mend the day in force, `from`"),
    )


def outside_new_validity(span: Span, day: str, first: str, last: str) -> Diagnostic:
    """The amendment makes the days in force others, and is in force on none of them."""
    return Diagnostic(
        "outside-validity",
        Text(f"修正案自 {day} 起施行，而它把施行期间改为 {first} 至 {last}", f"in force from {day}, while it makes the days in force {first} to {last}"),
        span,
        Text("改正 `validity`，或者改正施行日期 `from`", "mend `validity`, or the day in force, `from`"),
    )


def no_amendment(file: str) -> Diagnostic:
    return Diagnostic(
        "no-amendment",
        Text("这不是修正案文件", "this is no amendment file"),
        file=file,
        help=Text("写明 `amendment`、`title`、`amends`、`from`、`changes`", "say `amendment`, `title`, `amends`, `from` and `changes`"),
    )


def touched_twice(span: Span, what: str, first: Text, earlier: Span, second: Text) -> Diagnostic:
    """`earlier`: where the first amendment changes it; titles of two may be the same, as of drafts of one decision."""
    one, other = f"{earlier.source.name}:{earlier.line + 1}", f"{span.source.name}:{span.line + 1}"
    return Diagnostic(
        "touched-twice",
        Text(f"《{first.zh}》（{one}）和《{second.zh}》（{other}）都改动 `{what}`", f"“{first.en}” ({one}) and “{second.en}” ({other}) both change `{what}`"),
        span,
        Text("把两处改动并入一个修正案，或先后各自成为新的规则包", "join the two changes in one amendment, or consolidate the pack with the first before the second"),
    )


def no_text(span: Span) -> Diagnostic:
    return Diagnostic(
        "no-text",
        Text("此处改了规则，没有改条文的文字", "rules change here, and no words of the text do"),
        span,
        Text("写出改动的文字，如 `text: {a1: {replace: 6个月, by: 9个月}}`", "say which words change: `text: {a1: {replace: 6个月, by: 9个月}}`"),
    )


def changed_twice(span: Span, what: str) -> Diagnostic:
    return Diagnostic("changed-twice", Text(f"同一修正案两次改动 `{what}`", f"the amendment changes `{what}` twice"), span, Text("合为一处", "join the two"))


def words_not_there(span: Span, address: str, clause: str) -> Diagnostic:
    return Diagnostic(
        "words", Text(f"`{address}` 处没有要改的这些字", f"the words to be changed do not stand at `{address}`"), span, Text(f"该款写的是：{clause}", f"the clause says {clause}")
    )


def words_of_other_width(span: Span, address: str, meant: str) -> Diagnostic:
    return Diagnostic(
        "words",
        Text(f"`{address}` 处没有要改的这些字：全角、半角与原文不同", f"the words to be changed stand at `{address}` in letters, digits or signs of another width (full or half)"),
        span,
        Text(f"照原文写 `{meant}`", f"write them as the clause does: `{meant}`"),
    )


def words_several_times(span: Span, address: str, count: int, meant: Sequence[str]) -> Diagnostic:
    """`meant`: the change as it would mean one of the places alone, for the first of them."""
    zh, en = "，或 ".join(f"`{m}`" for m in meant), " or ".join(f"`{m}`" for m in meant)
    return Diagnostic(
        "words",
        Text(f"这些字在 `{address}` 处出现 {count} 次", f"these words stand {count} times at `{address}`"),
        span,
        Text(f"多引几个字，使所指唯一：{zh}；几处都改的，各列一项", f"quote more words, so that one place is meant: {en}; to change several, list one change for each")
        if meant
        else Text("用 `wording` 写出改后的整款", "write the whole clause as it will read, with `wording`"),
    )


def one_kind_of_change(span: Span) -> Diagnostic:
    return Diagnostic(
        "text-change",
        Text("一处文字改动只能是一种", "a change of the text is of one kind"),
        span,
        Text(
            "写 `replace` 与 `by`、`insert` 与 `after` 或 `before`、`delete`、`wording`、`repeal: true`、`add` 与 `after` 或 `before` 之一",
            "write one of `replace` and `by`, `insert` and `after` or `before`, `delete`, `wording`, `repeal: true`, `add` and `after` or `before`",
        ),
    )


def no_words(span: Span) -> Diagnostic:
    return Diagnostic("words", Text("此处没有文字", "no words stand here"), span, Text("写出文字；删去条文写 `repeal: true`", "write the words; a clause goes with `repeal: true`"))


def clause_repealed(span: Span, address: str, last: str) -> Diagnostic:
    return Diagnostic("clause-repealed", Text(f"`{address}` 已自 {last} 之后删去", f"`{address}` does not stand after {last}"), span)


def not_then_in_force(span: Span, target: str, day: str) -> Diagnostic:
    return Diagnostic(
        "not-then-in-force",
        Text(f"`{target}` 在 {day} 并不有效，无从修改", f"`{target}` is not in force on {day}, so it cannot be changed then"),
        span,
    )


def set_to_none(span: Span, name: str) -> Diagnostic:
    return Diagnostic(
        "set-to-none",
        Text(f"`set` 不能把 `{name}` 设为空", f"`set` cannot make `{name}` nothing"),
        span,
        Text(f"参数随条文删去的，写 `repeal: parameters/{name}`", f"a parameter that goes with its clause is repealed: `repeal: parameters/{name}`"),
    )


def odd_target(span: Span, target: str) -> Diagnostic:
    return Diagnostic(
        "target",
        Text(f"不能这样指明 `{target}`", f"`{target}` names nothing that can be changed so"),
        span,
        Text(
            "写作 `决定/规则`、`norms/规范`、`readings/疑义`；新增、删去另可写 `parameters/参数`，新增可写 `decisions/决定`、`choices/问题.名称`（新的取值）",
            "write `decision/rule`, `norms/norm` or `readings/A01`; to add or repeal also `parameters/name`, to add `decisions/name`, `choices/question.name` (new codes)",
        ),
    )


def chosen_anew(span: Span, ambiguity: str) -> Diagnostic:
    return Diagnostic(
        "target",
        Text(f"`{ambiguity}` 的所选读法不能按日改选", f"which reading of `{ambiguity}` is chosen cannot change by day"),
        span,
        Text(
            f"写 `repeal: [readings/{ambiguity}]`，规则用 `replace` 改为新选的读法，再用 `add` 以另一编号写出疑义",
            f"write `repeal: [readings/{ambiguity}]`, change the rules to the other reading with `replace`, and `add` the ambiguity under another id",
        ),
    )


def undated_change(span: Span, target: str) -> Diagnostic:
    """A reading changes what has no days: a draw order, the days in force."""
    return Diagnostic(
        "target",
        Text(f"读法对 `{target}` 的改动不能按日修改", f"what a reading changes in `{target}` cannot change by day"),
        span,
        Text("把修改后的办法写成一个新的规则包，再用 `diff` 比较", "write the amended text as a pack of its own and compare with `diff`"),
    )


def still_rests(span: Span, ambiguity: str, target: str) -> Diagnostic:
    """An ambiguity goes, and something without days names it."""
    return Diagnostic(
        "target",
        Text(f"`{target}` 依据 `{ambiguity}` 的读法，而它不能按日修改", f"`{target}` rests on a reading of `{ambiguity}` and cannot change by day"),
        span,
        Text(
            "施行期间用 `set: {validity: {reading: []}}` 一并设定；其他的把修改后的办法写成一个新的规则包",
            "set the days in force with it (`set: {validity: {reading: []}}`); else write the amended text as a pack of its own",
        ),
    )


def reading_hides(span: Span, ambiguity: str, readings: Sequence[str], target: str, parts: Sequence[str], example: str) -> Diagnostic:
    """Other readings write anew what the amendment changes, so that it is lost under them. `example`: how they say so."""
    zh, en = "、".join(f"`{r}`" for r in readings), ", ".join(f"`{r}`" for r in readings)
    what_zh, what_en = "、".join(f"`{p}`" for p in parts), ", ".join(f"`{p}`" for p in parts)
    written = f"replace: {{readings/{ambiguity}: {{readings: {{{readings[0]}: {{change: {{{target}: {example}}}}}}}}}}}"
    return Diagnostic(
        "reading-hides",
        Text(
            f"草案改了 `{target}` 的 {what_zh}，而 `{ambiguity}` 的读法 {zh} 各有自己的写法，改用这些读法时，此处的改动不起作用",
            f"the draft changes {what_en} of `{target}`, which readings of `{ambiguity}` ({en}) write in their own way: under them the change is lost",
        ),
        span,
        Text(
            f"逐一写出这些读法怎样随之改变（不变的照写）：`{written}`；修改后不再有这处疑义的，写 `repeal: [readings/{ambiguity}]`",
            f"say for each how it changes (or write it as it was): `{written}`; where the doubt is gone, `repeal: [readings/{ambiguity}]`",
        ),
        about=(target, ambiguity),
    )


def reading_left(span: Span, ambiguity: str, readings: Sequence[str], target: str) -> Diagnostic:
    """A rule rests on no reading of an ambiguity any more, and other readings of it still change the rule."""
    zh, en = "、".join(f"`{r}`" for r in readings), ", ".join(f"`{r}`" for r in readings)
    return Diagnostic(
        "reading-left",
        Text(
            f"修改后 `{target}` 不再依据 `{ambiguity}` 的读法，而它的其他读法（{zh}）仍改动这条规则",
            f"as amended, `{target}` rests on no reading of `{ambiguity}`, and its other readings ({en}) still change it",
        ),
        span,
        Text(
            f"修改后不再有这处疑义的，写 `repeal: [readings/{ambiguity}]`；只是这条规则不再有的，写 "
            f"`replace: {{readings/{ambiguity}: {{readings: {{{readings[0]}: {{change: {{{target}: '-'}}}}}}}}}}`；仍有的，保留 `reading`",
            f"where the doubt is gone, `repeal: [readings/{ambiguity}]`; where it is for this rule alone, "
            f"`replace: {{readings/{ambiguity}: {{readings: {{{readings[0]}: {{change: {{{target}: '-'}}}}}}}}}}`; where it is not, keep `reading`",
        ),
        about=(target, ambiguity),
    )


def odd_validity(span: Span) -> Diagnostic:
    return Diagnostic(
        "target",
        Text("不能这样设定施行期间", "the validity cannot be set so"),
        span,
        Text(
            "写作 `validity: {to: 2028-08-31, cite: {a26.p1: 有效期三年}}`；规则包没有施行期间的，先在 `pack.yaml` 写明",
            "write `validity: {to: 2028-08-31, cite: {a26.p1: 有效期三年}}`; a pack without validity must state it in `pack.yaml` first",
        ),
    )


def no_rules_to_amend(span: Span, decision: str) -> Diagnostic:
    return Diagnostic(
        "target",
        Text(f"`{decision}` 是调用顺序，尚不能按日修改", f"`{decision}` is a draw order, which cannot be amended by day yet"),
        span,
        Text("把修改后的办法写成一个新的规则包，再用 `diff` 比较", "write the amended text as a pack of its own and compare with `diff`"),
    )


def duty_that_may(span: Span, target: str, modality: str, deed: str) -> Diagnostic:
    """The amendment gives a duty or a ban the strength of a permission."""
    kind = Text("义务", "an obligation") if modality == "must" else Text("禁止", "a prohibition")
    return Diagnostic(
        "duty-that-may",
        Text(f"`{target}` 写作 `{modality}`，是{kind.zh}，强度不能改为 `may`", f"`{target}` is {kind.en} (`{modality}`), of which the strength cannot become `may`"),
        span,
        Text(
            f"改为许可的，写 `replace: {{{target}: {{may: {deed}, strength: may, …}}}}`",
            f"to make it a permission write `replace: {{{target}: {{may: {deed}, strength: may, …}}}}`",
        ),
    )


def words_around(span: Span, by: Text, address: str, words: str, found: Around, mended: str | None, set_anew: bool) -> Diagnostic:
    """`by`: what quotes the words; `mended`: how it is given a citation anew, None where it cannot be amended; `set_anew`: a parameter with a new value and no new citation."""
    strength = Text("", "")
    if found.strength:
        listed = "、".join(f"“{w}”" for w in found.strength)
        strength = Text(f"；改动涉及{listed}，看强度 `strength` 是否改变", f"; {listed} changes: see whether its `strength` does")
    if mended is None:
        way = Text(f"看它是否随之改变；{FIXED.zh}", f"see whether it changes too; {FIXED.en}")
    else:
        way = (
            Text(f"由人核对后写 `{mended}`，引用改后的字句", f"have a person check it, then quote the words anew, `{mended}`")
            if set_anew
            else Text(
                f"看它是否随之改变：改变的，一并修改或删去（`replace`、`repeal`）；不变的，写 `{mended}` 重新引用改后的字句",
                f"see whether it changes too: if so, change or repeal it (`replace`, `repeal`); if not, say so by quoting the words anew, `{mended}`",
            )
        )
    kept = Text("引文不能自行更新", "so that the quotation cannot follow by itself") if set_anew else Text("而它没有改", "and it does not")
    return Diagnostic(
        "words-around",
        Text(
            f"`{address}` 处{by.zh}所引“{words}”前后的字改了，{kept.zh}：原为“{found.before}”，改后为“{found.after}”",
            f"words around “{words}”, which {by.en} quotes at `{address}`, change, {kept.en}: “{found.before}” becomes “{found.after}”",
        ),
        span,
        Text(way.zh + strength.zh, way.en + strength.en),
        about=(address,),
    )
