"""Questions: what is asked of policies and of results."""
