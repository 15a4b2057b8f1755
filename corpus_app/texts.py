"""The shape of a stored text: what stands between two paragraphs of a version. Pure."""

SEPARATOR = "\n\n"
