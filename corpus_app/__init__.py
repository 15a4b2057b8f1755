"""The project package and the corpus itself: people, projects, articles, paragraphs, import."""
