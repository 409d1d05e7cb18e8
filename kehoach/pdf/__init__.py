"""PDF files from Word files: LibreOffice, a pool of resident offices, or Word; fields in their metadata. Knows no
template and no paper.
"""
