"""The story `make demo` tells: each line a claim, with the evidence that it holds."""
