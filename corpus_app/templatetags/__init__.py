"""What templates ask of Python beyond what a page builder gives them."""
