"""The settings file, read as Pelican reads it, but without loading Pelican."""

from __future__ import annotations

import re
import runpy
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.digest.core import digest_of_bytes
from plugins.site_model.settings import SettingsError, clinic_of

_FILES = ("pelicanconf.py", "publishconf.py")
_PATHS = ("PATH", "THEME", "OUTPUT_PATH", "CACHE_PATH")
_DEFAULTS: Mapping[str, Any] = {"PREVIEW": False, "PUBLISH": False, "ALLOW_DEMO": False,
                                "PATH": "content", "THEME": "theme", "OUTPUT_PATH": "output",
                                "CACHE_PATH": ".cache"}
_UNKNOWN_SETTING = re.compile(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'")
_LEFT_OUT = re.compile(r"(\w+)\.__init__\(\) missing \d+ required positional arguments?: (.+)")
_SYNTAX = {"codec can't decode": "save the file again with the encoding UTF-8",
           "null bytes": "save the file again with the encoding UTF-8",
           "invalid character": "delete it and type it again; quotes are straight: \"…\"",
           "non-printable": "delete it and type it again"}
_NAMED = re.compile(r"^special_hours '(?P<label>[^']+)'|has no setting '(?P<unknown>\w+)'|"
                    r"^(?:CLINIC: )?(?:the )?(?P<setting>[a-z_]+)")


def read_settings(file: Path, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The names in capitals that a settings file leaves behind, and `overrides` above them.
    Raises SettingsError with file and line."""
    file = file.resolve()
    for name in _FILES:  # one settings file reads the other, and a long-lived process both anew
        sys.modules.pop(name.removesuffix(".py"), None)
    path_before = list(sys.path)
    sys.path.insert(0, str(file.parent))
    try:
        names = runpy.run_path(str(file))
    except (Exception, SystemExit) as error:  # whatever a slip in a settings file may raise
        raise settings_error(error) from None
    finally:
        sys.path[:] = path_before
        for name in _FILES:
            sys.modules.pop(name.removesuffix(".py"), None)
    settings = {**_DEFAULTS, **{name: value for name, value in names.items() if name.isupper()},
                **overrides}
    for name in _PATHS:
        if not isinstance(settings[name], str | Path):
            raise SettingsError(f"{_place_of(name, file)}: {name} is {settings[name]!r}; write the "
                                "path of a folder in quotes")
        settings[name] = str(file.parent / settings[name])
    if not Path(settings["PATH"]).is_dir():
        raise SettingsError(
            f"{_place_of('PATH', file)}: PATH must be the path containing the content, but there "
            f"is no folder '{Path(settings['PATH']).name}' — correct it, or restore the folder")
    try:
        clinic_of(settings)
    except SettingsError as error:
        raise SettingsError(f"pelicanconf.py: {error}") from None
    settings["SITEURL"] = str(settings["SITEURL"]).removesuffix("/")
    settings["SETTINGS_DIGEST"] = digest_of_bytes(b"".join(
        (file.parent / name).read_bytes() for name in _FILES if (file.parent / name).is_file()))
    return settings


def _place_of(name: str, file: Path) -> str:
    """File and line where a name is set last; the file alone where no line sets it."""
    for each in (file, *(file.parent / other for other in _FILES)):
        lines = each.read_text("utf-8").split("\n") if each.is_file() else []
        for number in range(len(lines), 0, -1):
            if lines[number - 1].startswith((f"{name} =", f"{name}=", f"{name}:")):
                return f"{each.name}:{number}"
    return file.name


def ours(settings: Mapping[str, Any]) -> bool:
    """Whether no plugin but ours takes part."""
    plugins = settings.get("PLUGINS")
    return [getattr(each, "__name__", each) for each in plugins or ()] \
        == ["plugins.page_models.plugin"]


def settings_error(error: BaseException) -> SettingsError:
    """A slip in the settings, with the file and the line, in a volunteer's words."""
    file, line = Path("pelicanconf.py"), 0
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).name in _FILES:
            file, line = Path(frame.filename), frame.lineno or 0
    if isinstance(error, SyntaxError):
        place = Path(error.filename or file).name + (f":{error.lineno}" if error.lineno else "")
        cure = next((cure for sign, cure in _SYNTAX.items() if sign in error.msg),
                    "look for a missing comma, quote or bracket there or just above")
        return SettingsError(f"{place}: {error.msg} — {cure}")
    if isinstance(error, OSError) and error.filename:
        return SettingsError(f"{Path(error.filename).name}: cannot be read: {error.strerror} — "
                             "check the file's permissions")
    told = str(error) if isinstance(error, SettingsError) \
        else f"{_in_words(error)} — compare with docs/publishing.md"
    return SettingsError("\n".join(f"{_at(file, line, each)}: {each}" for each in told.split("\n")))


def _in_words(error: BaseException) -> str:
    """What Python says of a slip, where that is not for volunteers in their words."""
    if found := _UNKNOWN_SETTING.match(str(error)):
        return f"{found[1]} has no setting '{found[2]}'"
    if found := _LEFT_OUT.match(str(error)):
        return f"{found[1]} lacks {found[2]}"
    if isinstance(error, SystemExit):
        return "this line ends the program; delete it"
    if isinstance(error, NameError) and error.name:
        return f"'{error.name}' is unknown here; correct it, or put quotes around a text"
    return str(error)


def _at(file: Path, line: int, told: str) -> str:
    """The file with the line of the setting that is told of: a call that stands on many lines is
    known by its first."""
    found = _NAMED.search(told)
    words = (f'"{found["label"]}"' if found["label"] else
             f"{found['setting'] or found['unknown']}=") if found else ""
    lines = file.read_text("utf-8").split("\n")[line - 1:] if words and line else []
    line += next((down for down, text in enumerate(lines)
                  if words in text and not text.lstrip().startswith("#")), 0)
    return f"{file.name}:{line}" if line else file.name
