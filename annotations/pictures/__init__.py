"""Pictures of what the tags tell, drawn as SVG by the server: plain values in, markup out. Pure."""
