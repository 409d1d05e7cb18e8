"""One verb each: chain the floors below and report. Nothing here knows an option or a colour."""
