"""kehoach: a year's plan written once as YAML, printed as the official papers of Decree 30/2020."""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for them takes a tenth of the start, and none is meant

__version__ = "0.2.0"
