"""The workbench: a server of this machine alone, through which a browser writes, checks and issues plans.

It decides nothing: what a screen shows and does is asked of the floors below, which the commands ask too.
"""
