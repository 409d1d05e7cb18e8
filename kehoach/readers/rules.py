"""The book of the reading rules (KH0): what can go wrong before a file means anything."""

from kehoach.rules import RuleBook

book = RuleBook()
