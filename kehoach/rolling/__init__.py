"""Next year's draft: what of a plan is carried, what changes, what a person must decide; as edits of its text."""
