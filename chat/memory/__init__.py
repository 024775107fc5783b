"""Follow-ups: what "it" and "the second one" mean, from what was asked before."""
