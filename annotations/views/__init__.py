"""Views: door, form, verb, fragment."""
