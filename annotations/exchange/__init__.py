"""The files people take away, as bytes: which columns, and how a cell is written in each flavour. Pure, no Django."""
