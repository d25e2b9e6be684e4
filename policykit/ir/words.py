"""Conditions and values as a person says them, in Chinese and English. No names of ours, no operators: what a jurist reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ..diagnostics import Text
from .explain import shown
from .expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Mapped, Member, Not, Part, Quantified, Ref
from .pack import Parameter, ParameterValue
from .types import UNKNOWN, Boolean, Choice, Date, DateTime, DayOfYear, ListOf, Months, Number, SetOf, Type, Word, element

Constant = Callable[[Expr], Any]  # the value of what is constant on the day; UNKNOWN for what is not
Labels = Mapping[str, Text]  # inputs and steps

ORDER = {
    "<": (Text("少于", "less than"), Text("早于", "before")),
    "<=": (Text("不超过", "at most"), Text("不晚于", "not after")),
    ">": (Text("超过", "more than"), Text("晚于", "after")),
    ">=": (Text("不少于", "at least"), Text("不早于", "not before")),
}
NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
OPEN = {
    "promptly": Text("及时（未规定期限）", "promptly (no number stated)"),
    "immediately": Text("立即（未规定期限）", "immediately (no number stated)"),
    "none_stated": Text("未规定期限", "no deadline stated"),
}
EACH = {"year": Text("每年", "each year"), "month": Text("每月", "each month"), "day": Text("每日", "each day")}
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def joined(parts: Sequence[Text], zh: str = "，", en: str = " and ") -> Text:
    """Texts one after another.

    >>> joined([Text("一", "one"), Text("二", "two")])
    Text(zh='一，二', en='one and two')
    """
    return Text(zh.join(p.zh for p in parts), en.join(p.en for p in parts))


def listed(parts: Sequence[Text], zh: str = "或者", en: str = "or") -> Text:
    """A list with a word before its last element.

    >>> listed([Text("甲", "a"), Text("乙", "b"), Text("丙", "c")])
    Text(zh='甲、乙或者丙', en='a, b or c')
    """
    if len(parts) < 2:
        return joined(parts)
    head = joined(parts[:-1], "、", ", ")
    return Text(f"{head.zh}{zh}{parts[-1].zh}", f"{head.en} {en} {parts[-1].en}")


def value_words(value: Any, type_: Type | None) -> Text:
    """A value with its unit: months as the period they are, codes by their labels."""
    match type_, value:
        case Months(), int():
            return Text(f"{value}个月", f"{value} month{'' if value == 1 else 's'}")
        case _, timedelta():
            return duration_words(value)
        case DayOfYear(), (int(month), int(day)):
            return Text(f"{month}月{day}日", f"{month:02}-{day:02}")
        case Number(), _ if value is not None and value is not UNKNOWN:
            unit = Text("元", "yuan") if type_.money else type_.unit or Text("", "")
            number = shown(value, {}, "en")
            return Text(f"{number}{unit.zh}", f"{number} {unit.en}".rstrip())
        case ((Boolean() | Choice() | ListOf() | SetOf()), _):
            labels = element_labels(type_)
            return Text(shown(value, labels, "zh"), shown(value, labels, "en"))
        case _, date():
            return Text(f"{value.year}年{value.month}月{value.day}日" if type(value) is date else shown(value, {}, "zh"), shown(value, {}, "en"))
    return Text(shown(value, {}, "zh"), shown(value, {}, "en"))


def element_labels(type_: Type) -> Mapping[str, Text]:
    """The labels of a choice, or of the choice that a list or set is of; nothing of another type."""
    inner = element(type_)
    return inner.labels if isinstance(inner, Choice) else {}


def duration_words(value: timedelta, in_hours: bool = False) -> Text:
    """A duration in whole days, or else, or where a text counts so, in hours.

    >>> duration_words(timedelta(days=2)), duration_words(timedelta(days=2), in_hours=True)
    (Text(zh='2日', en='2 days'), Text(zh='48小时', en='48 hours'))
    """
    if value.seconds == 0 and not in_hours:
        return Text(f"{value.days}日", f"{value.days} day{'' if value.days == 1 else 's'}")
    hours = value / timedelta(hours=1)
    return Text(f"{hours:g}小时", f"{hours:g} hour{'' if hours == 1 else 's'}")


def parameter_words(parameter: Parameter, value: ParameterValue) -> Text:
    """The value of a parameter, or its values by their keys; a duration that the text counts in hours in hours."""
    if isinstance(value.value, Mapping):
        parts = [(value_words(k, parameter.key), _in_unit(v, parameter.type, k in value.in_hours)) for k, v in value.value.items()]
        return joined([Text(f"{k.zh}：{v.zh}", f"{k.en}: {v.en}") for k, v in parts], "；", "; ")
    return _in_unit(value.value, parameter.type, None in value.in_hours)


def _in_unit(value: Any, type_: Type, in_hours: bool) -> Text:
    return duration_words(value, in_hours) if isinstance(value, timedelta) else value_words(value, type_)


class Speaker:
    """Says formulas with the labels of a question's inputs; `constant` works out what is fixed on the day (parameters). `words`: labels of codes that texts hold."""

    def __init__(self, labels: Labels, constant: Constant, types: Mapping[str, Type] | None = None, words: Labels | None = None) -> None:
        self.labels, self.constant, self.types, self.words = labels, constant, dict(types or {}), dict(words or {})

    def condition(self, node: Expr, holds: bool = True) -> Text:
        """A condition as a clause of a sentence; `holds` False: that it does not hold."""
        match node:
            case Not():
                return self.condition(node.part, not holds)
            case Logic():
                parts = [self.condition(p, holds) for p in node.parts]
                conjunction = (node.operator == "and") == holds
                return joined(parts, "，且", " and ") if conjunction else Text("（" + joined(parts, "，或者", "").zh + "）", "(" + joined(parts, "", " or ").en + ")")
            case Compare() if not holds and node.operator in ORDER and (node.left.optional or node.right.optional):
                said = self.compared(node)  # where one is none neither the order nor its opposite holds
                return Text(f"并非{said.zh}", f"not: {said.en}")
            case Compare():
                return self.compared(node if holds else Compare(NEGATED[node.operator], node.left, node.right))  # type: ignore[arg-type]  # one of the operators
            case Member():
                return self.member(node, holds)
            case Ref() if isinstance(node.type, Boolean):
                return self.whether(node, holds)
            case _:
                said = self.value(node)
                return said if holds else Text(f"并非{said.zh}", f"not {said.en}")

    def whether(self, node: Ref, holds: bool) -> Text:
        """A fact that is true or false."""
        label = self.label(node)
        if label.zh.startswith("是否"):
            rest = label.zh[2:]
            return Text(rest if holds else f"并非{rest}", label.en if holds else f"not: {label.en}")
        return Text(f"{label.zh}：{'是' if holds else '否'}", f"{label.en}: {'yes' if holds else 'no'}")

    def compared(self, node: Compare) -> Text:
        left, right = node.left, node.right
        operator: str = node.operator
        if self.constant(left) is not UNKNOWN and self.constant(right) is UNKNOWN:
            left, right, operator = right, left, FLIPPED[operator]
        value = self.constant(right)
        if operator in ("=", "!=") and isinstance(value, bool) and isinstance(left.type, Boolean):
            if operator == "!=" and left.optional:  # which holds where nothing is said, too
                fact = self.value(left)
                return Text(f"{fact.zh}：{'否' if value else '是'}或者未说明", f"{fact.en}: {'no' if value else 'yes'} or not given")
            return self.condition(left, value == (operator == "="))
        subject, other = self.value(left), self.value(right, left.type)
        if operator in ("=", "!="):
            if value is None:
                return Text(f"{subject.zh}{'未说明' if operator == '=' else '已说明'}", f"{subject.en} is {'not given' if operator == '=' else 'given'}")
            is_ = ("为", "is") if operator == "=" else ("不是", "is not")
            return Text(f"{subject.zh}{is_[0]}{other.zh}", f"{subject.en} {is_[1]} {other.en}")
        word = ORDER[operator][isinstance(left.type, Date | DateTime | DayOfYear)]
        return Text(f"{subject.zh}{word.zh}{other.zh}", f"{subject.en} is {word.en} {other.en}")

    def member(self, node: Member, holds: bool) -> Text:
        subject, collection = self.value(node.value), self.constant(node.collection)
        if isinstance(node.collection, Items) or collection is not UNKNOWN:
            values = list(collection) if isinstance(collection, tuple | frozenset) else []
            options = [self.said(v, node.value.type) for v in values] or [self.value(p, node.value.type) for p in getattr(node.collection, "parts", ())]
            said = listed(options)
        else:
            said = self.value(node.collection)
        return Text(f"{subject.zh}{'为' if holds else '不是'}{said.zh}", f"{subject.en} is {'' if holds else 'not '}{said.en}")

    def label(self, node: Ref) -> Text:
        if node.name in self.labels:
            return self.labels[node.name]
        if node.origin == "variable":
            return Text("该项", "it")
        if node.name == "as_of":
            return Text("查询当日", "the day asked about")
        return Text(node.name, node.name.replace("_", " "))

    def value(self, node: Expr, like: Type | None = None) -> Text:
        """A formula as a noun; what is constant on the day as its value."""
        if not (isinstance(node, Ref) and node.origin == "builtin"):
            value = self.constant(node)
            if isinstance(node, Items) and isinstance(value, frozenset):
                value = tuple(self.constant(p) for p in node.parts)  # in the order written
            if value is not UNKNOWN:
                return self.said(value, like if like is not None and element_labels(like) and not element_labels(node.type) else node.type)
        match node:
            case Ref():
                return self.label(node)
            case Arithmetic():
                left, right = self.value(node.left), self.value(node.right)
                if node.operator == "*" and left.zh.endswith("倍") and left.en.endswith(" times"):  # the unit says that it multiplies
                    return Text(f"{right.zh}的{left.zh}", f"{left.en} {right.en}")
                zh, en = {"+": ("加", "plus"), "-": ("减", "minus"), "*": ("乘以", "times"), "/": ("除以", "divided by")}[node.operator]
                return Text(f"{left.zh}{zh}{right.zh}", f"{left.en} {en} {right.en}")
            case Part():
                record = self.value(node.record)
                name = PARTS.get(node.name, Text(node.name, node.name))
                return Text(f"{record.zh}的{name.zh}", f"{name.en} of {record.en}")
            case Keyed():
                key = self.value(node.key)
                name = self.labels.get(node.parameter, Text(node.parameter, node.parameter))
                return Text(f"{name.zh}（{key.zh}）", f"{name.en} ({key.en})")
            case If():
                return _either(self.condition(node.condition), self.value(node.then), self.value(node.other))
            case Call():
                codes = next((a.type for a in node.arguments if element_labels(a.type)), like)  # codes written out have no labels of their own
                return self.dated(node) or _called(node.function, [self.value(a, codes) for a in node.arguments])
            case Items():
                return listed([self.value(p) for p in node.parts], "和", "and")
            case Quantified():
                source = self.value(node.source)
                body = self.condition(node.body)
                zh, en = ("有一项", "one of") if node.quantifier == "some" else ("每一项", "each of")
                return Text(f"{source.zh}中{zh}{body.zh}", f"{en} {source.en}: {body.en}")
            case Mapped():
                return self.value(node.source)
            case Literal():
                return self.said(node.value, node.type)
            case Not() | Logic() | Compare() | Member():
                return self.condition(node)

    def said(self, value: Any, type_: Type) -> Text:
        """A value by its labels."""
        if self.words and isinstance(element(type_), Word):
            return Text(shown(value, self.words, "zh"), shown(value, self.words, "en"))
        return value_words(value, type_)

    def dated(self, node: Call) -> Text | None:
        """A day or moment that is put together from parts; None for any other."""
        match node:
            case Call(function="workdays after", arguments=(day, workdays)):
                said, count = self.value(day), self.constant(workdays)
                if count is UNKNOWN:
                    return None
                return Text(f"{said.zh}后第{count}个工作日", f"{count} working day{'' if count == 1 else 's'} after {said.en}")
            case Call(function="date and time", arguments=(day, hour)):
                said, at = self.value(day), self.constant(hour)
                return None if at is UNKNOWN else Text(f"{said.zh}{at:%H:%M}", f"{at:%H:%M} on {said.en}")
            case Call(function="date", arguments=(year, day)):
                number = self.value(day)
                match year:
                    case Part(name="year"):
                        said = self.value(year.record)
                        return Text(f"{said.zh}所在年度的{number.zh}", f"{number.en} of the year of {said.en}")
                    case Arithmetic(operator="-") if isinstance(before := self.constant(year.right), int):
                        said = self.value(year.left)
                        return Text(f"{said.zh}的前{'一' if before == 1 else before}年{number.zh}", f"{number.en}, {before} year{'' if before == 1 else 's'} before {said.en}")
                said = self.value(year)
                return Text(f"{said.zh}的{number.zh}", f"{number.en} of {said.en}")
            case Call(function="date", arguments=(Part(name="year", record=a), Part(name="month", record=b), day)) if a == b:
                number = self.value(day)
                match a:
                    case Arithmetic(operator="+") if self.constant(a.right) == 1 and isinstance(a.right.type, Months):
                        said = self.value(a.left)
                        return Text(f"{said.zh}的次月{number.zh}日", f"day {number.en} of the month after {said.en}")
                said = self.value(a)
                return Text(f"{said.zh}当月{number.zh}日", f"day {number.en} of the month of {said.en}")
        return None


def _either(condition: Text, then: Text, other: Text) -> Text:
    return Text(f"{then.zh}（{condition.zh}时）或{other.zh}（其他情形）", f"{then.en} (where {condition.en}) or else {other.en}")


PARTS = {"year": Text("年份", "year"), "month": Text("月份", "month"), "day": Text("日", "day"), "years": Text("年数", "years"), "months": Text("月数", "months")}
FUNCTIONS: Mapping[str, Text] = {
    "first day of": Text("{}的第一天", "the first day of {}"),
    "last day of": Text("{}的最后一天", "the last day of {}"),
    "next workday": Text("{}或其后第一个工作日", "{} or the first working day after"),
    "date": Text("{}的日期", "the date of {}"),
    "next in order": Text("按{}次序的下一步", "the next step by {}"),
    "years and months duration": Text("{}之间的整月数", "the whole months between {}"),
    "count": Text("{}的个数", "the number of {}"),
    "sum": Text("{}之和", "the sum of {}"),
    "min": Text("{}中最小者", "the least of {}"),
    "max": Text("{}中最大者", "the greatest of {}"),
    "union": Text("{}之并", "{} together"),
    "difference": Text("除{1}外的{0}", "what of {0} is not among {1}"),
    "intersection": Text("{}之共同部分", "what is common to {}"),
    "list contains": Text("{}（前者含后者）", "{} (the former holds the latter)"),
    "workdays after": Text("{}个工作日之后（前者为起算之日）", "working days after {} (the former is where they begin)"),
}


def _called(function: str, arguments: Sequence[Text]) -> Text:
    inner = listed(arguments, "与", "and")
    form = FUNCTIONS.get(function, Text(f"{function}（{{}}）", f"{function} of {{}}"))
    if "{}" not in form.zh:
        return Text(form.zh.format(*(a.zh for a in arguments)), form.en.format(*(a.en for a in arguments)))
    return Text(form.zh.format(inner.zh), form.en.format(inner.en))


def codes_words(values: Iterable[Any], type_: Type) -> Text:
    """Some values of a fact as alternatives."""
    return listed([value_words(v, type_) for v in values])
