"""Reading files into drafts; pure Python that knows no database and no request."""
