"""What people may send to the pages of the corpus, and the sentences that say what is wrong with it."""
