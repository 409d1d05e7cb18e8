"""kehoach: a year's plan written once as YAML, printed as the official papers of Decree 30/2020."""

__version__ = "0.2.0"
