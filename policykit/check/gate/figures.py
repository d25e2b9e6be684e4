"""Whether the figures an amendment sets are those its words say: 3个月 is P3M. What the words do not show is left to a person, and said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...diagnostics import Diagnostic, Span, Text
from ...domain.figures import Figure, Meaning, changed_figures, figures
from ...domain.wording import bare, meet, places, stretches
from ...ir.amendment import AmendmentPart
from ...ir.instrument import Quote
from ...ir.pack import Parameter
from ...ir.types import Type
from ...source.constants import constant_text
from ..diff.model import Law
from ..quoted_figures import comparable, figures_for, meanings, named, unsaid, values_in, words_of, written
from .validity import validity_faults

Changed = tuple[list[Figure], list[Figure]]


def figure_faults(before: Law, after: Law) -> Iterator[Diagnostic]:
    """An error for a figure that is not what the changed words say, or that other words still say as it was; a note where words and figure cannot be compared."""
    for part in after.pack.amendments[-1].parts:
        for change in part.rules:
            section, _, name = change.target.partition("/")
            if section == "validity":
                yield from validity_faults(part, before, after, change.span)
            if section == "parameters" and name in after.pack.parameters:
                new, old = after.pack.parameters[name], before.pack.parameters.get(name)
                quoted = new.cited(after.on)
                changed = _changed(part, {q.address for q in (*quoted, *(old.cited(before.on) if old is not None else ()))}, quoted)
                if change.kind == "add":
                    yield from _added(name, new, after, change.span)
                    continue
                was = values_of(old, before)
                for key, value in values_of(new, after).items():
                    if fault := _fault(name, key, value, was.get(key), new, changed, change.span):
                        yield fault
                for quote in _left_behind(new, after, was):
                    yield _stays(name, quote, change.span)


def _added(name: str, parameter: Parameter, law: Law, span: Span | None) -> Iterator[Diagnostic]:
    """Faults of a parameter that the draft adds: there is no old figure in the place of which its quotations say another, so that each of its kind may be meant."""
    version = parameter.on(law.on)
    if version is None:
        return
    quoted = figures_for(parameter, version, law.pack, law.on)
    for key, value in values_in(version).items():
        if comparable(value) is None or not quoted:
            yield _by_hand(name, key, value, parameter.type, span)
    for one in unsaid(parameter, version, law.pack, law.on):
        yield _disagree(name, one.key, one.value, parameter.type, one.said, one.quoted, span)


def shown_by_words(parameter: Parameter, was: Any, part: AmendmentPart, cited: set[str]) -> Meaning | None:
    """The value that the changed words say in the place of an old one; None where they do not show it, or show several."""
    said = _said(parameter, was, _changed(part, cited)) if not isinstance(was, dict) else None
    return said[0] if said is not None and len(set(said)) == 1 else None


def changed_words(part: AmendmentPart, cited: set[str]) -> list[str]:
    """The new figures of the clauses cited, as the words have them, each once."""
    return list(dict.fromkeys(f.words for f in _changed(part, cited)[1]))


def _left_behind(parameter: Parameter, law: Law, was: dict[Any, Any]) -> Iterator[Quote]:
    """Quotations of a parameter that still stand in the amended text and say the value it had, not the one that is set."""
    value, old = parameter.on(law.on), comparable(was.get(None))
    if value is None or old is None or comparable(value.value) in (old, None):
        return
    for quote in value.cite:
        clause = law.pack.clauses.get(quote.address)
        said = {f.means[n] for f in figures(bare(quote.words)) for n in meanings(parameter) if n in f.means}
        if old in said and comparable(value.value) not in said and clause is not None and places(quote.words, clause.on(law.on) or ""):
            yield quote


def _changed(part: AmendmentPart, cited: set[str], quoted: Iterable[Quote] = ()) -> Changed:
    """The figures that the part changes, in the clauses the parameter cites if it changes any of them. `quoted`: what the new value quotes: of the new
    figures of a clause only those that stand in it, where any does."""
    texts = [c for c in part.clauses if c.address in cited] or part.clauses
    was, now = list[Figure](), list[Figure]()
    for change in texts:
        text, final = bare(change.before or ""), bare(change.after or "")
        old, new = changed_figures(text, final)
        within = [s for q in quoted if q.address == change.address for s in stretches(q.words, final)]
        was += old
        now += [f for f in new if meet((f.start, f.end), within)] or new
    return was, now


def values_of(parameter: Parameter | None, law: Law) -> dict[Any, Any]:
    """The values of a parameter by key on the day of a law; of one without keys its value under None."""
    return values_in(parameter.on(law.on) if parameter is not None else None)


def _fault(name: str, key: Any, value: Any, was: Any, parameter: Parameter, changed: Changed, span: Span | None) -> Diagnostic | None:
    said = _said(parameter, was, changed)
    mine = comparable(value)
    if key is not None and value == was and said is None:
        return None  # a key of several that stays as it is
    if said is None or mine is None:
        stated = any(mine == f.means.get(n) for f in changed[1] for n in meanings(parameter))
        return None if mine is not None and stated else _by_hand(name, key, value, parameter.type, span)
    agrees = mine in said if key is not None else {*said} == {mine}  # of several keys that had one figure, which word is whose cannot be told
    return None if agrees else _disagree(name, key, value, parameter.type, said, changed[1], span)


def _said(parameter: Parameter, was: Any, changed: Changed) -> list[Meaning] | None:
    """What the new words say in the place of the figure that the old value was; None where the old words do not say that value, or the new ones none of its kind."""
    old = comparable(was)
    for name in meanings(parameter):
        here = [f.means[name] for f in changed[0] if name in f.means]
        there = [f.means[name] for f in changed[1] if name in f.means]
        if old is not None and old in here and there:
            return [b for a, b in zip(here, there, strict=True) if a == old] if len(here) == len(there) else there
    return None


def _disagree(name: str, key: Any, value: Any, type_: Type, said: Sequence[Meaning], figures: Sequence[Figure], span: Span | None) -> Diagnostic:
    words = words_of(f for f in figures if any(v in f.means.values() for v in said))
    wrong, what = constant_text(value, type_), named(name, key)
    if len(set(said)) > 1 and key is None:
        way = Text(
            f"使条文只写一个数；几个数各有所指的，写 `{what}: {{value: …, cite: …}}`，只引写明此数的字句",
            f"let the words state one figure; where each means something else, quote only those that state this one: `{what}: {{value: …, cite: …}}`",
        )
    else:
        right = written(said, type_)
        way = Text(f"写 `{what}: {right}`，或改正文字", f"write `{what}: {right}`, or mend the words")
    return Diagnostic(
        "words-and-figure",
        Text(f"条文改为“{words}”，参数 `{what}` 却设为 {wrong}", f"the words become “{words}”, yet the parameter `{what}` is set to {wrong}"),
        span,
        way,
    )


def _stays(name: str, quote: Quote, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "figure-stays",
        Text(
            f"参数 `{name}` 另设新值，而它所引的 `{quote.address}` 仍写“{quote.words}”",
            f"the parameter `{name}` is set anew, yet `{quote.address}`, which it quotes, still says “{quote.words}”",
        ),
        span,
        Text(
            f"一并修改 `{quote.address}` 的文字；该处与新值无关的，写 `{name}: {{value: …, cite: …}}` 改引",
            f"change the words of `{quote.address}` too; where they have nothing to do with the new value, write `{name}: {{value: …, cite: …}}` and quote others",
        ),
    )


def _by_hand(name: str, key: Any, value: Any, type_: Type, span: Span | None) -> Diagnostic:
    what, text = named(name, key), constant_text(value, type_)
    return Diagnostic(
        "figure-by-hand",
        Text(
            f"须人工核对：参数 `{what}` 设为 {text}，改动的文字里没有可以比对的数",
            f"check by hand: the parameter `{what}` is set to {text}, and the changed words hold no figure to compare it with",
        ),
        span,
        Text("由一人核对此数与条文是否相符", "have a person check that it fits the text"),
        "note",
    )
