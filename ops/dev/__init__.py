"""Tools for whoever works on Rampart itself."""
