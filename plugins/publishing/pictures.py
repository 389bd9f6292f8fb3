"""The pictures of the content folder, each looked at once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from plugins.images.core import Picture, PictureError
from plugins.memory.records import Codec, Unreadable
from plugins.memory.store import Store
from plugins.publishing.kept_posts import settled
from plugins.publishing.progress import Progress
from plugins.site_model import content_folder
from plugins.site_model.content_folder import Listed
from plugins.workers.fork import fork_map


class Pictures:
    """All pictures: `found` has each by its path, or why it may not be published; `of` is the
    function that texts ask, see content_folder.picture_reader."""

    def __init__(self, folder: Path, store: Store, progress: Progress) -> None:
        self._files, self._codec = content_folder.picture_files(folder), Codec()
        self.found = self._looked_at(store, progress)
        self.of = content_folder.picture_reader(self._files, self._look)

    def _looked_at(self, store: Store, progress: Progress) -> dict[str, Picture | str]:
        kept: dict[str, tuple[tuple[int, ...], Picture | str]] = {}
        for name, data in store.all("pictures"):
            with suppress(Unreadable, TypeError, ValueError):
                signature, found = self._codec.load(data)
                kept[name] = (signature, found)
        missing = [name for name, file in self._files.items()
                   if name not in kept or kept[name][0] != file.signature]
        with progress.stage("looking at pictures", len(missing)) as done:
            fresh = dict(zip(missing, fork_map(self._measure, missing, done=done), strict=True))
        store.put("pictures", [(name, self._codec.dump((settled(self._files[name]), found)))
                               for name, found in fresh.items()])
        store.keep_only("pictures", self._files)
        return {name: fresh[name] if name in fresh else kept[name][1] for name in self._files}

    def _measure(self, name: str) -> Picture | str:
        try:
            return content_folder.measured(name, self._files[name])
        except PictureError as error:
            return str(error)
        except OSError as error:
            return f"it cannot be read: {error.strerror} — check the file's permissions"

    def _look(self, name: str, _file: Listed) -> Picture:
        found = self.found[name]
        if isinstance(found, str):
            raise PictureError(found)
        return found
