"""The assignment table as spreadsheet, JSON and calendar."""
