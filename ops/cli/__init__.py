"""`rampart <noun> <verb>`: a file a noun, found by walking this folder."""
