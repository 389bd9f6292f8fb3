"""A plan to files: those whose model or template changed are made, on all cores; the others stay.

Every file has a fingerprint: a digest of everything it is made of. A file stays as it is while its
fingerprint is that of the last build, and it lies there as the last build left it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from plugins.digest.core import digest, digest_of_bytes
from plugins.folder_check.core import FileFacts, Kept, PageFacts, read_file, read_page
from plugins.memory.groups import Groups
from plugins.memory.records import Codec, Unreadable
from plugins.memory.store import Store
from plugins.page_models.core import PlannedPage, PlannedText
from plugins.page_models.prepare import Prepared
from plugins.publishing.folder import Lies, Stamp, write_new
from plugins.publishing.progress import Progress
from plugins.publishing.templates import Templates
from plugins.workers.fork import fork_map

_CODEC = Codec()
_TEMPLATES, _CHECK = "templates", "last"


@dataclass(frozen=True)
class File:
    """A file of the site: how it is known again, how its bytes are made, and by which template."""

    path: str
    known_by: Callable[[], bytes]
    make: Callable[[], bytes]
    template: str = ""

    @cached_property
    def fingerprint(self) -> bytes:
        """A digest of all that it is made of. In a build from nothing nobody asks for it but who
        makes the file."""
        return self.known_by()


class Printed(NamedTuple):
    """A record of `outputs`: a file as it lies there."""

    fingerprint: bytes
    stamp: Stamp


def files(prepared: Prepared, content: Path, templates: Templates) -> list[File]:
    """All files of a site."""
    return [*_pages(prepared, templates), *_others(prepared, content)]


def _pages(prepared: Prepared, templates: Templates) -> Iterator[File]:
    for page in prepared.plan.pages:
        yield _page(page, templates, templates.digest(page.template))


def _page(page: PlannedPage, templates: Templates, template: bytes) -> File:
    # Two digests are as long as two others, so that nothing need stand between them.
    return File(page.path, lambda: digest_of_bytes(template + page.digest),
                lambda: templates.render(page.template, page.model, page.words),
                page.template)


def _others(prepared: Prepared, content: Path) -> Iterator[File]:
    for text in prepared.plan.texts:
        yield _text(text)
    for path, data in prepared.static.items():
        yield _plain(path, "static", partial(bytes, data))
    for path in prepared.plan.pictures:
        yield _plain(path, "picture", (content / path).read_bytes)


def _text(text: PlannedText) -> File:
    return File(text.path, lambda: digest("text", text.digest), lambda: text.text.encode("utf-8"))


def _plain(path: str, kind: str, read: Callable[[], bytes]) -> File:
    return File(path, lambda: digest(kind, digest_of_bytes(read())), read)


class Outputs:
    """The files of the last build, and what the checks know of each."""

    def __init__(self, store: Store) -> None:
        self._store, self._records = store, Groups(store, "outputs", _CODEC)

    def known(self) -> dict[str, Printed]:
        """The files by path. Raises Damaged."""
        found = {}
        for path, record in self._records.load().items():
            with suppress(ValueError, TypeError):
                fingerprint, size, changed = record
                found[path] = Printed(fingerprint, Stamp(size, changed))
        return found

    def keep(self, printed: Mapping[str, Printed], made: Mapping[str, Outcome]) -> None:
        """Let the next build know the files of this one."""
        self._records.save(printed, made, lambda path: (printed[path].fingerprint,
                                                        *printed[path].stamp))
        self._store.put("facts", [(path, each.facts) for path, each in made.items()])
        self._store.keep_only("facts", printed)

    def facts(self, printed: Mapping[str, Printed], made: Mapping[str, Outcome], pages: bool
              ) -> Facts:
        """What the checks know of the `pages` among the files, or of the others."""
        return Facts(self._store, {path: each for path, each in printed.items()
                                   if path.endswith(".html") == pages}, made)


def load_templates(settings: Mapping[str, object], store: Store) -> Templates:
    """The templates, with what is known of them."""
    data = store.get("templates", _TEMPLATES)
    try:
        kept = _CODEC.load(data) if data else {}
    except Unreadable:
        kept = {}
    return Templates(settings, kept if isinstance(kept, dict) else {})


def keep_templates(store: Store, templates: Templates) -> None:
    """Let the next build know what templates are made of."""
    if templates.has_news:
        store.put("templates", [(_TEMPLATES, _CODEC.dump(templates.to_keep()))])


class Facts(Mapping[str, Any]):
    """The facts of files (PageFacts or FileFacts), each read when it is asked for: after an edit
    few are. Reading raises Damaged where they are not those of the file."""

    def __init__(self, store: Store, printed: Mapping[str, Printed],
                 made: Mapping[str, Outcome]) -> None:
        self._store, self._printed, self._made = store, printed, made
        self._files: dict[str, FileFacts] = {}

    def __getitem__(self, path: str) -> Any:
        if path not in self._files:  # nearly every page loads the same
            found = self._read(path)
            if isinstance(found, PageFacts):
                return found
            self._files[path] = found
        return self._files[path]

    def _read(self, path: str) -> PageFacts | FileFacts:
        fingerprint = self._printed[path].fingerprint
        data = self._made[path].facts if path in self._made else self._store.get("facts", path)
        with suppress(Unreadable, ValueError, TypeError):
            of, kind, values = _CODEC.load(data or b"")
            if of == fingerprint:
                return PageFacts._make(values) if kind == "page" else FileFacts._make(values)
        raise self._store.damaged(f"what is known of {path} is gone")

    def __iter__(self) -> Iterator[str]:
        return iter(self._printed)

    def __len__(self) -> int:
        return len(self._printed)

    def __contains__(self, path: object) -> bool:
        return path in self._printed


def load_check(store: Store) -> Kept | None:
    """What the check of the last build left."""
    data = store.get("checks", _CHECK)
    try:
        kept = _CODEC.load(data) if data else None
    except Unreadable:
        kept = None
    return kept if isinstance(kept, Kept) else None


def keep_check(store: Store, kept: Kept) -> None:
    """Let the next build check only what it changes."""
    store.put("checks", [(_CHECK, _CODEC.dump(kept))])


class Outcome(NamedTuple):
    """What became of a file: the same bytes as before (`same`) or others, which lie in staging;
    and a row of `facts`."""

    printed: Printed
    same: bool
    facts: bytes


def make(todo: Sequence[File], output: Path, present: Mapping[str, Lies], staging: Path,
         progress: Progress) -> dict[str, Outcome]:
    """Make files in `staging`, but those whose bytes are the same as in `output`, where `present`
    lie."""
    def one(file: File) -> Outcome:
        fingerprint = file.fingerprint  # first: a picture that is replaced now is made again later
        data = file.make()
        lies = present.get(file.path)
        if lies and lies.stamp.size == len(data) and _holds(output / file.path, data):
            same, found = True, lies.stamp
        else:
            same, found = False, write_new(f"{staging}/{file.path}", data)
        return Outcome(Printed(fingerprint, found), same, _facts(file, data))

    # One page of each kind is made here, so that workers find its template compiled.
    first = {file.template: file for file in reversed(todo) if file.template}
    early = {file.path for file in first.values()}
    rest = [file for file in todo if file.path not in early]
    with progress.stage("making pages", len(todo)) as done:
        made = {file.path: one(file) for file in first.values()}
        done(len(made))
        found = fork_map(one, rest, name=lambda file: file.path, done=done)
    return made | {file.path: each for file, each in zip(rest, found, strict=True)}


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _facts(file: File, data: bytes) -> bytes:
    kind, found = ("page", read_page(data.decode("utf-8"))) if file.path.endswith(".html") \
        else ("file", read_file(file.path, data))
    return _CODEC.dump((file.fingerprint, kind, tuple(found)))
