"""Says in a message what somebody else's code said. Refuses to know whose."""

SAID_MAX = 100


def line(broken: Exception) -> str:
    """Returns an exception's kind, and the first of its lines."""
    lines = str(broken).splitlines()
    return f"{type(broken).__name__}: {lines[0][:SAID_MAX] if lines else 'no more said'}"
