"""Files and folders: the workspace, the output folder of a plan, saving, and the index of file states."""
