"""The production server: uvicorn for the connections, Django's synchronous handler in threads for the pages."""
