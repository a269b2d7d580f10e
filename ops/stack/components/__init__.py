"""What a stack is made of: one component a file, found by walking this folder."""
