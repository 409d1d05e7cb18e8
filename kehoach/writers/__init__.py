"""Bytes: Word packages from documents and templates, PDF from Word. The only rooms that know Word and LibreOffice."""
