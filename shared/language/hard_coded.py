"""Finds words for people that stand in a template or in code outside the catalogues."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes
from jinja2.lexer import TOKEN_BLOCK_BEGIN, TOKEN_BLOCK_END, TOKEN_DATA, TOKEN_NAME, TOKEN_STRING

from shared.language.catalogue import PROJECT

SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-label", "title", "placeholder", "aria-description", "aria-roledescription", "label"})
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
"""Of a tag that is put together elsewhere: a macro or block may give attributes only."""
_SENTENCE = re.compile(r"[A-ZÀ-Ý]?[a-zà-ÿ’'-]+[,:]? [a-zà-ÿ’'-]{2,}|[A-ZÀ-Ý][a-zà-ÿ]{2,}[.!?]$")
_BEGINS_A_SENTENCE = re.compile(r"\s*[‘(]?[A-ZÀ-Ý][a-zà-ÿ]*[ ,:]")
_OF_A_PROGRAM = re.compile(r"[<>=;{]|SELECT ")
_FOR_PEOPLE_IN_CODE = ("web", "documents")
_NOT_FOR_PEOPLE = frozenset({"open_to_all", "ValueError", "RuntimeError", "TypeError", "KeyError", "LookupError", "compile"})
_EMPTY_TAGS = frozenset({"br", "img", "input", "meta", "link", "path", "rect", "circle", "wbr"})
_SAYS = frozenset({"_", "translated", "plural", "only_dutch"})
_SAYS_IN_TEMPLATE = frozenset({"_", "gettext", "ngettext"})
_NAMES_OF_THE_BRAND = frozenset({"Digibank"})


def hard_coded_texts() -> Iterator[str]:
    """A line for each text that no catalogue has: where, and what."""
    for root in ("shared", "services"):
        for file in sorted((PROJECT / root).rglob("*")):
            place = file.relative_to(PROJECT)
            if file.suffix == ".html":
                found = in_template(file.read_text(encoding="utf-8"))
            elif file.suffix == ".py" and any(room in place.parts for room in _FOR_PEOPLE_IN_CODE):
                found = in_code(file.read_text(encoding="utf-8"), texts_only=file.name.endswith("texts.py"))
            else:
                continue
            yield from (f"{place.as_posix()}:{line}: ‘{text}’ stands outside the catalogues" for line, text in found)


def in_template(source: str) -> Iterator[tuple[int, str]]:
    """Texts in a template outside `_()` and `{% trans %}`, with their line: between tags, in attributes, and in expressions."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True)
    yield from _between_tags(environment, source)
    tree = environment.parse(source)
    calls = [
        call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name in _SAYS_IN_TEMPLATE
    ]
    said = {id(argument) for call in calls for argument in call.args}
    for node in tree.find_all(nodes.Const):
        if isinstance(node.value, str) and id(node) not in said and _SENTENCE.search(node.value):
            yield node.lineno, node.value


def in_code(source: str, *, texts_only: bool = False) -> Iterator[tuple[int, str]]:
    """Strings in code that read as words for people and are not marked, with their line; not docstrings or words for developers.

    Args:
        texts_only: whether the file holds texts and nothing else; then a few words without a capital count too.
    """
    tree = ast.parse(source)
    quiet = {id(node) for node in _quiet_nodes(tree)}
    for node in ast.walk(tree):
        words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        sentence = _SENTENCE.search(words) and (texts_only or _BEGINS_A_SENTENCE.match(words)) and not _OF_A_PROGRAM.search(words)
        if id(node) not in quiet and sentence:
            yield getattr(node, "lineno", 0), words


def _quiet_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value  # a docstring, or words after a constant
        elif isinstance(node, ast.Call):
            owner, _dot, name = ast.unparse(node.func).rpartition(".")
            if name in _SAYS | _NOT_FOR_PEOPLE or owner == "log":
                for argument in [*node.args, *(word.value for word in node.keywords)]:
                    yield from ast.walk(argument)
            # What an OpenAPI document says of a parameter or a body: English, for who writes programs.
            yield from (word.value for word in node.keywords if word.arg == "description")
        elif isinstance(node, ast.Dict):
            yield from (
                value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and key.value == "description"
            )
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and getattr(node.exc.func, "id", "").endswith("Error"):
            yield from ast.walk(node.exc)


def _between_tags(environment: Environment, source: str) -> Iterator[tuple[int, str]]:
    """What stands in the plain text of a template, with `{{ }}` as a gap, and what its spoken attributes say."""
    plain: list[str] = []
    translating, inside = False, False
    block: list[str] = []
    for _line, kind, text in environment.lex(source):
        if kind == TOKEN_BLOCK_BEGIN:
            inside, block = True, []
        elif kind == TOKEN_BLOCK_END:
            inside = False
            if block[:1] == ["trans"]:
                translating = True
            elif block[:1] == ["endtrans"]:
                translating = False
        elif inside and kind in (TOKEN_NAME, TOKEN_STRING):
            block.append(text)
        if kind == TOKEN_DATA and not translating:
            plain.append(text)
        else:
            plain.append("\n" * text.count("\n"))
    reader = _Reader()
    reader.feed("".join(plain))
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._kept: list[str] = []

    def handle_endtag(self, tag: str) -> None:
        if tag in self._kept:
            del self._kept[self._kept.index(tag) :]

    def handle_data(self, data: str) -> None:
        text = " ".join(_ATTRIBUTE.sub(" ", data).split())
        if _LETTERS.search(text) and text.strip("· ") not in _NAMES_OF_THE_BRAND and not self._kept:
            self.found.append((self.getpos()[0], text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._kept or ("translate", "no") in attrs:  # a code or a name: nobody translates it
            self._kept += [] if tag in _EMPTY_TAGS else [tag]
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES and value and _LETTERS.search(value):
                self.found.append((self.getpos()[0], value))
