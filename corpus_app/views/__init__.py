"""The pages of the corpus: signing in, projects, members, invitations, articles. Door, form, verb, fragment."""
