"""PDF files from Word files: LibreOffice, a pool of resident offices, or Word. Knows no template and no paper."""
