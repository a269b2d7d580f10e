"""What the code must look like: each gate is a pure function, and each has seen a bad tree."""
