"""What the flows need from the world, as Protocols named by need; adapters carry the technology."""
