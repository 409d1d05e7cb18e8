"""The assignment table as spreadsheet, JSON and calendar; metadata of issued papers, and packages of them."""
