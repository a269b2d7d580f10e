"""The ports on real technology: a timeout on every call, foreign errors translated to ours."""
