"""What every request and every answer passes: bad input is refused, private pages stay private."""

from corpus_app.middleware.answers import CompressPages, private_by_default
from corpus_app.middleware.bad_requests import RefuseBadRequests

__all__ = ["CompressPages", "RefuseBadRequests", "private_by_default"]
