"""What a build loads before it has begun to read: little, as an author waits for it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("markdown", "numpy", "plugins.folder_check", "plugins.page_models.core", "plugins.rules",
         "plugins.article_body", "importlib.metadata", "pelican", "multiprocessing")


def test_the_rest_is_loaded_when_headers_are_being_read():
    code = ("import json, sys\nfrom pathlib import Path\n"
            "from plugins.publishing.build import load_the_rest\n"
            "from plugins.publishing.settings import read_settings\n"
            "read_settings(Path('pelicanconf.py'), {})\nbefore = list(sys.modules)\n"
            "load_the_rest(1000)\nprint(json.dumps([before, list(sys.modules)]))")
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                          check=True).stdout
    before, after = map(set, json.loads(told))

    assert before.isdisjoint(HEAVY)
    assert after.issuperset(HEAVY[:5])
