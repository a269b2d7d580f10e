"""Events written in the transaction of their change, and the relay that sends them after it."""
