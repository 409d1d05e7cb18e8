"""What one writes without kehoach: a script that reads a plan with PyYAML and prints a template with docxtpl.

    python bench/plain_script.py PLAN TEMPLATE VALUES OUT

VALUES, a JSON file, has what kehoach gives to the template: to work that out is not asked of the script, nor to check
anything. `bench.startup` holds `kehoach render` against it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml
from docxtpl import DocxTemplate


def main() -> None:
    plan, template, values, out = map(Path, sys.argv[1:])
    yaml.safe_load(plan.read_text(encoding="utf-8"))
    document = DocxTemplate(template)
    document.render(json.loads(values.read_text(encoding="utf-8")), autoescape=True)
    document.save(out)


if __name__ == "__main__":
    main()
