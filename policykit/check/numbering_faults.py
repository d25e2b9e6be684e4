"""The faults of how a text numbers its articles and cites itself: one function each, named for the fault."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Span, Text

NO_MORE = Text("", "")


def article_twice(span: Span | None, article: Text, first: Text, second: Text) -> Diagnostic:
    """`first`, `second`: how both begin, and their addresses."""
    return Diagnostic(
        "article-order",
        Text(f"修改后有两个{article.zh}：{first.zh}和{second.zh}", f"as amended there are two articles with the number {article.en}: {first.en} and {second.en}"),
        span,
        Text("其后各条的条号依次改", "give the articles after it the numbers that follow"),
    )


def article_out_of_place(span: Span | None, article: Text, address: str) -> Diagnostic:
    return Diagnostic(
        "article-order",
        Text(f"修改后{article.zh}（`{address}`）不在其位：前面的条号比它大", f"as amended {article.en} (`{address}`) is out of place: an article before it has a greater number"),
        span,
        Text("改正条号，或者放到应在的位置", "mend its number, or move it to its place"),
    )


def article_left_out(span: Span | None, article: Text, now: Text | None) -> Diagnostic:
    """`now`: the number that the article of this number has as amended."""
    moved = Text(f"：原{article.zh}现为{now.zh}", f": it is {now.en} now") if now is not None else Text("", "")
    return Diagnostic(
        "article-order",
        Text(f"修改后没有{article.zh}{moved.zh}", f"as amended there is no {article.en}{moved.en}"),
        span,
        Text(
            "条号依次改：各条改 `replace: 第…条`；条号不动的，空出被删去的那一条",
            "renumber the articles after it as well; or renumber none, and the number of a repealed article stays empty",
        ),
    )


def number_kept_empty(span: Span | None, article: Text) -> Diagnostic:
    return Diagnostic(
        "article-number-empty",
        Text(f"{article.zh}删去，条号空出，其后各条不变", f"{article.en} is repealed, and its number stays empty: the articles after it keep theirs"),
        span,
        Text("修正案可以如此；要依次改条号的，改其后各条开头的 `第…条`", "as amendments may have it; to close the gap, change the signs of the articles after it"),
        "note",
    )


def cites_nothing(span: Span | None, where: Text, words: str, was: Text | None, anew: str | None) -> Diagnostic:
    """A citation within the text of what it has not. `was`: what it named before; `anew`: the change by which it names that."""
    before = Text(f"，原指{was.zh}", f"; it named {was.en}") if was is not None else Text("", "")
    return Diagnostic(
        "cites-nothing",
        Text(f"{where.zh}所写的“{words}”在本文件中不存在{before.zh}", f"“{words}”, which {where.en} cites, is not in the text{before.en}"),
        span,
        _cited_anew(anew),
    )


def cites_another(span: Span | None, where: Text, words: str, was: Text, now: Text, anew: str | None) -> Diagnostic:
    """A citation within the text that names something else than before the amendment."""
    return Diagnostic(
        "cites-another",
        Text(
            f"{where.zh}所写的“{words}”不再是原来所指：原指{was.zh}，改后所指为{now.zh}",
            f"“{words}”, which {where.en} cites, is not what it was: it named {was.en}, and names {now.en} as amended",
        ),
        span,
        _cited_anew(anew, Text(f"；确指后者的，写 `{{replace: {words}, by: {words}}}`", f"; where the latter is meant, say so with `{{replace: {words}, by: {words}}}`")),
        "warning",
    )


def _cited_anew(anew: str | None, meant: Text = NO_MORE) -> Text:
    if anew is None:
        return Text(f"改写所引的条款，或者删去这些字{meant.zh}", f"cite another clause, or delete these words{meant.en}")
    return Text(f"写 `{anew}`{meant.zh}", f"write `{anew}`{meant.en}")
