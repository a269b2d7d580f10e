"""What the service needs from outside, named by need."""
