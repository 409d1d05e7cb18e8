"""Parts of an Office file: its zip, names and measures, offsets in XML, elements. Knows no plan and no paper."""
