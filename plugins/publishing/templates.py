"""The templates of the theme as Pelican would find them, and what each is made of."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from functools import partial
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, Template, TemplateError, meta
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro
from jinja2.utils import internalcode, pass_eval_context
from markupsafe import Markup, escape

from plugins.digest.core import digest, digest_of_bytes
from plugins.page_models.core import SHARED
from plugins.page_models.theme import template_files, template_folders
from plugins.words.core import ENGLISH, Words
from plugins.words.templates import spoken, words_of
from plugins.workers.fork import beside

# A tag that takes something from another template, and one that names it plainly. What stands in a
# comment is found too: a template is then printed again once more than it need be.
_NAMING = re.compile(r"\{%[-+]?\s*((?:extends|include|import|from)\b.*?)%\}", re.S)
_NAMED = re.compile(r"\w+\s+\"([^\"\\]+)\"(?:\s+(?:import|as|with|without|ignore)\b[\w\s,]*)?"
                    r"\s*[-+]?")
MOST_KNOWN = 256  # texts that a macro keeps
EXTRAS = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")


class Compiled(BytecodeCache):
    """Templates as Python runs them, from one build to the next, each by a name of Jinja's and
    the words compiled into it. Whoever keeps it sees to it that code of other templates, settings
    or versions does not come back."""

    def __init__(self, code: Mapping[str, bytes]) -> None:
        self.code = dict(code)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before it compiles a template."""
        if data := self.code.get(_name(bucket)):
            bucket.code = marshal.loads(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja after it has."""
        self.code[_name(bucket)] = marshal.dumps(bucket.code)


def _name(bucket: Bucket) -> str:
    return f"{bucket.key} {words_of(bucket.environment).catalogue.digest.hex()}"


_ESCAPED = re.compile("[&<>\"']")


def _printed(value: object) -> str:
    """What `escape` prints, for a place where a plain text will do: most values of a page have
    nothing to be escaped, and to make Markup of each takes three times as long."""
    kind = type(value)
    if kind is Markup or kind is str and not _ESCAPED.search(value):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


class _Quick(Template):
    """A template that prints values by `_printed`."""

    @classmethod
    def from_code(cls, environment: Environment, code: CodeType,
                  globals: MutableMapping[str, Any], uptodate: Any = None) -> Template:
        """Called by Jinja for each template that it loads. What `escape` gives is only ever joined
        with other texts by the code that Jinja makes of a template."""
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__.update(escape=_printed, Macro=_Once)
        return made


class _Once(Macro):
    """A macro that prints a record which many pages share (`page_models.core.SHARED`) only once: it
    is given what it prints and knows nothing of the page, so that equal records are equal texts."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._known: dict[tuple[Any, ...], str] = {}

    @internalcode
    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Called by Jinja, with what it knows of escaping, where a template prints the macro."""
        if kwargs or len(args) < 2 or not isinstance(args[0], EvalContext) \
                or type(args[1]) not in SHARED:
            return super().__call__(*args, **kwargs)
        key = (args[0].autoescape, *args[1:], *map(type, args[1:]))  # 1 is equal to True
        found = self._known.get(key)
        if found is None:
            if len(self._known) == MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = super().__call__(*args)
        return found


class _Settled(Environment):
    """An environment whose globals are all there before the first template is loaded. Jinja's own
    follow later changes through a ChainMap, whose keys each `import` compares, in Python, for
    each page."""

    template_class = _Quick

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Called by Jinja for each template that it loads."""
        return {**self.globals, **(d or {})}


def environment(settings: Mapping[str, Any], compiled: BytecodeCache | None = None) -> Environment:
    """The environment that the settings describe. Pelican makes the same of them."""
    # Not one page is printed from a template of before and another from one of after its change.
    made = _Settled(loader=FileSystemLoader(template_folders(settings), followlinks=True),
                    **{"auto_reload": False, "bytecode_cache": compiled,
                       **settings.get("JINJA_ENVIRONMENT", {})})
    made.filters.update(settings.get("JINJA_FILTERS", {}))
    made.globals.update(settings.get("JINJA_GLOBALS", {}))
    made.tests.update(settings.get("JINJA_TESTS", {}))
    return made


class Templates:
    """All templates of a theme, and a digest of each with all that it includes."""

    def __init__(self, settings: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> None:
        self._options = digest(*_options(settings))
        self._sources = template_files(settings)
        self.key = digest(self._options, tuple(sorted(
            (name, digest_of_bytes(data)) for name, data in self._sources.items())))
        kept = known if known and known.get("key") == self.key else {}
        self.digests: dict[str, bytes] = kept.get("digests", {})
        self._compiled = Compiled(kept.get("compiled", {}))
        self.environment = environment(settings, self._compiled)
        # With other signs for tags, only Jinja finds them.
        self._plain = not {"block_start_string", "line_statement_prefix"} & set(
            settings.get("JINJA_ENVIRONMENT", {}))
        self._kept = len(self.digests), len(self._compiled.code)

    def digest(self, name: str) -> bytes:
        """Of a template, everything it takes from others, and how they are read."""
        if name not in self.digests:
            closure: dict[str, bytes] = {}
            self._gather(f"{name}.html", closure)
            self.digests[name] = digest(self._options, closure)
        return self.digests[name]

    def to_keep(self) -> dict[str, Any]:
        """What a later build may be given as `known`."""
        return {"key": self.key, "digests": self.digests, "compiled": self._compiled.code}

    @contextmanager
    def compiling(self, spoken_in: Iterable[Words]) -> Iterator[None]:
        """Compile all templates for some languages, unless there are compiled ones, in a process
        beside what is done meanwhile: they take as long as a hundred pages to print."""
        if self._compiled.code:
            yield
            return
        with beside(partial(self._all_compiled, spoken_in)) as compiled:
            yield
            self._compiled.code.update(compiled())

    def _all_compiled(self, spoken_in: Iterable[Words]) -> Mapping[str, bytes]:
        # The folders of templates lie in each other: a file below has a second name there.
        twice = {name for name, data in self._sources.items() if "/" in name
                 and self._sources.get(name.partition("/")[2]) == data}
        for words in spoken_in:
            for name in sorted(self._sources.keys() - twice):
                # What is wrong with a template that pages need is told when they are printed.
                with suppress(TemplateError, UnicodeDecodeError):
                    spoken(self.environment, words).get_template(name)
        return self._compiled.code

    @property
    def has_news(self) -> bool:
        """Whether more is known than was given."""
        return self._kept != (len(self.digests), len(self._compiled.code))

    def render(self, name: str, model: object, words: Words = ENGLISH) -> bytes:
        """The page, with the words of its language, in UTF-8.

        Encoded piece by piece: most are ASCII, which is copied; in a page as one text each of its
        letters would be as wide as its widest.
        """
        template = spoken(self.environment, words).get_template(f"{name}.html")
        return b"".join(map(str.encode, template.generate(model=model)))

    def _gather(self, file: str, closure: dict[str, bytes]) -> None:
        if file in closure:
            return
        source = self._sources.get(file)
        closure[file] = digest_of_bytes(source or b"")
        if source is None:
            return  # the rendering will tell that it is missing
        for other in self._named(source.decode("utf-8")):
            if other is None:  # its name is known only when the page is rendered
                closure["*"] = self.key
            else:
                self._gather(other, closure)

    def _named(self, source: str) -> Iterable[str | None]:
        """The templates that a template names; None for one that is known only when it is printed.
        """
        names = [_NAMED.fullmatch(found[1]) for found in _NAMING.finditer(source)]
        if self._plain and all(names):
            return [name[1] for name in names if name]
        return meta.find_referenced_templates(self.environment.parse(source))


def _options(settings: Mapping[str, Any]) -> tuple[object, ...]:
    named = sorted((name, _option(value))
                   for name, value in settings.get("JINJA_ENVIRONMENT", {}).items())
    if not any(settings.get(name) for name in EXTRAS):
        return tuple(named)
    # Functions of the clinic's own: nobody can tell when two are the same, but by their file.
    return (*named, settings.get("SETTINGS_DIGEST", b""))


def _option(value: object) -> object:
    if isinstance(value, list | tuple):  # extensions, by name or as what they are
        return tuple(_option(each) for each in value)
    if isinstance(value, str | bool | int | type(None)):
        return repr(value)
    return getattr(value, "__qualname__", type(value).__qualname__)
