"""Search: words of texts, what is asked, the index that follows the diary, and what it finds."""
