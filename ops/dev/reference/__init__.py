"""The reference pages, a file each: `pages()` gives file name and text; found by walking."""
