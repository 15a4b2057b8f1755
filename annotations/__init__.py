"""What people do with the corpus: codebook, highlights, taggings, comments, browse, export."""
