"""Where sources, or two places of one, give different answers: from claims to what a reader or a producer is told."""
