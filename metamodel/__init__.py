"""The floor of Rampart: what things are. Pure, and free of any framework."""
