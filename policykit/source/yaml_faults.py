"""The faults of reading files and YAML: one function each, named for the fault."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Span, Text, short

# --- files and YAML


def too_large(name: str, size: int, limit: int) -> Diagnostic:
    return Diagnostic(
        "too-large",
        Text(f"文件有 {size} 字节，上限为 {limit} 字节", f"the file has {size} bytes, more than the {limit} allowed"),
        help=Text("把它拆成几个文件；一个包的全部 `*.yaml` 会合并读取", "split it: all `*.yaml` of a pack are read together"),
        file=name,
    )


def pack_too_large(file: str, limit: int) -> Diagnostic:
    return Diagnostic(
        "too-large",
        Text(f"规则包的文件合计超过 {limit} 字节", f"the files of the pack have more than {limit} bytes together"),
        help=Text("把它拆成几个包", "split it into several packs"),
        file=file,
    )


def not_utf8(name: str, line: int) -> Diagnostic:
    return Diagnostic(
        "not-utf8",
        Text(f"第 {line} 行不是 UTF-8 编码", f"line {line} is not UTF-8"),
        help=Text("以 UTF-8 编码另存", "save the file as UTF-8"),
        file=name,
    )


def odd_character(span: Span, character: str) -> Diagnostic:
    code = f"U+{ord(character):04X}"
    return Diagnostic(
        "odd-character",
        Text(f"不允许的控制字符或不可见字符 {code}", f"the control or invisible character {code} is not allowed"),
        span,
        Text("删去该字符", "delete it"),
    )


PROBLEMS = {  # what the YAML parser says, in Chinese
    "mapping values are not allowed in this context": "此处不能有 `键: 值`；文字里有半角冒号加空格的，加引号",
    "mapping values are not allowed here": "此处不能有 `键: 值`；文字里有半角冒号加空格的，加引号",
    "could not find expected ':'": "这一行没有 `键: 值` 的半角冒号，冒号之后空一格",
    "did not find expected key": "此处应为 `键: 值`；看缩进是否对齐，引号之后是否还有字",
    "did not find expected ',' or '}'": "花括号没有配对，或者各项之间缺半角逗号",
    "did not find expected ',' or ']'": "方括号没有配对，或者各项之间缺半角逗号",
    "did not find expected node content": "此处缺内容",
    "did not find expected '-' indicator": "此处应为 `- ` 开头的一项；看缩进是否对齐",
    "found character that cannot start any token": "文字不能以这个字符开头，加引号；缩进用空格，不用制表符",
    "found unexpected end of stream": "引号没有配对，文件到此结束",
    "found unexpected document indicator": "引号没有配对",
}


def not_yaml(span: Span | None, problem: str) -> Diagnostic:
    return Diagnostic("not-yaml", Text(f"不是有效的 YAML：{PROBLEMS.get(problem, problem)}", f"this is not YAML: {problem}"), span)


def full_width_sign(span: Span, sign: str, half: str) -> Diagnostic:
    """A sign of full width where YAML wants its own: the author's input method wrote it."""
    return Diagnostic(
        "not-yaml",
        Text(f"此处的 `{sign}` 是全角的，不是 YAML 的标点", f"the sign `{sign}` is of full width, which is none of YAML's"),
        span,
        Text(f"写半角的 `{half}`；文字里的全角标点不必改，含有标点的文字可加引号", f"write `{half}`; signs within words may stay as they are, best between quotes"),
    )


def second_document(span: Span) -> Diagnostic:
    return Diagnostic(
        "second-document", Text("一个文件只能有一个 YAML 文档", "a file holds one YAML document"), span, Text("把其余部分移到另一个文件", "move the rest to another file")
    )


def too_many_nodes(span: Span, limit: int) -> Diagnostic:
    return Diagnostic("too-many-nodes", Text(f"一个文件或一个包的节点超过 {limit} 个", f"more than {limit} nodes in one file or pack"), span, Text("把它拆开", "split it"))


def too_many_faults(file: str, limit: int) -> Diagnostic:
    return Diagnostic(
        "too-many-faults",
        Text(f"错误超过 {limit} 处，其余不再列出", f"there are more than {limit} faults; the rest is not told"),
        help=Text("先改正以上各处", "mend these first"),
        file=file,
    )


def anchor_or_alias(span: Span) -> Diagnostic:
    return Diagnostic("anchor", Text("不允许使用锚点和别名", "anchors and aliases are not allowed"), span, Text("把内容写全", "write the content out"))


def tag(span: Span, name: str) -> Diagnostic:
    return Diagnostic(
        "tag",
        Text(f"不允许使用标签 `{short(name)}`", f"the tag `{short(name)}` is not allowed"),
        span,
        Text("去掉标签；类型由格式决定", "leave it out: the format decides the type"),
    )


def too_deep(span: Span, limit: int) -> Diagnostic:
    return Diagnostic("too-deep", Text(f"嵌套超过 {limit} 层", f"nested more than {limit} deep"), span)


def key_not_scalar(span: Span) -> Diagnostic:
    return Diagnostic("key", Text("键必须是一个词", "a key must be a single word"), span)


def merge_key(span: Span) -> Diagnostic:
    return Diagnostic("merge-key", Text("不允许使用合并键 `<<`", "the merge key `<<` is not allowed"), span, Text("把内容写全", "write the content out"))


def duplicate_key(span: Span, key: str, first: Span) -> Diagnostic:
    shown, line = short(key), first.line + 1
    if first.source is not span.source:
        return Diagnostic(
            "duplicate-key",
            Text(f"键 `{shown}` 在 {first.source.name}:{line} 已经出现", f"the key `{shown}` stands in {first.source.name}:{line} already"),
            span,
            Text("一个包只写一次", "a pack says it once"),
        )
    return Diagnostic(
        "duplicate-key", Text(f"键 `{shown}` 在第 {line} 行已经出现", f"the key `{shown}` stands on line {line} already"), span, Text("改名或合并", "rename one or join the two")
    )
