"""One module for each format, imported in the reading process only: they need lxml and other large libraries."""
