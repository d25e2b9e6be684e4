"""Whether the rules and norms that a draft adds name the parties, and hold as strictly, as the words say that they quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...diagnostics import Diagnostic, Span, Text
from ...domain.differences import STRENGTH
from ...domain.wording import bare, sentences, stretches
from ...ir.explain import STRENGTH as SAID
from ...ir.instrument import Quote
from ...ir.pack import Answered, Rule, Table
from ..diff.model import Law
from .following import heading
from .parties import named_in, naming

IN_PRINCIPLE, MAY = ("原则上", "一般"), ("可以", "可", "鼓励", "宜")
_ACTS = re.compile(r"(?:^|[由，,。；;：:])$")  # what stands before the label of one who acts


def added_otherwise(after: Law) -> Iterator[Diagnostic]:
    """A warning for each rule and norm added that names a party which the article does not name, or not the one who acts by the words quoted; and for each that
    holds more or less strictly than its words say."""
    written = {c.target: c.span for c in after.pack.amendments[-1].rules if c.kind == "add"}
    for target, quotes, named, _ in naming(after):
        if target in written and named:
            yield from _parties(target, quotes, named, after, written[target])
    for target, quotes, strength in _binding(after):
        words = [w for q in quotes for w in _strength_at(q, after)] if target in written else []
        if told := _unlike(strength, words):
            yield strength_otherwise(target, strength, told, written[target])


# --- parties


def _parties(target: str, quotes: Sequence[Quote], named: frozenset[str], law: Law, span: Span | None) -> Iterator[Diagnostic]:
    labels = law.pack.instrument.parties
    quoted, acting = set[str](), set[str]()
    for quote in quotes:
        text, places = _clause(quote.address, law), stretches(quote.words, _clause(quote.address, law))
        for code, start, end in named_in(text, labels):
            if any(first <= start and end <= last for first, last in places):
                quoted.add(code)
                acting |= {code} if _ACTS.search(text[:start]) else set()
    unsaid = named - _in_articles(quotes, law)
    if unsaid and quoted:
        yield party_otherwise(target, [labels[n] for n in sorted(unsaid)], [labels[n] for n in sorted(quoted)], quotes, span)
    elif acting and not acting & named:
        yield party_otherwise(target, [labels[n] for n in sorted(named)], [labels[n] for n in sorted(acting)], quotes, span)


def _in_articles(quotes: Iterable[Quote], law: Law) -> frozenset[str]:
    """The parties that stand anywhere in the articles quoted: a sentence may leave to those before it who acts."""
    articles = {q.address.split(".")[0] for q in quotes}
    texts = [_clause(a, law) for a in law.pack.clauses if a.split(".")[0] in articles]
    return frozenset(code for text in texts for code, _, _ in named_in(text, law.pack.instrument.parties))


def _clause(address: str, law: Law) -> str:
    """A clause on the day without white space and without the number of its article."""
    clause = law.pack.clauses.get(address)
    words = (clause.on(law.on) if clause is not None else None) or ""
    return bare(words)[heading(words) :]


# --- how strictly


def _binding(law: Law) -> Iterator[tuple[str, tuple[Quote, ...], str]]:
    """The rules and norms of the day of which the pack says how strictly they hold: not rows of a matrix, which cannot, nor what is inferred or left open."""
    for table in law.pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) and not table.ranked else ():
            if rule.period.covers(law.on) and _is_said(rule):
                yield f"{table.id}/{rule.id}", rule.cite, rule.strength
    for norm in law.pack.norms.values():
        if norm.period.covers(law.on):
            yield f"norms/{norm.id}", norm.cite, "may" if norm.modality == "may" else norm.strength


def _is_said(rule: Rule) -> bool:
    return isinstance(rule.result, Answered) and not rule.inferred


def _strength_at(quote: Quote, law: Law) -> Iterator[str]:
    """The words of strength in the sentence of words quoted, up to their end: 原则上 at its head holds for what follows."""
    text = _clause(quote.address, law)
    for start, end in stretches(quote.words, text):
        head = next((first for first, last in sentences(text) if first <= start < last), 0)
        yield from (m[0] for m in STRENGTH.finditer(text, head) if m.start() < end)


def _unlike(strength: str, words: Sequence[str]) -> list[str]:
    """The words of strength that say another than the one given; nothing where they do not show it."""
    limited, free = ([w for w in words if w in kind] for kind in (IN_PRINCIPLE, MAY))
    bound = [w for w in words if w not in (*IN_PRINCIPLE, *MAY)]
    if strength == "must":
        return limited or (free if not bound else [])
    if strength == "in_principle":
        return [] if limited else [*bound, *free]
    return bound if not free and not limited else []


def party_otherwise(target: str, named: Sequence[Text], said: Sequence[Text], quotes: Sequence[Quote], span: Span | None) -> Diagnostic:
    """A rule or norm is added that names another party than the words."""
    at = [f"`{a}`" for a in dict.fromkeys(q.address for q in quotes)]
    it, words = (Text("、".join(f"“{t.zh}”" for t in some), ", ".join(f"“{t.en}”" for t in some)) for some in (named, said))
    return Diagnostic(
        "party-otherwise",
        Text(
            f"`{target}` 与所引 {'、'.join(at)} 的单位不一致：它写{it.zh}，所引字句写{words.zh}",
            f"`{target}` names other parties than {', '.join(at)}, which it quotes: it says {it.en}, the words {words.en}",
        ),
        span,
        Text("由一人核对；写错的，改正单位，或者引用写明该单位的字句", "have a person check; where it is wrong, mend the party, or quote the words that name it"),
        "warning",
        about=(target,),
    )


def strength_otherwise(target: str, strength: str, words: Sequence[str], span: Span | None) -> Diagnostic:
    """A rule or norm is added that holds more or less strictly than its words."""
    said, shown = SAID[strength], list(dict.fromkeys(words))
    return Diagnostic(
        "strength-otherwise",
        Text(
            f"`{target}` 的强度是“{said.zh}”，而所引字句写“{'”、“'.join(shown)}”",
            f"`{target}` holds as “{said.en}”, while the words that it quotes say “{'”, “'.join(shown)}”",
        ),
        span,
        Text(
            "由一人核对；写错的，改正 `strength`（应当 `must`、原则上 `in_principle`、可以 `may`），许可的规范写 `may`",
            "have a person check; where it is wrong, mend `strength` (`must`, `in_principle`, `may`); a norm that permits is a `may`",
        ),
        "warning",
        about=(target,),
    )
