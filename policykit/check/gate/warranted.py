"""Whether the text bears out what a draft changes in the rules: each rule or norm that it replaces, repeals or adds rests on a clause that it changes.

Where all that changes there are figures, or the rule quotes none of the new words, a person must judge whether it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...diagnostics import Diagnostic, Span, Text
from ...domain.differences import Difference, changed_figure, concerning
from ...domain.wording import meet, stretches
from ...ir.amendment import RuleChanged, TextChange
from ...ir.instrument import Quote
from ...ir.norm import Follows
from ...ir.pack import NormChange
from ..diff.model import Law
from .added import added_otherwise
from .following import differing
from .parties import names_who_came, parties_unfollowed
from .quoting import means_otherwise, quoted_by
from .units import recounted

MEANINGLESS = ("label", "note")  # keys of a rule or norm that may change without the text


def rules_without_text(before: Law, after: Law) -> Iterator[Diagnostic]:
    """An error for each rule, row, silence, norm or ambiguity that the draft changes though it quotes, before and after, no clause that the draft changes.

    What takes the place of a repealed clause has no words to quote: a rule of the same decision as one that goes with it, a norm that names one that does.
    What reads a parameter of which the unit changes must change, whatever it quotes.
    """
    changes, clauses = _changes(after), _clauses(after)
    gone, follow = _gone(changes, clauses, before), recounted(before, after)
    for change in changes:
        if (change.kind == "replace" and {*change.keys} <= {*MEANINGLESS}) or change.target in follow:
            continue
        quoted = _addresses(change.target, (before, after))
        if quoted and not clauses.keys() & quoted and not _in_place_of(change.target, gone, before):
            yield rule_without_text(change.target, sorted(quoted), change.span)


def norms_gone(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A warning for each norm repealed while all it quotes stands, of figures apart, and no other norm that the draft changes quotes it."""
    changes, clauses = _changes(after), _clauses(after)
    gone = _gone(changes, clauses, before)
    others = [q for c in changes if c.kind != "repeal" and c.target.startswith("norms/") for q in _quotes(c.target, after)]
    for change in changes:
        quoted = _quotes(change.target, before)
        if change.kind != "repeal" or not change.target.startswith("norms/") or _in_place_of(change.target, gone, before):
            continue
        if clauses.keys() & {q.address for q in quoted} and all(_stands(q, clauses, after) and not _taken_over(q, others) for q in quoted):
            yield norm_gone(change.target, quoted, change.span)


def left_to_judge(before: Law, after: Law) -> Iterator[Diagnostic]:
    """Warnings of what the words do not bear out, or bear out otherwise, told once of each rule: which party it should name says what it should quote."""
    parties = [*parties_unfollowed(after), *added_otherwise(after)]
    told = {d.about for d in parties}
    yield from (d for d in beyond_the_words(before, after) if d.about not in told)
    yield from parties


def beyond_the_words(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A warning for each rule or norm that goes, or says something else than before, while the clauses it quotes change in figures alone; and for each that
    says something else and quotes none of the words that are new in them."""
    changes, clauses = _changes(after), _clauses(after)
    gone, told = _gone(changes, clauses, before), {d.about for d in norms_gone(before, after)}
    follow = recounted(before, after)
    for change in changes:
        if change.kind != "repeal" and not means_otherwise(change, before, after):
            continue
        if (change.target,) in told or change.target in follow or _in_place_of(change.target, gone, before):
            continue
        touched = [clauses[a] for a in sorted(clauses.keys() & _addresses(change.target, (before, after)))]
        if not touched or any(c.before is None or c.after is None for c in touched):
            continue
        if all(not _words_changed(c) for c in touched):
            yield figures_alone(change, [c.address for c in touched])
        elif change.kind == "replace" and not (_quotes_new(_quotes(change.target, after), touched) or names_who_came(change.target, touched, after)):
            yield new_words_unquoted(change.target, [c.address for c in touched], change.span)


def _changes(after: Law) -> list[RuleChanged]:
    """What the draft changes beside parameters and days in force, which are held against the words by themselves."""
    return [c for c in after.pack.amendments[-1].rules if c.target.partition("/")[0] not in ("parameters", "validity")]


def _clauses(after: Law) -> dict[str, TextChange]:
    return {c.address: c for part in after.pack.amendments[-1].parts for c in part.clauses}


def _gone(changes: Iterable[RuleChanged], clauses: dict[str, TextChange], before: Law) -> set[str]:
    """The rules and norms that rested on a repealed clause and change with it."""
    repealed = {a for a, c in clauses.items() if c.after is None}
    return {c.target for c in changes if c.kind in ("repeal", "replace") and repealed & _addresses(c.target, [before])}


def _quotes(target: str, law: Law) -> tuple[Quote, ...]:
    section, _, name = target.partition("/")
    return quoted_by(section, name, law)


def _addresses(target: str, laws: Iterable[Law]) -> set[str]:
    return {a for law in laws for a in ({q.address for q in _quotes(target, law)} | _in_doubt(target, law))}


def _in_doubt(target: str, law: Law) -> set[str]:
    """The clauses that an ambiguity is about, and those that the rules quote which its readings change."""
    section, _, name = target.partition("/")
    ambiguity = law.pack.ambiguities.get(name) if section == "readings" else None
    if ambiguity is None:
        return set()
    changed = [c for r in ambiguity.readings for c in r.changes]
    quotes = [c.becomes.cite for c in changed if isinstance(c, NormChange)] + [r.cite for r in ambiguity.rules()]
    return {*ambiguity.clauses}.union(q.address for cite in quotes for q in cite)


def _words_changed(change: TextChange) -> list[Difference]:
    """What changes in a clause beside figures."""
    text, final, found = differing(change)
    return [d for d in found if changed_figure(d, text, final) is None]


def _stands(quote: Quote, clauses: dict[str, TextChange], after: Law) -> bool:
    """Whether words quoted before are still said: they and the strength of their sentence, figures apart."""
    change = clauses.get(quote.address)
    if change is None:
        clause = after.pack.clauses.get(quote.address)
        return clause is not None and clause.on(after.on) is not None
    if change.before is None or change.after is None:
        return False
    text, final, found = differing(change)
    return all(changed_figure(d, text, final) is not None for start, end in stretches(quote.words, text) for d in concerning(start, end, found, text, final))


def _taken_over(quote: Quote, others: Iterable[Quote]) -> bool:
    """Whether what stands in the place of a norm quotes the clause that it quoted."""
    return any(q.address == quote.address for q in others)


def _quotes_new(quotes: Iterable[Quote], touched: Iterable[TextChange]) -> bool:
    """Whether any of the words that are new is quoted; so it is where none is."""
    quoted = [*quotes]
    new = [(c, d) for c in touched for d in _words_changed(c) if d.first < d.last]
    return not new or any(meet((d.first, d.last), stretches(q.words, differing(c)[1])) for c, d in new for q in quoted if q.address == c.address)


def _in_place_of(target: str, gone: set[str], before: Law) -> bool:
    """Whether a rule stands beside one that goes with its clause, or a norm names one that does."""
    section, _, name = target.partition("/")
    if section != "norms":
        return any(g.partition("/")[0] == section for g in gone)
    norm = before.pack.norms.get(name)
    named = (*norm.after, *(s.norm for s in norm.starts if isinstance(s, Follows))) if norm is not None else ()
    return any(f"norms/{n}" in gone for n in named)


def rule_without_text(target: str, quoted: list[str], span: Span | None) -> Diagnostic:
    """A rule or norm changes, and no clause it rests on does."""
    zh, en = "、".join(f"`{a}`" for a in quoted), ", ".join(f"`{a}`" for a in quoted)
    return Diagnostic(
        "rule-without-text",
        Text(
            f"草案改动 `{target}`，而它所引的条文（{zh}）都没有改",
            f"the draft changes `{target}`, and none of the clauses that it quotes ({en}) changes",
        ),
        span,
        Text(
            "一并修改所引条文的文字；它依据草案改动的条文的，在 `cite` 中引用改后的字句；与草案无关的，删去此处改动",
            "change the words of a clause it quotes; where it rests on one that the draft changes, quote the words as changed under `cite`; where neither, leave it as it is",
        ),
    )


def norm_gone(target: str, quoted: Sequence[Quote], span: Span | None) -> Diagnostic:
    """A norm goes, and what it quotes does not."""
    words = "".join(f"`{q.address}`“{q.words}”" for q in quoted)
    return Diagnostic(
        "norm-gone",
        Text(
            f"草案删去 `{target}`，而它所引的字句仍在（{words}，数字除外）",
            f"the draft repeals `{target}`, while the words that it quotes still stand ({words}, figures apart)",
        ),
        span,
        Text(
            "一并删去或修改这些字句；改由另一条规范承担的，用 `add` 写一条引用它们的规范；否则不删",
            "repeal or change these words too; where another norm says them, write it with `add`, quoting them; else keep the norm",
        ),
        "warning",
        about=(target,),
    )


def figures_alone(change: RuleChanged, addresses: Sequence[str]) -> Diagnostic:
    """A rule or norm goes or says something else, while only figures of its clauses change."""
    listed = [f"`{a}`" for a in addresses]
    zh, en = ("删去", "is repealed") if change.kind == "repeal" else ("的条件、结论或强度改了", "says something else than before")
    return Diagnostic(
        "figures-alone",
        Text(
            f"`{change.target}` {zh}，而它所引的条文（{'、'.join(listed)}）只改了数",
            f"`{change.target}` {en}, while in the clauses that it quotes ({', '.join(listed)}) figures alone change",
        ),
        change.span,
        Text(
            "由一人核对规则为何改变；条文的含义确实改变的，一并修改其他字句；只随数额改变的，改用参数（`set`），规则照旧",
            "have a person judge why it changes: where the clause means something else, change other words too; where the figure alone does, set a parameter and leave the rule as it is",
        ),
        "warning",
        about=(change.target,),
    )


def new_words_unquoted(target: str, addresses: Sequence[str], span: Span | None) -> Diagnostic:
    """A rule or norm says something else than before and quotes nothing that is new."""
    listed = [f"`{a}`" for a in addresses]
    return Diagnostic(
        "new-words-unquoted",
        Text(
            f"`{target}` 的条件、结论或强度改了，而没有引用 {'、'.join(listed)} 中新的字句",
            f"`{target}` says something else than before, and quotes none of the words that are new in {', '.join(listed)}",
        ),
        span,
        Text("在 `cite` 中引用它所依据的新的字句", "quote under `cite` the new words on which it rests"),
        "warning",
        about=(target,),
    )
